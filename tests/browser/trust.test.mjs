// What a page may do to a box, row by row: the reader sees the right answer or an error by name, the page lives, and nothing
// is found only where there is nothing. Every row in Chromium and in Firefox.

import assert from "node:assert/strict";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { before } from "node:test";
import binaryen from "binaryen";
import { ask, asking, inBoth, until } from "../support/both.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES } from "../support/server.mjs";
import { build, demoWith, names } from "../support/sites.mjs";

const both = inBoth();
const LINKS = '<p class="own"><a href="/map.html">All pages</a></p>';
const RIGHT = /^Alpha compass$/;
let folders = {};
before(async () => {
  const records = [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
    { id: "b", title: "Beta compass", summary: "A second compass.", authors: ["Ada Lovelace"], year: 1843 },
  ];
  const one = await build("trust", records);
  const other = path.join(paths.scratch, "trust-other");
  await rm(other, { recursive: true, force: true });
  await cp(await build("trust-second", [{ id: "g", title: "Gamma lantern", summary: "A lantern lights the way." }]), path.join(other, "other"), { recursive: true });
  const loader = path.join(other, "other/thumbindex.js");
  await writeFile(loader, (await readFile(loader, "utf8")).replace(/thumbindex \d+\.\d+\.\d+ stays/, "thumbindex 99.0.0 stays"));
  folders = { one, other, trap: await demoWith("trust-trap", paths.trap) };
});

/** A page of one box over two documents. */
const given = (body = `<thumb-index>${LINKS}</thumb-index>`, { head = "", policy, more = {} } = {}) => () => ({ folders: [folders.one], policy, pages: { "/": asking(body, head), ...more } });
const right = async (reader, query) => {
  const { titles, text } = await ask(reader, query);
  assert.match(titles[0] ?? text, RIGHT);
};
const ran = (script, more = {}) => given(undefined, { head: '<script src="/fault.js"></script>', more: { "/fault.js": script, ...more } });

both("P1: moved, removed and added again while it loads and searches, into a shadow and into a dialog", given(), async (reader) => {
  const seen = await reader.page.evaluate(async () => {
    const element = window.box();
    element.load();
    const places = [document.querySelector("main"), document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" }), document.body.appendChild(document.createElement("dialog"))];
    places[2].showModal();
    const titles = [];
    let answers = 0;
    element.addEventListener("thumb-index-results", () => answers++);
    for (const place of places) {
      for (let round = 0; round < 3; round++) {
        element.value = `comp${round}`;
        element.remove();
        place.append(element);
      }
      titles.push((await window.ask(element, "alpha comp")).titles[0]);
    }
    // Listeners of before are gone: one change is one answer.
    answers = 0;
    await window.ask(element, "beta");
    return { titles, answers };
  });
  assert.deepEqual(seen, { titles: ["Alpha compass", "Alpha compass", "Alpha compass"], answers: 1 });
});

both("P2: two boxes over two bundles of two versions are independent, and the second script says that it stays out", () => ({
  folders: [folders.one, folders.other],
  pages: { "/": asking('<thumb-index id="a"></thumb-index><thumb-index id="b" src="/other/"></thumb-index>', '<script type="module" src="/other/thumbindex.js"></script>') },
}), async ({ page }) => {
  const [own, note] = [await page.evaluate(() => customElements.whenDefined("thumb-index").then(() => true)), await until(page, () => window.notes.find((note) => note.includes("stays out")))];
  assert.ok(own);
  // Whichever came second.
  assert.match(note, /^thumbindex \d+\.\d+\.\d+ stays out: another is here$/);
  const [one, other] = await page.evaluate(async () => {
    const [a, b] = document.querySelectorAll("thumb-index");
    a.setAttribute("src", "/");
    return [await Promise.all([window.ask(a, "compass"), window.ask(b, "lantern")]), await Promise.all([window.ask(a, "lantern"), window.ask(b, "lamp lantern")])];
  });
  assert.deepEqual([one[0].titles.length, one[1].titles], [2, ["Gamma lantern"]]);
  assert.deepEqual([other[0].titles, other[1].titles], [[], ["Gamma lantern"]]);
  assert.match(other[0].text, /Nothing found/);
});

both("P2: one key opens one of two dialogs", given('<thumb-index id="a" layout="modal"></thumb-index><thumb-index id="b" layout="modal"></thumb-index>'), async ({ page }) => {
  await page.evaluate(() => customElements.whenDefined("thumb-index").then(() => true));
  await page.keyboard.press("/");
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("thumb-index")].map(({ shadowRoot }) => shadowRoot.querySelector("dialog").open)), [true, false]);
});

const STRICT = POLICIES.at(-1);
for (const [policy, code] of [
  [undefined, ""],
  ["script-src 'self'", "csp"],
  ["script-src 'self' 'wasm-unsafe-eval'", ""],
  [POLICIES[0], ""],
  ["default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'", ""],
  [STRICT, ""],
  [`${STRICT}; trusted-types 'none'`, ""],
  ["require-trusted-types-for 'script'", ""],
]) {
  for (const how of policy ? ["header on all files", "meta"] : ["none"]) {
    const head = how === "meta" ? `<meta http-equiv="Content-Security-Policy" content="${policy}">` : "";
    both(`P3: ${code || "right"} under the policy (${how}): ${policy ?? "none"}`, given(undefined, { head, policy: how === "meta" ? undefined : policy }), async (reader) => {
      if (!code) await right(reader);
      else {
        const { text, fallback } = await ask(reader);
        assert.match(text, /'wasm-unsafe-eval'/);
        assert.ok(fallback, "the page's own links are there");
        assert.ok(await reader.page.evaluate(() => window.notes.some((note) => note.includes("'wasm-unsafe-eval'"))), "the console names the directive");
      }
      assert.deepEqual((await reader.page.evaluate(() => window.violations)).filter((violation) => !(code && violation.startsWith("script-src: wasm"))), []);
    });
  }
}

test("P4: no SIMD: neither module has such an instruction", async () => {
  const features = binaryen.Features.All & ~binaryen.Features.SIMD128 & ~binaryen.Features.RelaxedSIMD;
  const control = binaryen.parseText("(module (func (result v128) (v128.const i64x2 0 0)))");
  control.setFeatures(features);
  assert.equal(control.validate(), 0, "one that has is told from others");
  const { wasm, full } = await names(folders.one);
  for (const name of [wasm, full]) {
    const module = binaryen.readBinary(await readFile(path.join(folders.one, name)));
    module.setFeatures(features);
    assert.equal(module.validate(), 1, name);
    module.dispose();
  }
});

both("P4: no WebAssembly: an error by name, and the page's own links", ran("delete globalThis.WebAssembly"), async (reader) => {
  const { titles, text, fallback } = await ask(reader);
  assert.deepEqual([titles, fallback], [[], true]);
  assert.match(text, /WebAssembly switched off/);
  assert.doesNotMatch(text, /Nothing found/);
});

/** Without these the answer is right. */
for (const [what, script] of [
  ["Worker, and one is wanted", 'delete globalThis.Worker; addEventListener("DOMContentLoaded", () => window.box().setAttribute("worker", "always"))'],
  ["Worker that starts", 'globalThis.Worker = class { constructor() { throw new DOMException("no", "SecurityError") } }; addEventListener("DOMContentLoaded", () => window.box().setAttribute("worker", "always"))'],
  ["DecompressionStream", "delete globalThis.DecompressionStream"],
  ["service worker", "delete Navigator.prototype.serviceWorker; delete globalThis.caches"],
  ["storage", 'for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError") } })'],
  ["words told apart by the browser", "delete Intl.Segmenter"],
  ["history that takes any more", 'history.replaceState = history.pushState = () => { throw new DOMException("no", "SecurityError") }'],
  ["highlights, fragments and announcements", "delete globalThis.Highlight; delete Document.prototype.fragmentDirective; delete globalThis.visualViewport"],
]) {
  both(`P4: no ${what}: right`, ran(script, { "/alpha.html": "<!doctype html><title>Alpha</title>" }), async (reader) => {
    await right(reader);
    // And it can be followed.
    await reader.page.evaluate(() => window.box().focus());
    await reader.page.keyboard.press("Enter");
    await until(reader.page, () => document.title === "Alpha");
  });
}

both("P4: no DecompressionStream, and the index comes compressed: an error by name, and the page's own links", ran("delete globalThis.DecompressionStream"), async (reader, server) => {
  const { index } = await names(folders.one);
  const { gzipSync } = await import("node:zlib");
  const bytes = gzipSync(await readFile(path.join(folders.one, index)));
  server.fault = (name, response) => name === index && (response.writeHead(200).end(bytes), true);
  const { titles, text, fallback } = await ask(reader);
  assert.deepEqual([titles, fallback], [[], true]);
  assert.match(text, /too old to unpack/);
});

for (const allowed of [true, false]) {
  both(`P4: a sandboxed frame without an origin: ${allowed ? "right, where the server lets it read" : "the page's own links, where the server does not"}`, given('<iframe sandbox="allow-scripts" src="/frame.html"></iframe>', {
    more: {
      "/frame.html": asking(`<thumb-index worker="always" param="q">${LINKS}</thumb-index>`, '<script src="/report.js"></script>'),
      "/report.js": `addEventListener("load", async () => {
        const own = () => parent.postMessage({ fallback: document.querySelector(".own").checkVisibility(), defined: Boolean(customElements.get("thumb-index")) }, "*");
        if (!customElements.get("thumb-index")) return own();
        parent.postMessage(await window.ask(window.box(), "alpha comp"), "*");
      })`,
    },
  }), async ({ page }, server) => {
    await page.evaluate(() => addEventListener("message", ({ data }) => (window.seen = data)));
    if (allowed) server.fault = (_, response) => (response.setHeader("access-control-allow-origin", "*"), false);
    await page.evaluate(() => (document.querySelector("iframe").src = "/frame.html?anew"));
    const seen = await until(page, () => window.seen);
    if (allowed) assert.match(seen.titles[0] ?? seen.text, RIGHT);
    else assert.deepEqual(seen, { fallback: true, defined: false });
  });
}
