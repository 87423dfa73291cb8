// Where the tests find what `cargo xtask` built.

import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const cargo = path.resolve(process.env.THUMBINDEX_TARGET ?? path.join(root, "target"));

export const paths = {
  corpus: path.join(root, "corpus/papers.jsonl"),
  www: path.join(root, "www"),
  glue: path.join(root, "target/thumbindex-glue"),
  full: path.join(root, "target/thumbindex-full/thumbindex.wasm"),
  /** The default corpus as a folder for any page. */
  demo: path.join(root, "target/thumbindex-tests/demo"),
  /** The same as a site, and as one file. */
  site: path.join(root, "target/demo"),
  single: path.join(root, "target/demo.html"),
  trap: path.join(root, "target/thumbindex-trap/assets"),
  screenshots: path.join(root, "target/screenshots"),
  /** Sites that generators built; see generate.mjs. */
  generated: path.join(root, "target/generator-sites"),
  scratch: path.join(root, "target/thumbindex-tests"),
  command: path.join(cargo, "release/thumbindex"),
  answers: path.join(cargo, "release/examples/answers"),
};
