// One build of a peer's index, as a process of its own: `node build-peer.mjs MODULE CORPUS`. It ends with the
// bytes of an index: serialised, or written to a folder.

import { Corpus } from "./corpora.mjs";

const [module, name] = process.argv.slice(2);
const docs = await new Corpus(name).docs();
if (module === "minisearch") {
  const { index } = await import("./peers/minisearch.mjs");
  console.log(JSON.stringify(index(docs)).length);
} else if (module === "pagefind") {
  const { folderOf, write } = await import("./peers/pagefind.mjs");
  await write(docs, folderOf(name));
} else {
  throw new Error(`${module} cannot be built here`);
}
