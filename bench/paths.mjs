// Where things are. `cargo xtask build` makes everything that is read here, except for the data.

import path from "node:path";
import { fileURLToPath } from "node:url";

export const bench = path.dirname(fileURLToPath(import.meta.url));
export const root = path.dirname(bench);
const cargo = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

export const paths = {
  command: process.env.THUMBINDEX_BIN ?? path.join(cargo, "release", process.platform === "win32" ? "thumbindex.exe" : "thumbindex"),
  glue: process.env.THUMBINDEX_GLUE ?? path.join(root, "target/thumbindex-glue"),
  assets: path.join(root, "target/thumbindex-assets"),
  /** Indexes that this bench builds; all of it can be deleted. */
  scratch: path.join(root, "target/bench"),
  /** Collections and queries, not part of the repository. */
  data: path.resolve(root, process.env.THUMBINDEX_DATA ?? "../shared"),
};
