// What does the first answer cost over a network? A Chromium with an empty cache, every byte counted where it comes down the line,
// code included; Pagefind in the same run, on the same line, round by round.

import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { NETWORK, compare } from "./bars.mjs";
import { built } from "./network/collections.mjs";
import { host } from "./network/host.mjs";
import { PROFILES, line } from "./network/link.mjs";
import { plot } from "./network/plot.mjs";
import { pairs } from "./network/queries.mjs";
import { visit } from "./network/visits.mjs";
import { paths } from "./paths.mjs";
import * as pagefind from "./peers/pagefind.mjs";
import { milliseconds, table } from "./report.mjs";
import { percentile } from "./stats.mjs";

const title = "Over a network";
const question =
  "What does the first answer cost? A two-word query is pasted into a page that is open and has loaded nothing; then a further one. Medians; bytes as they come down the line, code included. The host compresses text and wasm, and not what it does not know.";

/** Where the plot goes. */
export const PLOT = "network.svg";
const OURS = "thumbindex";
const THEIRS = "Pagefind";

const PAGES = {
  [OURS]: '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Search</title><thumb-index layout="inline" recent="off"></thumb-index>',
  [THEIRS]: '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Search</title><ol id="list"></ol>',
};

export async function run({ corpora, options, skip }) {
  const { launch } = await import("../tests/support/browser.mjs");
  let browser;
  try {
    browser = await launch();
  } catch (failure) {
    skip("the network", `no Chromium: ${failure.message.split("\n")[0]}`);
    return { title, question, blocks: [], bars: [], data: {} };
  }
  const rounds = options.quick ? 2 : 9;
  const data = {};
  const blocks = [];
  const bars = [];
  for (const corpus of corpora.filter(({ name }) => name in NETWORK)) {
    const folders = { [OURS]: (await built(corpus, "large")).folder };
    const large = corpus.name === "papers";
    if (!large || options.peersLarge) folders[THEIRS] = await theirs(corpus);
    else skip("Pagefind on the papers, over a network", "takes minutes and 6.6 GB: --peers-large");
    const queries = await pairs(corpus, rounds + 1);
    const measured = (data[corpus.name] = {});
    for (const [profile, figures] of Object.entries(PROFILES)) {
      console.error(`${corpus.name}, ${profile}`);
      measured[profile] = await measure(browser, folders, figures, queries, rounds);
    }
    blocks.push(`### ${corpus.name}`, tableOf(measured));
    bars.push(...barsOf(corpus.name, measured));
    const more = await afterwards(browser, folders[OURS], queries);
    more.verify = await verification(folders[OURS]);
    measured.afterwards = more;
    const { bar } = NETWORK[corpus.name];
    if (bar.keystroke) bars.push(compare(`${corpus.name}: keystroke with blocks at hand, p99`, more.p99, { atMost: bar.keystroke }, `${milliseconds(more.p99)} ms`, `${bar.keystroke} ms`));
    if (bar.memory) bars.push(compare(`${corpus.name}: memory of the page after 50 queries`, more.memory, { atMost: bar.memory }, `${(more.memory / 1e6).toFixed(1)} MB`, `${bar.memory / 1e6} MB`));
    bars.push(compare(`${corpus.name}: verification of what was fetched`, more.verify, { atMost: bar.verify }, `${milliseconds(more.verify)} ms a MB`, `${bar.verify} ms a MB`));
  }
  if (data.scifact && data.papers) {
    const [small, big] = [data.scifact, data.papers].map((measured) => measured["slow 4G"][OURS].titles.bytes);
    bars.push(compare("growth of the bytes to ten titles, 5k to 87k", big / small, { atMost: NETWORK.growth }, `${(big / small).toFixed(2)} x`, `${NETWORK.growth} x`));
  }
  await browser.close();
  const file = await drawn(corpora, options, data);
  if (file) blocks.push(`Bytes and time against the size of the collection: ${file}`);
  return { title, question, blocks, bars, data };
}

/** Pagefind's folder, written once. */
async function theirs(corpus) {
  const folder = pagefind.folderOf(corpus.name);
  if (!existsSync(path.join(folder, "pagefind.js"))) await pagefind.write(await corpus.docs(), folder);
  return folder;
}

/**
 * Rounds of visits, the designs one after the other in each.
 *
 * @returns {Promise<Record<string, any>>} medians by design
 */
async function measure(browser, folders, profile, queries, rounds) {
  const visits = Object.fromEntries(Object.keys(folders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, folder] of Object.entries(folders)) {
      const server = await host(folder, PAGES[name]);
      const link = await line(server.port, profile);
      try {
        visits[name].push(await visit(browser, { server, link, ours: name === OURS, slower: profile.slower, queries: [queries[round], queries[round + 1]] }));
      } finally {
        await Promise.all([link.close(), server.close()].map((closed) => Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500))])));
      }
    }
  }
  return Object.fromEntries(Object.entries(visits).map(([name, all]) => [name, medians(all)]));
}

function medians(visits) {
  const middle = (read) => percentile(visits.map(read).sort((a, b) => a - b), 0.5);
  const point = (name) => Object.fromEntries(["bytes", "requests", "time"].map((what) => [what, middle((visit) => visit[name][what])]));
  const typed = visits[0].lag === undefined ? {} : { lag: middle((visit) => visit.lag) };
  return { runs: visits.length, titles: point("titles"), snippets: point("snippets"), further: point("further"), typo: visits[0].typo && point("typo"), ...typed };
}

const KB = (bytes) => `${(bytes / 1e3).toFixed(0)} KB`;

function tableOf(measured) {
  const rows = [];
  for (const profile of Object.keys(PROFILES)) {
    for (const [name, { runs, titles, snippets, further, lag }] of Object.entries(measured[profile])) {
      rows.push([profile, name, KB(titles.bytes), titles.requests, titles.time.toFixed(0), KB(snippets.bytes), snippets.requests, snippets.time.toFixed(0), KB(further.bytes), further.requests, lag === undefined ? "" : lag.toFixed(0), runs]);
    }
  }
  return table(["line", "", "to ten titles", "requests", "ms", "with snippets", "requests", "ms", "a further query", "requests", "lag of the last key, ms", "runs"], rows);
}

function barsOf(corpus, measured) {
  const { bar, documents } = NETWORK[corpus];
  const ours = measured["slow 4G"][OURS];
  const bars = [];
  const bytes = (what, value, atMost) => bars.push(compare(`${documents}: ${what}`, value, { atMost }, KB(value), KB(atMost)));
  const count = (what, value, atMost) => bars.push(compare(`${documents}: ${what}`, value, { atMost }, String(value), String(atMost)));
  bytes("bytes to ten titles", ours.titles.bytes, bar.titles);
  bytes("bytes with snippets", ours.snippets.bytes, bar.snippets);
  count("requests to ten titles", ours.titles.requests, bar.requests[0]);
  count("requests with snippets", ours.snippets.requests, bar.requests[1]);
  if (bar.further) {
    bytes("bytes of a further query, to titles", ours.further.bytes, bar.further[0]);
    count("requests of a further query", ours.further.requests, bar.further[1]);
  }
  if (bar.typo) bytes("further bytes until a mistyped query is answered", ours.typo.bytes, bar.typo);
  for (const [profile, at] of Object.entries(bar.rows)) {
    const peer = measured[profile][THEIRS];
    if (!peer) continue;
    const part = measured[profile][OURS].titles.time / peer.titles.time;
    bars.push(compare(`${documents}, ${profile}: time to ten rows, of Pagefind's`, part, { atMost: at }, part.toFixed(2), at.toFixed(2)));
    const whole = bar.whole?.[profile];
    const all = measured[profile][OURS].snippets.time / peer.titles.time;
    if (whole) bars.push(compare(`${documents}, ${profile}: time to rows with snippets, of Pagefind's`, all, { atMost: whole }, all.toFixed(2), whole.toFixed(2)));
  }
  if (ours.lag !== undefined) bars.push(compare(`${documents}, slow 4G: lag of the last key, typed at 150 ms a key`, ours.lag, { atMost: NETWORK.lag }, `${ours.lag.toFixed(0)} ms`, `${NETWORK.lag} ms`));
  return bars;
}

/** What needs no network: keystrokes once all blocks are there, and the page's memory after fifty queries. */
async function afterwards(browser, folder, queries) {
  const server = await host(folder, PAGES[OURS]);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`https://127.0.0.1:${server.port}/`);
  const texts = Array.from({ length: 50 }, (_, number) => queries[number % queries.length]);
  const taken = await page.evaluate(async (texts) => {
    const client = await (await import("/client.js")).open({ worker: "never" });
    const beginnings = texts.slice(0, 12).flatMap((text) => Array.from(text, (_, at) => text.slice(0, at + 1)));
    for (const query of [...texts, ...beginnings]) await client.search(query);
    const taken = [];
    for (const query of beginnings) {
      const start = performance.now();
      await client.search(query);
      taken.push(performance.now() - start);
    }
    window.client = client;
    return taken.sort((a, b) => a - b);
  }, texts);
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const heap = await session.send("Runtime.getHeapUsage");
  const memory = heap.usedSize + (heap.embedderHeapUsedSize ?? 0) + (heap.backingStorageSize ?? 0);
  await context.close();
  await Promise.race([server.close(), new Promise((resolve) => setTimeout(resolve, 500))]);
  return { keys: taken.length, p50: percentile(taken, 0.5), p99: percentile(taken, 0.99), memory };
}

/** Milliseconds a megabyte that the module takes to verify and take in what was fetched. */
async function verification(folder) {
  const { createGlue } = await import(pathToFileURL(path.join(paths.glue, "glue.js")).href);
  const manifest = JSON.parse(await readFile(path.join(folder, "thumbindex.json"), "utf8"));
  const glue = createGlue();
  glue.attach(await WebAssembly.instantiate(await WebAssembly.compile(await readFile(path.join(folder, manifest.wasm))), glue.imports));
  const root = await readFile(path.join(folder, manifest.index));
  const start = performance.now();
  for (let round = 0; round < 5; round++) new glue.Engine(root);
  return (performance.now() - start) / 5 / (root.length / 1e6);
}

/** The plot: other sizes are the first so many of the papers. */
async function drawn(corpora, options, data) {
  const papers = corpora.find(({ name }) => name === "papers");
  if (!papers || options.quick) return undefined;
  const { launch } = await import("../tests/support/browser.mjs");
  const browser = await launch();
  const lines = { [OURS]: [], [THEIRS]: [] };
  try {
    for (const size of NETWORK.sizes) {
      const part = papers.first(size);
      const queries = await pairs(part, 4);
      const folders = { [OURS]: (await built(part, "large")).folder, ...(size <= 20_000 || options.peersLarge ? { [THEIRS]: await theirs(part) } : {}) };
      const measured = await measure(browser, folders, PROFILES["slow 4G"], queries, 3);
      for (const [name, { titles }] of Object.entries(measured)) lines[name].push([size, titles.bytes, titles.time]);
    }
  } finally {
    await browser.close();
  }
  data.plot = lines;
  const series = (at) => Object.entries(lines).filter(([, points]) => points.length > 0).map(([name, points]) => ({ name, points: points.map((point) => [point[0], point[at]]) }));
  const file = path.join(paths.scratch, PLOT);
  await mkdir(paths.scratch, { recursive: true });
  await writeFile(file, plot([{ title: "Bytes to ten titles", unit: "B", series: series(1) }, { title: "Time to ten titles, slow 4G", unit: "ms", series: series(2) }]));
  return file;
}
