// Folders that tests serve: made by the finished command, or put together from its parts.

import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { paths } from "./paths.mjs";

/** A page with nothing but a search box. @param {string} [attributes] @param {string} [inside] */
export const page = (attributes = "", inside = "") => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Test</title>
<script type="module" src="/thumbindex.js"></script></head>
<body><main><h1>Test</h1><thumb-index ${attributes}>${inside}</thumb-index><p><a href="#end">after</a></p></main></body></html>`;

/** Indexes records with the finished command. @param {string} name @param {object[]} records @param {string[]} [options] */
export async function build(name, records, options = []) {
  const folder = path.join(paths.scratch, name);
  const corpus = path.join(paths.scratch, `${name}.jsonl`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(paths.scratch, { recursive: true });
  await writeFile(corpus, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  execFileSync(paths.command, ["build", corpus, "--output", folder, ...options], { stdio: ["ignore", "pipe", "pipe"] });
  return folder;
}

/** The demo with other page code. @param {string} name @param {string} assets */
export async function demoWith(name, assets) {
  const folder = path.join(paths.scratch, name);
  await rm(folder, { recursive: true, force: true });
  await cp(assets, folder, { recursive: true });
  const { index } = await names(paths.demo);
  if (!index) throw new Error(`${paths.demo} has no index`);
  await cp(path.join(paths.demo, index), path.join(folder, index));
  const loader = path.join(folder, "thumbindex.js");
  const stamped = JSON.stringify({ index, wasm: "thumbindex.wasm", build: "test" });
  await writeFile(loader, (await readFile(loader, "utf8")).replace('"__THUMBINDEX_FILES__"', stamped));
  return folder;
}

/** Names of the index and of the module in a folder. @param {string} folder */
export async function names(folder) {
  // The files of the build before may lie beside those of this one.
  const files = Object.keys(JSON.parse(await readFile(path.join(folder, "thumbindex.json"), "utf8")).files);
  const ending = (/** @type {string} */ end) => files.find((file) => file.endsWith(end)) ?? "";
  const starting = (/** @type {string} */ start) => files.find((file) => file.startsWith(start) && file.endsWith(".wasm")) ?? "";
  return { index: ending(".tix"), wasm: starting("thumbindex-"), full: starting("full-"), ui: files.find((file) => file.startsWith("ui-")) ?? "" };
}
