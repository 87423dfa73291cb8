// What happens to a box while it lives: no scripts, no memory, traps, a hostile page, pages without a server, answers
// that come late. Every row in Chromium and in Firefox.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test, { before } from "node:test";
import { pathToFileURL } from "node:url";
import { HELPER, ask, asking, inBoth, until } from "../support/both.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { launchFirefox, sharedFirefox } from "../support/firefox.mjs";
import { withMostMemory } from "../support/memory.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { build, demoWith, names } from "../support/sites.mjs";

const both = inBoth();
const openChromium = sharedBrowser();
const openFirefox = sharedFirefox();
const LINKS = '<p class="own"><a href="/map.html">All pages</a></p>';
let folder = "";
let trapping = "";
before(async () => {
  folder = await build("trust-life", [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
    { id: "b", title: "Beta compass", summary: "A second compass.", url: "/alpha.html?b" },
    // Enough that an index of them asks for memory more than once.
    ...Array.from({ length: 3000 }, (_, number) => ({ id: `n${number}`, title: `Lantern ${number * 7919}`, summary: `Number ${number * 104729} of many lanterns, lit in ${number % 17} rooms.` })),
  ]);
  trapping = await demoWith("trust-life-trap", paths.trap);
});
const ALPHA = { "/alpha.html": "<!doctype html><title>Alpha</title>" };
const given = (body = `<thumb-index>${LINKS}</thumb-index>`, head = "", more = {}) => () => ({ folders: [folder, trapping], pages: { "/": asking(body, head), ...ALPHA, ...more } });
const right = async (reader, query) => assert.equal((await ask(reader, query)).titles[0], "Alpha compass");


test("P5: no scripts: the page's own links (Chromium)", async () => {
  const server = await serve([folder], { pages: { "/": asking(`<thumb-index>${LINKS}</thumb-index>`) } });
  await openChromium(server.url, async ({ page }) => assert.ok(await page.locator(".own").isVisible()), { javaScriptEnabled: false });
  assert.ok(!server.requests.includes("thumbindex.js"));
  await server.close();
});

test("P5: no scripts: the page's own links (Firefox)", async () => {
  const server = await serve([folder], { pages: { "/": asking(`<thumb-index>${LINKS}</thumb-index>`) } });
  const browser = await launchFirefox({ "javascript.enabled": false });
  const page = await browser.newPage();
  await page.goto(server.url);
  // Nothing can be asked of a page without scripts: the first thing that the Tab key finds is the link, and Enter follows it.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  for (const end = Date.now() + 20_000; !server.requests.includes("map.html") && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(server.requests.includes("map.html"));
  assert.ok(!server.requests.includes("thumbindex.js"));
  await browser.close();
  await server.close();
});

both("P6: memory that cannot grow past a page, for every page: right, or an error that says so; no loop, and the page lives", given(), async ({ page }, server) => {
  const { wasm } = await names(folder);
  const module = await readFile(path.join(folder, wasm));
  const codes = [];
  let most = 0;
  server.fault = (name, response) => name === wasm && (response.writeHead(200, { "content-type": "application/wasm" }).end(withMostMemory(module, most)), true);
  for (; codes.at(-1) !== "right" && most < 60; most++) {
    const seen = await page.evaluate(async (wasm) => {
      window.notes.length = 0;
      const { open } = await import("/client.js");
      const { code, message, hits } = await open({ wasm }).then((client) => client.search("alpha comp")).catch(({ code, message }) => ({ code, message }));
      return { code, message, title: hits?.[0]?.title.text, notes: window.notes.length };
    }, `/${wasm}?${most}`);
    codes.push(seen.code ?? "right");
    if (seen.code) assert.match(`${seen.code}: ${seen.message}`, /^memory: .*no memory left/);
    else assert.equal(seen.title, "Alpha compass");
    assert.ok(seen.notes <= 1, "one restart and no loop");
  }
  assert.ok(codes.includes("memory") && codes.at(-1) === "right", codes.join());
});

both("P6: a box without memory says so, and is right once there is some", given(), async (reader, server) => {
  const { wasm } = await names(folder);
  const poor = withMostMemory(await readFile(path.join(folder, wasm)), 0);
  server.fault = (name, response) => name === wasm && (response.writeHead(200, { "content-type": "application/wasm" }).end(poor), true);
  const { titles, text } = await ask(reader);
  assert.deepEqual(titles, []);
  assert.match(text, /no memory left.*Try again/s);
  server.fault = null;
  await reader.page.evaluate(() => window.box().shadowRoot.querySelector("[part=error] button").click());
  await until(reader.page, () => window.box().shadowRoot.querySelector(".option .title")?.textContent === "Alpha compass");
});

both("P7: a trap is not noticed, a second one is an error by name, and the page lives", () => ({ folders: [trapping], pages: { "/": asking('<thumb-index suggestions="off"></thumb-index>') } }), async (reader) => {
  const { page } = reader;
  const expected = await ask(reader, "kernel");
  assert.ok(expected.titles.length > 0);
  await ask(reader, "learning");
  await page.evaluate(() => (window.thumbindexTraps = 1));
  assert.deepEqual(await ask(reader, "kernel"), expected);
  assert.equal(await page.evaluate(() => window.thumbindexTraps), 0, "it trapped");
  await page.evaluate(() => (window.thumbindexTraps = 2));
  const { titles, text } = await ask(reader, "learning");
  assert.deepEqual(titles, []);
  assert.match(text, /stopped again/);
  assert.deepEqual(await ask(reader, "kernel"), expected);
});

for (const [what, script] of [
  ["every prototype has more than it should", "for (const { prototype } of [Object, Array, Map, Promise]) prototype.extra = () => 1; Object.prototype.inherited = 1; String.prototype.at = undefined"],
  ["fetch is wrapped", "const real = fetch; globalThis.fetch = (...request) => real(...request).then((response) => response.clone())"],
]) {
  both(`P8: ${what}: right`, given(undefined, '<script src="/fault.js"></script>', { "/fault.js": script }), (reader) => right(reader));
}

for (const [what, script] of [["missing", "delete globalThis.fetch"], ["something else", "globalThis.fetch = async () => ({ ok: true })"]]) {
  both(`P8: fetch is ${what}: an error, and never nothing found`, given(undefined, '<script src="/fault.js"></script>', { "/fault.js": script }), async (reader) => {
    const { titles, text } = await ask(reader);
    assert.deepEqual(titles, []);
    assert.match(text, /could not be loaded.*Try again/s);
    assert.doesNotMatch(text, /Nothing found/);
  });
}

both("P8: Enter submits no form around the box, and a hostile style sheet does not hide it", given('<form action="/sent.html"><thumb-index></thumb-index></form>', '<link rel="stylesheet" href="/hostile.css">', { "/hostile.css": "* { all: unset !important; display: none } input, div, a, span { position: fixed !important; font-size: 0 !important } thumb-index, main, form, body, html { display: block !important }" }), async (reader, server) => {
  await reader.page.evaluate(() => window.box().focus());
  await reader.page.keyboard.press("Enter");
  await right(reader);
  await ask(reader, "xqzwvjk");
  await reader.page.keyboard.press("Enter");
  await right(reader);
  const seen = await reader.page.evaluate(() => [...window.box().shadowRoot.querySelectorAll("input, .option .title")].map((element) => [element.checkVisibility(), Number.parseFloat(getComputedStyle(element).fontSize) >= 14]));
  assert.ok(seen.length >= 2 && seen.flat().every(Boolean), JSON.stringify(seen));
  assert.ok(!server.requests.some((name) => name.startsWith("sent")));
});

/** Pages without a server, and frames without an address. */
for (const [what, begin] of [
  ["about:srcdoc", (text) => (document.querySelector("iframe").srcdoc = text)],
  ["about:srcdoc, sandboxed", (text) => ((document.querySelector("iframe").sandbox = "allow-scripts"), (document.querySelector("iframe").srcdoc = text))],
  ["data:", (text) => (document.querySelector("iframe").src = `data:text/html;charset=utf-8,${encodeURIComponent(text)}`)],
]) {
  both(`P9: the page in one file is right as ${what}`, given("<iframe></iframe>"), async ({ page }) => {
    const text = (await readFile(paths.single, "utf8")).replace("</body>", "</body>");
    await page.evaluate(begin, text);
    const frame = await framed(page);
    await until(frame, () => customElements.get("thumb-index") !== undefined);
    const title = await frame.evaluate(() => new Promise((resolve, reject) => {
      const box = document.querySelector("thumb-index");
      box.addEventListener("thumb-index-error", ({ detail }) => reject(new Error(detail.message)));
      box.addEventListener("thumb-index-results", ({ detail }) => detail.query === "nueral tang" && resolve(detail.answer.hits[0].title.text));
      box.value = "nueral tang";
    }));
    assert.match(title, /^Neural Tangent Kernel/);
    // Reading in place needs no address either.
    await frame.evaluate(() => document.querySelector("thumb-index").shadowRoot.querySelector(".option").click());
    await until(frame, () => document.querySelector("thumb-index").shadowRoot.querySelector(".detail")?.checkVisibility());
  });
}

test("P9: a folder opened as a file says how it can be searched (Chromium)", () => openChromium(pathToFileURL(path.join(folder, "index.html")).href, async ({ page }) => {
  await page.getByText("Try thumbindex serve").waitFor();
}));

test("P9: a folder opened as a file says how it can be searched (Firefox)", () => openFirefox(pathToFileURL(path.join(folder, "index.html")).href, async ({ page }) => {
  assert.match(await page.evaluate(() => document.body.innerText), /Try thumbindex serve/);
}));

both("N10: an answer that comes after a newer query is not shown, also of a client that heeds no signal", given(), async ({ page }) => {
  const seen = await page.evaluate(async () => {
    const box = window.box();
    await window.ask(box, "compass");
    const { client } = box;
    const releases = [];
    const search = client.search.bind(client);
    client.search = async (query, { signal, ...options }) => {
      const answer = await search(query, options);
      await new Promise((resolve) => releases.push(resolve));
      return answer;
    };
    const shown = [];
    box.addEventListener("thumb-index-results", ({ detail }) => shown.push(detail.query));
    for (const query of ["alpha", "alpha comp", "beta"]) box.value = query;
    while (releases.length < 3) await new Promise((resolve) => setTimeout(resolve));
    // The newest first, the others late.
    for (const release of releases.reverse()) {
      release();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { shown, titles: [...box.shadowRoot.querySelectorAll(".option .title")].map(({ textContent }) => textContent) };
  });
  assert.deepEqual(seen, { shown: ["beta"], titles: ["Beta compass"] });
});

both("N10: a document that comes after a newer query is not shown", given(), async ({ page }) => {
  const seen = await page.evaluate(async () => {
    const box = window.box();
    await window.ask(box, "compass");
    const { client } = box;
    const document = client.document.bind(client);
    let release;
    client.document = async (doc) => (await new Promise((resolve) => (release = resolve)), document(doc));
    box.shadowRoot.querySelector(".more").click();
    while (!release) await new Promise((resolve) => setTimeout(resolve));
    const { titles } = await window.ask(box, "beta");
    release();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { titles, reading: box.shadowRoot.querySelector(".detail").checkVisibility() };
  });
  assert.deepEqual(seen, { titles: ["Beta compass"], reading: false });
});

test("what goes with hits does not come at first: reading a document says so, and is right once it does (Chromium; Firefox remembers an import that failed)", async () => {
  const server = await serve([folder], { pages: { "/": asking("<thumb-index></thumb-index>"), ...HELPER } });
  await openChromium(server.url, async (reader) => {
    server.fault = (name, response) => name.startsWith("extras-") && (response.destroy(), true);
    await right(reader);
    await reader.page.evaluate(() => window.box().shadowRoot.querySelector(".more").click());
    const again = reader.panel.getByRole("button", { name: "Try again" });
    await again.waitFor();
    server.fault = null;
    await again.click();
    await reader.detail.waitFor();
  });
  await server.close();
});

/** The frame of a page, in either driver, once it has a document of its own. @param {any} page */
async function framed(page) {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const frame = page.frames().find((frame) => frame !== page.mainFrame());
    if (frame && (await frame.evaluate(() => document.querySelector("thumb-index") !== null).catch(() => false))) return frame;
  }
  throw new Error("no frame");
}
