// How many bytes does a visitor download: code before the first answer, and the index. All compressed sizes
// are of whole files, brotli 11 and gzip 9, whatever a host really does; indexes of wasm engines are sent as they are.

import { readFile, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gunzipSync, gzipSync } from "node:zlib";
import { SIZES, compare } from "./bars.mjs";
import { built, pageFiles } from "./engine.mjs";
import { bench, paths } from "./paths.mjs";
import { attempt } from "./peers.mjs";
import * as minisearch from "./peers/minisearch.mjs";
import * as pagefind from "./peers/pagefind.mjs";
import { kilobytes, megabytes, table } from "./report.mjs";

const title = "Sizes";
const question = "How many bytes does a visitor download?";

/** Levels above this take minutes for a hundred megabytes and save a few per cent. */
const BIG = 32e6;

export async function run({ corpora, options, skip }) {
  const blocks = [];
  const bars = [];
  const data = { code: await code(skip), indexes: {} };
  const rows = Object.entries(data.code).map(([name, { raw, gzip, brotli }]) => [name, kilobytes(raw), kilobytes(gzip), kilobytes(brotli)]);
  blocks.push("### Code", table(["what", "raw", "gzip 9", "brotli 11"], rows));
  for (const [key, name] of [["engine", OWN], ["page", PAGE]]) {
    const { what, atMost } = SIZES[key];
    if (data.code[name]) bars.push(compare(what, data.code[name].brotli, { atMost }, kilobytes(data.code[name].brotli), kilobytes(atMost)));
  }

  for (const corpus of corpora.filter(({ name }) => SIZES[name])) {
    const indexes = await indexesOf(corpus, options, skip);
    data.indexes[corpus.name] = indexes;
    const { report } = await built(corpus);
    const shown = (bytes) => (bytes === null ? "-" : megabytes(bytes));
    const rows = Object.entries(indexes).map(([name, { index, full, how }]) => [name, shown(index), shown(full), how]);
    blocks.push(`### Index of ${corpus.name}, ${report.documents.toLocaleString("en")} documents`, table(["what", "without texts", "with texts", "what is counted"], rows));
    for (const [key, text] of [["index", "without texts"], ["full", "with texts"]]) {
      const bytes = indexes.thumbindex[key];
      const { atMost } = SIZES[corpus.name][key];
      bars.push(compare(`index of ${corpus.name} ${text}`, bytes, { atMost }, megabytes(bytes), megabytes(atMost)));
    }
  }
  return { title, question, blocks, bars, data };
}

const OWN = "thumbindex: module and glue";
const PAGE = "thumbindex: all that a page loads";

async function code(skip) {
  const rows = {};
  const glue = await readFile(path.join(paths.glue, "glue.js"), "utf8");
  const small = await minified(glue, skip);
  rows[OWN] = total([await readFile(path.join(paths.glue, "thumbindex.wasm")), small]);
  const files = await pageFiles();
  if (files.length > 0) rows[PAGE] = total(await Promise.all(files.map((file) => readFile(file))));
  else skip("size of all page code", `${paths.assets} is not there: run cargo xtask page`);

  const mini = await readFile(path.join(bench, "node_modules/minisearch/dist/es/index.js"), "utf8");
  rows[`MiniSearch ${minisearch.installed()}: library, minified`] = total([await minified(mini, skip)]);

  await attempt("size of Pagefind's code", skip, async () => Object.assign(rows, await pagefindCode()));
  return rows;
}

async function pagefindCode() {
  // A written folder is needed to see the code: one document is enough.
  const folder = path.join(paths.scratch, "one-page-pagefind");
  await pagefind.write([{ id: "1", title: "One", text: "One page.", authors: "" }], folder);
  const read = (name) => readFile(path.join(folder, name));
  // Stored as gzip; unpacked first, so that all rows are compressed alike.
  const wasm = gunzipSync(await read("wasm.en.pagefind"));
  const engine = [wasm, await read("pagefind.js")];
  const worker = await read("pagefind-worker.js");
  const pages = `Pagefind ${pagefind.installed()}`;
  const withUi = async (name) => total([...engine, worker, await read(`${name}.js`), await read(`${name}.css`)]);
  return {
    [`${pages}: module and pagefind.js`]: total(engine),
    [`${pages}: with its worker and default UI`]: await withUi("pagefind-ui"),
    [`${pages}: with its worker and modal`]: await withUi("pagefind-component-ui"),
  };
}

async function indexesOf(corpus, options, skip) {
  const { report } = await built(corpus);
  const { indexBytes, textBytes } = report;
  const rows = { thumbindex: { index: indexBytes, full: indexBytes + textBytes, how: "index-*.tix, sent as it is" } };
  if (corpus.name === "papers" && !options.peersLarge) {
    skip("sizes of MiniSearch's and Pagefind's indexes of papers", "takes minutes and 6.6 GB; ask with --peers-large");
    return rows;
  }
  const docs = await corpus.docs();
  const packed = (stored) => brotli(Buffer.from(JSON.stringify(minisearch.index(docs, stored))));
  const index = packed([]);
  const full = packed(["title", "text", "authors"]);
  rows[`MiniSearch ${minisearch.installed()}`] = { index: index.bytes, full: full.bytes, how: `JSON, brotli ${index.quality}` };

  await attempt(`size of Pagefind's index of ${corpus.name}`, skip, async () => {
    rows[`Pagefind ${pagefind.installed()}`] = await pagefindIndex(corpus.name, docs);
  });
  return rows;
}

async function pagefindIndex(name, docs) {
  const folder = pagefind.folderOf(name);
  await pagefind.write(docs, folder);
  const own = await bytesOf(folder, (name) => !name.startsWith("fragment/") && /\.pf_|entry\.json$/.test(name));
  const texts = await bytesOf(folder, (name) => name.startsWith("fragment/"));
  return { index: own, full: own + texts, how: "files without and with fragments; each query needs a few of them" };
}

async function minified(source, skip) {
  try {
    const { transform } = await import("esbuild");
    return Buffer.from((await transform(source, { minify: true, format: "esm" })).code);
  } catch {
    skip("minifying code before it is weighed", "esbuild is not installed: run cargo xtask setup");
    return Buffer.from(source);
  }
}

/** Files are compressed one by one, as they are sent. */
function total(files) {
  const sum = (size) => files.reduce((total, file) => total + size(file), 0);
  return { raw: sum((file) => file.length), gzip: sum((file) => gzipSync(file, { level: 9 }).length), brotli: sum((file) => brotli(file).bytes) };
}

function brotli(bytes) {
  const quality = bytes.length > BIG ? 9 : 11;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { bytes: brotliCompressSync(bytes, { params }).length, quality };
}

async function bytesOf(folder, counts) {
  let bytes = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    const file = await stat(path.join(folder, name));
    if (file.isFile() && counts(name.replaceAll("\\", "/"))) bytes += file.size;
  }
  return bytes;
}
