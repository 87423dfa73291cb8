// What a network and a host can do wrong with an index in blocks. Each case ends RIGHT (the answer), or as an ERROR that names a
// file, offers a retry, and is right after it; never as "nothing found". Letters in brackets are rows of the fault matrix.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import test, { before } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { until } from "./both.mjs";
import { paths } from "./paths.mjs";
import { serve } from "./server.mjs";
import { build, names, page } from "./sites.mjs";

const QUERY = "graph kernel";
const HTML = "<!doctype html><title>Sign in</title>";
const isBlock = (/** @type {string} */ name) => name.endsWith(".tib");
const isRoot = (/** @type {string} */ name) => name.endsWith(".tix");
const isModule = (/** @type {string} */ name) => /^thumbindex-.*\.wasm$/.test(name);
const wait = (/** @type {number} */ time) => new Promise((resolve) => setTimeout(resolve, time));

/** @typedef {import("node:http").ServerResponse} Response */
/** @typedef {(bytes: Buffer, response: Response, name: string) => unknown} Answer what is sent in place of the file */
/** @typedef {{old: string, next: string}} Folders two builds */

const send = (/** @type {any} */ body, headers = {}, status = 200) => (/** @type {Buffer} */ _, /** @type {Response} */ response) => response.writeHead(status, headers).end(body);
const changed = (/** @type {(bytes: Buffer) => Uint8Array | string} */ change, headers = {}) => (/** @type {Buffer} */ bytes, /** @type {Response} */ response) => response.writeHead(200, headers).end(change(bytes));
const flipped = (/** @type {Buffer} */ bytes) => {
  const damaged = Buffer.from(bytes);
  damaged[damaged.length >> 1] ^= 4;
  return damaged;
};
const cut = (/** @type {Buffer} */ bytes, /** @type {Response} */ response, /** @type {number} */ at, headers = {}) => {
  response.writeHead(200, headers);
  response.write(bytes.subarray(0, at));
  setImmediate(() => response.destroy());
};
const gzip = { "content-encoding": "gzip" };

/** Faults that stay until the network is whole again. @type {[row: string, which: (name: string) => boolean, answer: Answer, code: RegExp][]} */
const LASTING = [
  ["[B8] a page of the host's, with 404", isBlock, send(HTML, { "content-type": "text/html" }, 404), /^http$/],
  ["[B8] a page of the host's, with 200", isBlock, send(HTML, { "content-type": "text/html" }), /^wrong-block$/],
  ["[B8] a page of the host's in place of the root", isRoot, send(HTML, { "content-type": "text/html" }), /^not-an-index$/],
  ["[B9] without its end", isBlock, changed((bytes) => bytes.subarray(0, -1)), /^wrong-block$/],
  ["[B9] with bytes behind it", isBlock, changed((bytes) => Buffer.concat([bytes, Buffer.alloc(3)])), /^wrong-block$/],
  ["[B9] empty", isBlock, send(""), /^wrong-block$/],
  ["[B9] a root without its end", isRoot, changed((bytes) => bytes.subarray(0, -9)), /^(truncated|corrupt)$/],
  ["[B1] a flipped bit", isBlock, changed(flipped), /^wrong-block$/],
  ["[B10] called gzip and plain", isBlock, (bytes, response) => response.writeHead(200, gzip).end(bytes), /^network$/],
  ["[B10] called br and plain", isBlock, (bytes, response) => response.writeHead(200, { "content-encoding": "br" }).end(bytes), /^(network|wrong-block)$/],
  ["[B11] a damaged module", isModule, changed((bytes) => bytes.fill(0xff, 16, 24)), /^bad-module$/],
  ["[B11] a module that is cut", isModule, changed((bytes) => bytes.subarray(0, -100)), /^bad-module$/],
  ["[N3] an early close", isBlock, (_, response) => response.destroy(), /^network$/],
  ["[N3] a reset after the first byte", isBlock, (bytes, response) => cut(bytes, response, 1), /^network$/],
  ["[N3] fewer bytes than announced", isBlock, (bytes, response) => cut(bytes, response, bytes.length - 1, { "content-length": bytes.length }), /^network$/],
  ["[N3] a root that breaks off", isRoot, (bytes, response) => cut(bytes, response, bytes.length >> 1), /^network$/],
  ["[N4] 503 again and again", isBlock, send("busy", {}, 503), /^http$/],
  ["[N5] blocks of this build are gone", isBlock, send("gone", {}, 410), /^http$/],
  ["[N8] a redirect to a page of the host's", isBlock, send("", { location: "/login.html" }, 302), /^wrong-block$/],
  ["[N8] a redirect to an origin that allows nobody", isBlock, (_, response) => response.writeHead(302, { location: "http://localhost:1/" }).end(), /^network$/],
];

/** Faults in spite of which the answer is right. `times`: how often each file is answered so. @type {[row: string, which: (name: string) => boolean, answer: Answer, times?: number][]} */
const HARMLESS = [
  ["[B1] a flipped bit, once", isBlock, changed(flipped), 1],
  ["[B10] gzip, and called so", isBlock, changed(gzipSync, gzip)],
  ["[B10] gzip, and called x-gzip", isBlock, changed(gzipSync, { "content-encoding": "x-gzip" })],
  ["[B10] gzip, and not called so", isBlock, changed(gzipSync)],
  ["[B10] gzip twice, called so once", isBlock, changed((bytes) => gzipSync(gzipSync(bytes)), gzip)],
  ["[B10] gzip twice, and not called so", isBlock, changed((bytes) => gzipSync(gzipSync(bytes)))],
  ["[B10] a root with gzip twice", isRoot, changed((bytes) => gzipSync(gzipSync(bytes)), gzip)],
  ["[B10] a module with gzip that is not called so", isModule, changed(gzipSync)],
  ["[N3] an early close, once", isBlock, (_, response) => response.destroy(), 1],
  ["[N3] a block that breaks off, once", isBlock, (bytes, response) => cut(bytes, response, bytes.length >> 1), 1],
  ["[N4] 503, then the file", isBlock, send("busy", {}, 503), 1],
  ["[N4] 429 and when to come back, then the file", isBlock, send("busy", { "retry-after": "1" }, 429), 1],
  ["[N2] late by two seconds", isBlock, async (bytes, response) => (await wait(2_000), response.writeHead(200).end(bytes))],
  ["[N8] called text", isBlock, (bytes, response) => response.writeHead(200, { "content-type": "text/html" }).end(bytes)],
];

/** Papers enough for several blocks of each kind. */
async function papers() {
  const papers = (await readFile(paths.corpus, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
  return papers.flatMap((paper, number) => Array.from({ length: 4 }, (_, copy) => ({ ...papers[(number + 5 * copy) % papers.length], id: `${number}-${copy}`, title: `${paper.title} ${copy}` })));
}

/** What a page shows, and what it said last. */
const look = () => {
  const root = document.querySelector("thumb-index")?.shadowRoot;
  const last = window.news.findLast(({ name }) => name === "results" || name === "error");
  return {
    name: last?.name,
    code: last?.detail.code,
    query: last?.detail.query,
    message: last?.detail.message,
    titles: [...(root?.querySelectorAll(".option .title") ?? [])].map(({ textContent }) => textContent),
    text: root?.querySelector(".panel")?.innerText ?? "",
  };
};
const ended = () => window.news.some(({ name }) => name === "results" || name === "error");

let visits = 0;
/** A visit of its own: what a history entry keeps of one before would be asked by itself. */
const fresh = (/** @type {any} */ page, /** @type {{url: string}} */ server) => page.goto(`${server.url}box.html?${++visits}`);

/** Pastes a query into the box. */
const paste = (/** @type {any} */ page, query = QUERY) => page.evaluate((query) => (document.querySelector("thumb-index").value = query), query);

/** Waits for the end of what was asked, and gives it. */
const end = async (/** @type {any} */ page) => (await until(page, ended), page.evaluate(look));

/** Presses the button that an error offers, and waits for the answer. */
async function again(/** @type {any} */ page, /** @type {string} */ query = QUERY) {
  await until(page, () => {
    const shadow = document.querySelector("thumb-index").shadowRoot;
    const button = [...shadow.querySelectorAll("[part~=button]")].find((button) => button.checkVisibility() && !button.closest(".box"));
    if (button) (window.news.length = 0), button.click();
    return button !== undefined;
  });
  await until(page, (query) => window.news.some(({ name, detail }) => name === "results" && detail.query === query), query);
  return page.evaluate(look);
}

/** @typedef {(url: string, use: (reader: any) => Promise<void>) => Promise<void>} Open */

/**
 * What all cases share: two builds, the right answer, a server.
 *
 * @param {string} browser its name
 * @param {Open} open
 * @param {string} part of the cases: each file of tests has folders of its own
 */
function prepared(browser, open, part) {
  const folders = { old: "", next: "" };
  /** @type {string[]} */ const right = [];
  before(async () => {
    const records = await papers();
    const name = `faults-${browser.toLowerCase()}-${part}`;
    folders.old = await build(`${name}-old`, records, ["--shape", "large"]);
    if (part === "builds") folders.next = await build(`${name}-next`, records.map((record) => ({ ...record, title: `${record.title} anew` })), ["--shape", "large"]);
  });

  /** Opens the page of a server with a fault. @param {Record<string, string>} [pages] */
  const started = async (pages = {}) => serve([folders.old], { pages: { "/box.html": page(), "/login.html": HTML, ...pages } });
  /** Answers files so. */
  const faulty = (/** @type {(name: string) => boolean} */ which, /** @type {Answer} */ answer, times = Infinity) => {
    /** @type {Map<string, number>} */ const seen = new Map();
    return async (/** @type {string} */ name, /** @type {Response} */ response) => {
      const count = (seen.get(name) ?? 0) + 1;
      if (!which(name) || count > times) return false;
      seen.set(name, count);
      await answer(await readFile(path.join(folders.old, name)).catch(() => Buffer.from("")), response, name);
      return true;
    };
  };

  test(`without a fault the answer is there (${browser})`, async () => {
    const server = await started();
    await open(`${server.url}box.html`, async ({ page }) => {
      await paste(page);
      const seen = await end(page);
      assert.equal(seen.name, "results");
      right.push(...seen.titles);
      assert.equal(right.length, 10);
    });
    await server.close();
  });

  return { folders, right, started, faulty };
}

/**
 * Files that arrive wrong or not at all, until the network is whole again.
 *
 * @param {string} browser its name
 * @param {Open} open
 */
export function ofLasting(browser, open) {
  const { right, started, faulty } = prepared(browser, open, "lasting");

  test(`what is wrong and stays wrong is an error with a retry (${browser})`, async (t) => {
    const server = await started();
    await open(`${server.url}box.html`, async ({ page }) => {
      for (const [row, which, answer, code] of LASTING) {
        server.fault = faulty(which, answer);
        await fresh(page, server);
        await paste(page);
        const seen = await end(page);
        assert.equal(seen.name, "error", `${row}: ${JSON.stringify(seen)}`);
        assert.match(seen.code, code, row);
        assert.match(seen.message, isModuleFault(which) ? /module|\.wasm|stopped/ : /\.ti[bx]/, row);
        assert.doesNotMatch(seen.text, /no results|nothing/i, row);
        server.fault = null;
        assert.deepEqual((await again(page)).titles, right, row);
        t.diagnostic(`${row}: ${seen.code}`);
      }
    });
    await server.close();
  });

}

/**
 * Files that arrive late, packed in an unusual way, or at the second try.
 *
 * @param {string} browser its name
 * @param {Open} open
 */
export function ofHarmless(browser, open) {
  const { right, started, faulty } = prepared(browser, open, "harmless");

  test(`what passes or does no harm ends in the right answer (${browser})`, async () => {
    const server = await started();
    await open(`${server.url}box.html`, async ({ page }) => {
      for (const [row, which, answer, times] of HARMLESS) {
        server.fault = faulty(which, answer, times);
        await fresh(page, server);
        await paste(page);
        const seen = await end(page);
        assert.deepEqual([seen.name, seen.titles], ["results", right], `${row}: ${seen.message}`);
      }
    });
    await server.close();
  });

  test(`[B10] brotli that is called so is the answer, or an error (${browser})`, async () => {
    const server = await started();
    server.fault = faulty(isBlock, changed(brotliCompressSync, { "content-encoding": "br" }));
    await open(`${server.url}box.html`, async ({ page }) => {
      await paste(page);
      const { name, titles, code } = await end(page);
      if (name === "results") assert.deepEqual(titles, right);
      else assert.match(code, /^(network|wrong-block)$/);
    });
    await server.close();
  });

}

/**
 * Files of several builds, a network that goes and comes, answers that come late.
 *
 * @param {string} browser its name
 * @param {Open} open
 */
export function ofBuilds(browser, open) {
  const { folders, right, started } = prepared(browser, open, "builds");

  test(`[B7] blocks that are swapped, or of another build, are refused (${browser})`, async () => {
    const server = await started();
    const [ours, others] = await Promise.all([folders.old, folders.next].map(async (folder) => (await readdir(folder)).filter(isBlock).sort()));
    const swaps = [
      (/** @type {string} */ name) => path.join(folders.old, ours[(ours.indexOf(name) + 1) % ours.length]),
      (/** @type {string} */ name) => path.join(folders.next, others[ours.indexOf(name) % others.length]),
    ];
    await open(`${server.url}box.html`, async ({ page }) => {
      for (const swap of swaps) {
        server.fault = async (name, response) => isBlock(name) && (response.writeHead(200).end(await readFile(swap(name))), true);
        await fresh(page, server);
        await paste(page);
        const seen = await end(page);
        assert.deepEqual([seen.name, seen.code], ["error", "wrong-block"]);
        server.fault = null;
        assert.deepEqual((await again(page)).titles, right);
      }
    });
    await server.close();
  });

  test(`[N1] offline from any request on, and back again (${browser})`, async () => {
    const server = await started();
    await open(`${server.url}box.html`, async ({ page }) => {
      let last = 0;
      // Each of the first, which are code and root; then some of the blocks.
      for (let from = 1; from < 60; from += from < 7 ? 1 : 5) {
        let count = 0;
        server.fault = (name, response) => name !== "box.html" && name !== "favicon.ico" && count++ >= from && (response.destroy(), true);
        await fresh(page, server);
        await paste(page);
        const seen = await end(page);
        // The first failure is shown while others of its round are on their way: a retry is pressed once they are over.
        await server.quiet();
        server.fault = null;
        if (seen.name === "results") {
          assert.deepEqual(seen.titles, right, `from request ${from}`);
          last = from;
          break;
        }
        assert.match(seen.code, /^(network|unknown)$/, `from request ${from}: ${seen.message}`);
        assert.match(seen.message, /\.(js|tix|tib|wasm)|module|import/, `from request ${from}`);
        assert.deepEqual((await again(page)).titles, right, `from request ${from}`);
      }
      assert.ok(last > 5, `right from request ${last} on`);
    });
    await server.close();
  });

  test(`[N5 N6] a manifest of one build over files of another is an error that says what to do (${browser})`, async () => {
    const manifests = await Promise.all([folders.old, folders.next].map((folder) => readFile(path.join(folder, "thumbindex.json"), "utf8")));
    const server = await serve([folders.old], { pages: { "/box.html": page('src="data/"') }, below: { "data/": folders.next } });
    await open(`${server.url}box.html`, async ({ page }) => {
      // A manifest of before, whose root is gone; then the new one, whose root did not come to the host yet.
      for (const gone of [manifests[0], manifests[1]]) {
        server.fault = (name, response) =>
          name === "data/thumbindex.json" ? (response.writeHead(200).end(gone), true) : isRoot(name) && name.startsWith("data/") && (response.writeHead(404).end(), true);
        await fresh(page, server);
        await paste(page);
        const seen = await end(page);
        assert.deepEqual([seen.name, seen.code], ["error", "http"]);
        assert.match(seen.message, /\.tix.*reload/s);
        server.fault = null;
        assert.equal((await again(page)).titles.length, 10);
      }
    });
    await server.close();
  });

  test(`[N6] a module of another kind is named, or gives the right answer (${browser})`, async () => {
    const server = await started();
    const lean = await readFile(path.join(paths.demo, (await names(paths.demo)).wasm));
    await open(`${server.url}box.html`, async ({ page }) => {
      server.fault = (name, response) => isModule(name) && (response.writeHead(200).end(lean), true);
      await fresh(page, server);
      await paste(page);
      const seen = await end(page);
      assert.equal(seen.name, "error");
      assert.doesNotMatch(seen.text, /no results/i);
    });
    await server.close();
  });

  test(`[N10] the newest query wins, whatever comes late (${browser})`, async () => {
    const server = await started();
    let number = 0;
    server.fault = async (name) => (isBlock(name) && (await wait(100 + (number++ % 3) * 200)), false);
    await open(`${server.url}box.html`, async ({ page }) => {
      for (const query of ["diffusion", "attention transformer", "g", "graph", QUERY]) await paste(page, query), await wait(60);
      await until(page, (query) => window.news.some(({ name, detail }) => name === "results" && detail.query === query), QUERY);
      await wait(800);
      const seen = await page.evaluate(look);
      assert.deepEqual([seen.query, seen.titles], [QUERY, right]);
    });
    await server.close();
  });
}

const isModuleFault = (/** @type {unknown} */ which) => which === isModule;
