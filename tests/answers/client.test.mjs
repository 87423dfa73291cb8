// The shipped client outside a browser: what a server that renders pages, or a script, would do.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { locate } from "../../www/files.js";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { build, names } from "../support/sites.mjs";

const { open, openBytes } = await import(pathToFileURL(path.join(paths.demo, "client.js")).href);

// The full module lies beside client.js, which is on a disk here.
const fromNetwork = globalThis.fetch;
globalThis.fetch = async (url, options) => (`${url}`.startsWith("file:") ? new Response(await readFile(new URL(`${url}`))) : fromNetwork(url, options));

test("importing it has no effect and needs no page", () => {
  assert.equal(typeof open, "function");
  assert.equal(typeof openBytes, "function");
  assert.equal(globalThis.customElements, undefined);
});

for (const form of ["an index file", "a folder", "a folder without its slash"]) {
  test(`opens ${form} from the network`, async () => {
    const { index, wasm } = await names(paths.demo);
    const server = await serve([paths.demo]);
    // The folder is served twice, so that its name is one that the client has to look up.
    server.fault = async (name, response) => {
      if (!name.startsWith("docs/search/")) return false;
      response.writeHead(302, { location: `/${name.slice("docs/search/".length)}` }).end();
      return true;
    };
    const places = { "an index file": index, "a folder": "docs/search/", "a folder without its slash": "docs/search" };
    const client = await open({ src: `${server.url}${places[form]}`, wasm: `${server.url}${wasm}` });
    const { hits } = await client.search("neural tangent kernel");
    assert.match(hits[0].title.text, /^Neural Tangent Kernel/);
    client.close();
    await server.close();
  });
}

test("a client at rest answers as before once it is asked", async () => {
  const { index, wasm } = await names(paths.demo);
  const [module, bytes] = await Promise.all([wasm, index].map((name) => readFile(path.join(paths.demo, name))));
  const client = await openBytes(module, bytes);
  const before = await client.search("kernel");
  client.rest();
  client.rest();
  assert.deepEqual(await client.search("kernel"), before);
  client.close();
  client.rest();
  await assert.rejects(client.search("kernel"), { code: "closed" });
});

test("a folder that is not one of ours is refused by name", async () => {
  const { wasm } = await names(paths.demo);
  const server = await serve([paths.demo], { pages: { "/other/thumbindex.json": "<!doctype html>" } });
  await assert.rejects(open({ src: `${server.url}other/`, wasm: `${server.url}${wasm}` }), { name: "ThumbindexError", code: "bad-manifest" });
  await assert.rejects(open({ src: `${server.url}gone/`, wasm: `${server.url}${wasm}` }), { name: "ThumbindexError", code: "http" });
  await server.close();
});

test("filters say what queries can be narrowed by, and their queries find at least those documents", async () => {
  const folder = await build("filters", [
    { id: "a", title: "Tides", authors: ["Ada Brook", "Bo Lund"], year: 2001, venue: "Water", keywords: ["narrow rivers"] },
    { id: "b", title: "Moss", authors: ["Ada Brook"], year: 2010, keywords: ["walls", "narrow rivers"] },
    { id: "c", title: "Brook trout", abstract: "Ada.", keywords: ["rivers"] },
  ]);
  const server = await serve([folder]);
  const { index, wasm } = await names(folder);
  const client = await open({ src: `${server.url}${index}`, wasm: `${server.url}${wasm}` });
  assert.ok(!server.requests.some((name) => name.startsWith("filters")), "fetched when somebody asks");
  const filters = await client.filters();
  await client.filters();
  assert.equal(server.requests.filter((name) => name.startsWith("filters")).length, 1, "and once");
  const values = (field) => filters.find((filter) => filter.field === field).values.map(({ value, documents }) => [value, documents]);
  assert.deepEqual(values("year"), [["2010", 1], ["2001", 1]]);
  assert.deepEqual(filters.find(({ field }) => field === "year").range, { min: 2001, max: 2010 });
  assert.deepEqual(values("author"), [["Ada Brook", 2], ["Bo Lund", 1]]);
  assert.deepEqual(values("keyword"), [["narrow rivers", 2], ["rivers", 1], ["walls", 1]]);
  assert.deepEqual(values("venue"), [["Water", 1]]);
  // A query for a value finds exactly the documents that have it: not those in which the words stand elsewhere.
  const full = await openBytes(await readFile(paths.full), await readFile(path.join(folder, index)));
  for (const { value, documents, query } of filters.filter(({ field }) => field === "author" || field === "keyword").flatMap(({ values }) => values)) {
    if (value === "rivers") continue; // A word of another keyword too.
    assert.equal((await full.search(query)).hits.length, documents, query);
  }
  client.close();
  await server.close();
});

test("a search is narrowed, counted and put in order by fields, each of which is fetched once", async () => {
  const documents = [...Array(40).keys()].map((number) => ({
    id: `${number}`,
    title: `Notes on ${["moss", "ferns"][number % 2]}, part ${number}`,
    authors: [["Ada", "Bo", "Cy"][number % 3]],
    year: 2000 + (number % 4),
    seen: `2024-0${1 + (number % 9)}`,
  }));
  const folder = await build("narrowing", documents, ["--filter", "seen"]);
  const server = await serve([folder]);
  const { index, wasm } = await names(folder);
  for (const worker of ["never", "auto"]) {
    server.requests.length = 0;
    const client = await open({ src: `${server.url}${index}`, wasm: `${server.url}${wasm}`, worker });
    const plain = await client.search("moss", { limit: 50 });
    assert.equal(plain.total, 20);
    assert.ok(!server.requests.some((name) => /^(filters|facet|full)/.test(name)), "a search by words alone fetches none of it");
    const of = (name) => ({ hits }) => hits.map((hit) => name(hit));
    const author = of(({ authors }) => authors[0]);
    const answer = await client.search("moss", { limit: 50, filters: { author: ["Ada", "Cy"], year: { from: 2001 } }, facets: ["author", "year"], sort: "-year" });
    assert.equal(answer.hits.length, 7);
    assert.deepEqual([...new Set(author(answer))].sort(), ["Ada", "Cy"]);
    assert.deepEqual(answer.hits.map(({ year }) => year), answer.hits.map(({ year }) => year).sort().reverse());
    const counts = Object.fromEntries(answer.facets.map(({ field, values }) => [field, Object.fromEntries(values.map(({ value, documents }) => [value, documents]))]));
    const moss = documents.filter(({ title }) => title.includes("moss"));
    const count = (test) => moss.filter(test).length;
    for (const name of ["Ada", "Bo", "Cy"]) assert.equal(counts.author[name], count(({ authors, year }) => authors[0] === name && year >= 2001), name);
    for (const year of [2000, 2002]) assert.equal(counts.year[year], count((paper) => paper.authors[0] !== "Bo" && paper.year === year), year);
    assert.deepEqual([answer.facets[1].min, answer.facets[1].max], ["2000", "2002"]);
    const fetched = server.requests.filter((name) => name.startsWith("facet")).length;
    assert.equal(fetched, 2, "the files of two fields");
    await client.search("ferns", { filters: { author: { none: ["Bo"], any: ["Ada", "Bo"] } } });
    assert.equal(server.requests.filter((name) => name.startsWith("facet")).length, fetched, "which are there then");
    assert.equal(server.requests.filter((name) => name.startsWith("filters")).length, 1);
    // Without words, all that have it; and a date includes its days.
    assert.equal((await client.search("", { filters: { seen: { from: "2024-03", to: "2024-04" } }, limit: 50 })).hits.length, 10);
    assert.equal((await client.search("", { filters: { seen: { to: 2024 } }, limit: 50 })).hits.length, 40);
    // Values are taken as they are, whatever stands in them.
    assert.equal((await client.search("moss", { filters: { author: "Ada\0any\0Bo" } })).total, 0);
    assert.deepEqual((await client.search("moss", { limit: 50 })).hits, plain.hits, "and the next search is a plain one");
    await assert.rejects(client.search("moss", { filters: { autor: "Ada" } }), { name: "ThumbindexError", code: "no-such-field", message: /author/ });
    client.close();
  }
  await server.close();
});

test("a field whose file arrives damaged fails by name, and the search goes on without", async () => {
  const folder = await build("narrowing", [{ id: "a", title: "Moss", authors: ["Ada"] }, { id: "b", title: "Moss", authors: ["Bo"] }]);
  const server = await serve([folder]);
  const { index, wasm } = await names(folder);
  const client = await open({ src: `${server.url}${index}`, wasm: `${server.url}${wasm}` });
  server.fault = async (name, response) => name.startsWith("facet") && (response.end("<!doctype html>"), true);
  await assert.rejects(client.search("moss", { filters: { author: "Ada" } }), { name: "ThumbindexError", code: "not-an-index" });
  assert.equal((await client.search("moss")).total, 2);
  server.fault = undefined;
  assert.equal((await client.search("moss", { filters: { author: "Ada" } })).hits[0].authors[0], "Ada", "asked again, it comes");
  client.close();
  await server.close();
  const list = [{ field: "author", file: "facet-1.bin" }];
  const given = await openBytes(await readFile(paths.full), await readFile(path.join(folder, index)), undefined, { filters: list });
  await assert.rejects(given.search("moss", { facets: true }), { code: "no-filters" });
});

test("an index under another name has no filters, and says so", async () => {
  const { index, wasm } = await names(paths.demo);
  const server = await serve([paths.demo]);
  server.fault = async (name, response) => name === "renamed.tix" && (response.writeHead(302, { location: `/${index}` }).end(), true);
  const client = await open({ src: `${server.url}renamed.tix`, wasm: `${server.url}${wasm}` });
  await assert.rejects(client.filters(), { name: "ThumbindexError", code: "no-filters" });
  server.fault = async (name, response) => name.startsWith("filters") && (response.end("<!doctype html>"), true);
  const other = await open({ src: `${server.url}${index}`, wasm: `${server.url}${wasm}` });
  await assert.rejects(other.filters(), { name: "ThumbindexError", code: "bad-filters" });
  server.fault = null;
  assert.ok((await other.filters()).length > 0, "asked again, they come");
  await server.close();
});

test("an abort ends the opening", async () => {
  const server = await serve([paths.demo]);
  const stop = new AbortController();
  server.fault = async () => (stop.abort(), false);
  const { index, wasm } = await names(paths.demo);
  await assert.rejects(open({ src: `${server.url}${index}`, wasm: `${server.url}${wasm}`, signal: stop.signal }), { name: "AbortError" });
  await server.close();
});

test("a page's src means what it says", () => {
  const place = { files: { index: "index-1.tix", wasm: "t.wasm" }, base: "https://a.example/s/thumbindex.js" };
  const at = (src, page = "https://a.example/docs/") => locate(src, page, place).href;
  assert.equal(at(null), "https://a.example/s/index-1.tix");
  assert.equal(at("/s/"), "https://a.example/s/index-1.tix");
  assert.equal(at("../s"), "https://a.example/s/index-1.tix");
  assert.equal(at("x.tix"), "https://a.example/docs/x.tix");
  assert.equal(at("other"), "https://a.example/docs/other/thumbindex.json");
});
