// A reader who goes and comes back: the page that the browser kept whole, a page behind another, what was kept and is cleared,
// a private window. Every row in Chromium and in Firefox.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { chromium } from "playwright-core";
import { HELPER, ask, asking, inBoth, until } from "../support/both.mjs";
import { launchOptions } from "../support/browser.mjs";
import { launchFirefox } from "../support/firefox.mjs";
import { serve } from "../support/server.mjs";
import { build } from "../support/sites.mjs";

const both = inBoth();
const ALPHA = { "/alpha.html": "<!doctype html><title>Alpha</title>" };
let folder = "";
before(async () => {
  folder = await build("trust-return", [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
    { id: "b", title: "Beta compass", summary: "A second compass.", url: "/alpha.html?b" },
  ]);
});
const given = () => ({ folders: [folder], pages: { "/": asking("<thumb-index></thumb-index>"), ...ALPHA } });
const right = async (reader, query) => assert.equal((await ask(reader, query)).titles[0], "Alpha compass");

/** The reader follows a result, comes back, and the page is as it was, from the browser's memory. */
async function cameBack({ page }, server) {
  await page.evaluate(async () => {
    window.whole = "still there";
    addEventListener("pageshow", ({ persisted }) => (window.persisted = persisted));
    await window.ask(window.box(), "compass");
  });
  // A page that still waits for a file is not one that a browser keeps whole.
  await server.quiet();
  await page.evaluate(() => void setTimeout(() => (location.href = "/alpha.html")));
  await until(page, () => document.title === "Alpha");
  await page.evaluate(() => void setTimeout(() => history.back()));
  const state = await until(page, () => document.title === "Test" && { persisted: window.persisted, whole: window.whole, value: window.box().value });
  assert.deepEqual(state, { persisted: true, whole: "still there", value: "compass" }, "the page was kept whole");
  assert.equal((await ask({ page })).titles[0], "Alpha compass");
}

for (const worker of ["never", "always"]) {
  test(`P10: back from the back-forward cache, right, worker: ${worker} (Chromium)`, async () => {
    const server = await serve([folder], { pages: { "/": asking(`<thumb-index worker="${worker}"></thumb-index>`), ...ALPHA, ...HELPER } });
    server.fault = kept;
    const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    const page = await browser.newPage();
    await page.goto(server.url);
    await cameBack({ page }, server);
    await browser.close();
    await server.close();
  });

  test(`P10: back from the back-forward cache, right, worker: ${worker} (Firefox)`, async () => {
    const server = await serve([folder], { pages: { "/": asking(`<thumb-index worker="${worker}"></thumb-index>`), ...ALPHA, ...HELPER } });
    server.fault = kept;
    // A browser of its own: one that had many pages before keeps none whole, and how many it keeps goes by the machine's memory.
    const browser = await launchFirefox({ "browser.sessionhistory.max_total_viewers": 4 });
    const page = await browser.newPage();
    await page.goto(server.url);
    await cameBack({ page }, server);
    await browser.close();
    await server.close();
  });
}

both("P10: another page is in front while it loads and is asked: right", given, async (reader) => {
  const { page } = reader;
  const context = page.browserContext?.() ?? page.context();
  const front = await context.newPage();
  await front.bringToFront();
  await right(reader);
  await right(reader, "alpha compass");
  await front.close();
});

both("P10: what the browser kept is cleared, or is of another's making: right, and nothing is remembered", given, async (reader) => {
  const { page } = reader;
  await right(reader);
  for (const kept of [null, "not JSON {", '{"a":1}', '[1,null,{"x":2}]']) {
    await page.evaluate((kept) => {
      localStorage.clear();
      sessionStorage.clear();
      if (kept !== null) localStorage.setItem(`thumbindex:/`, kept);
    }, kept);
    await right(reader, "alpha comp");
    await page.evaluate(() => (window.box().value = ""));
    await page.evaluate(() => window.box().focus());
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await page.evaluate(() => [...window.box().shadowRoot.querySelectorAll("[role=option]")].map(({ textContent }) => textContent)), [], `${kept}`);
  }
});

test("P10: in a private window: right (Firefox; every window of the tests in Chromium is one)", async () => {
  const server = await serve([folder], { pages: { "/": asking("<thumb-index></thumb-index>"), ...ALPHA, ...HELPER } });
  const browser = await launchFirefox({ "browser.privatebrowsing.autostart": true });
  const page = await browser.newPage();
  await page.goto(server.url);
  await right({ page });
  await page.evaluate(() => window.box().focus());
  await page.keyboard.press("Enter");
  await until(page, () => document.title === "Alpha");
  await browser.close();
  await server.close();
});

/** Files that may be kept: a page of which nothing may be stored is not kept whole. */
function kept(_name, response) {
  const end = response.writeHead.bind(response);
  response.writeHead = (status, headers) => end(status, { ...headers, "cache-control": "max-age=60" });
  return false;
}
