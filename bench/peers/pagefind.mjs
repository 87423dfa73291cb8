// Pagefind: a Rust indexer and a wasm module that fetches pieces of the index. It is meant for browsers: here its
// main-thread code runs in Node, and what it fetches is read from the folder that its indexer wrote.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { version } from "../install.mjs";
import { paths } from "../paths.mjs";

export const name = "Pagefind";
export const module = "pagefind";
export const settings = { typed: "defaults (title weighted 5; all words must match)", prose: "the same" };

export const installed = () => version("pagefind");

export const folderOf = (corpus) => path.join(paths.scratch, `${corpus}-pagefind`);

/** Writes the folder that a site would serve. */
export async function write(docs, folder) {
  const { createIndex, close } = await import("pagefind");
  const failed = (errors) => {
    if (errors.length > 0) throw new Error(`Pagefind: ${errors.join("; ")}`);
  };
  const { index, errors } = await createIndex({});
  failed(errors);
  for (const { id, title, text, authors } of docs) {
    const content = [title, authors, text].filter(Boolean).join("\n");
    failed((await index.addCustomRecord({ url: `/${encodeURIComponent(id)}`, content, language: "en", meta: { title } })).errors);
  }
  failed((await index.writeFiles({ outputPath: folder })).errors);
  await close();
}

export async function open(docs, corpus) {
  const folder = folderOf(corpus);
  await write(docs, folder);
  const client = await inNode(folder);
  const known = new Map();
  const search = async (query, limit) => {
    const { results } = await client.search(query);
    return Promise.all(
      results.slice(0, limit).map(async ({ id, data }) => {
        // A result names its text's file only: each has to be read once to learn the document.
        if (!known.has(id)) known.set(id, decodeURIComponent((await data()).raw_url.slice(1)));
        return known.get(id);
      }),
    );
  };
  return { search };
}

/** Imports the code of a written folder with as much of a browser as it asks for. */
export async function inNode(folder) {
  const base = `${pathToFileURL(folder).href}/`;
  const network = globalThis.fetch;
  globalThis.fetch = async (input, options) => {
    const url = String(input);
    return url.startsWith(base) ? new Response(await readFile(new URL(url.split("?")[0]))) : network(input, options);
  };
  globalThis.document = { currentScript: null, querySelector: () => ({ getAttribute: () => "en" }) };
  const client = await import(`${base}pagefind.js`);
  await client.options({ basePath: base });
  await client.init();
  // Whoever is measured next is not to take this for a browser.
  delete globalThis.document;
  return client;
}
