// Prints what a page loads against the budget: `node xtask/size.mjs FOLDER [--reached]`.
//
// Over the budget it fails. With --reached, as the tests call it, it fails where something has grown beyond what was
// reached so far (reached.json), whether or not that is within the budget: until a budget is met, nothing slips back.

import { execFileSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const KB = 1000;
/** Brotli bytes: [what, limit, which files]. */
const BUDGETS = [
  ["script of the page", 2 * KB, (name) => name === "thumbindex.js"],
  ["user interface", 14 * KB, (name) => name.startsWith("ui-")],
  ["module and its glue", 36 * KB, (name) => name === "thumbindex.wasm" || name === GLUE],
  ["module for sites and its glue", 39 * KB, (name) => name === "site.wasm" || name === GLUE],
  ["module for blocks and its glue", 40 * KB, (name) => name === "large.wasm" || name === GLUE],
  ["adopting a theme's box", 2 * KB, (name) => name === "adopt.js"],
  ["all before the first result", 50 * KB, (name) => name === "thumbindex.js" || name.startsWith("ui-") || name === "thumbindex.wasm"],
];

/** The glue alone, minified; as pages load it, it is part of the user interface's file. */
const GLUE = "(glue)";

const [folder, mode] = process.argv.slice(2);
const reached = JSON.parse(await readFile(new URL("reached.json", import.meta.url), "utf8"));
const sizes = new Map();
console.log(`${"file".padEnd(28)}${"raw".padStart(10)}${"brotli".padStart(10)}${"gzip".padStart(10)}`);
const glue = new URL("../target/thumbindex-glue/glue.js", import.meta.url).pathname;
for (const name of [...(await readdir(folder)).sort(), GLUE]) {
  const bytes = name === GLUE ? minified(glue) : await readFile(path.join(folder, name));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const brotli = brotliCompressSync(bytes, { params }).length;
  sizes.set(name, brotli);
  const row = [bytes.length, brotli, gzipSync(bytes, { level: 9 }).length];
  console.log(name.padEnd(28) + row.map((size) => String(size).padStart(10)).join(""));
}
console.log();
for (const [what, limit, belongs] of BUDGETS) {
  const names = [...sizes.keys()].filter(belongs);
  const total = names.reduce((sum, name) => sum + sizes.get(name), 0);
  const verdict = names.length === 0 ? "missing" : total <= limit ? "ok" : "OVER";
  const most = mode === "--reached" ? Math.max(limit, reached[what] ?? 0) : limit;
  if (names.length === 0 || total > most) process.exitCode = 1;
  console.log(`${what.padEnd(32)}${String(total).padStart(8)} of ${String(limit).padStart(6)} bytes brotli  ${verdict}${total > most ? `, and ${most} were reached before` : ""}`);
}

function minified(file) {
  return execFileSync(new URL("../node_modules/.bin/esbuild", import.meta.url).pathname, ["--minify", file], { stdio: ["ignore", "pipe", "inherit"] });
}
