// A page in one file, opened from a disk as a reader would: nothing is served and nothing may be fetched.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { before } from "node:test";
import { pathToFileURL } from "node:url";
import { sharedBrowser } from "../support/browser.mjs";
import { sharedFirefox } from "../support/firefox.mjs";
import { paths } from "../support/paths.mjs";

const open = sharedBrowser();
const openInFirefox = sharedFirefox();
const demo = pathToFileURL(paths.single).href;
const PAYLOAD = `</script></textarea><script>window.ran = 1</script><!--<script>"'><img src=x onerror="window.ran=1">`;
let hostile = "";

before(async () => {
  const folder = path.join(paths.scratch, "one file");
  await mkdir(folder, { recursive: true });
  const records = path.join(folder, "hostile.jsonl");
  const record = (number) => JSON.stringify({ id: `${PAYLOAD}${number}`, title: `${PAYLOAD} title`, abstract: `lantern ${PAYLOAD}`, authors: [PAYLOAD], venue: PAYLOAD, topics: [PAYLOAD], year: 2001, url: `javascript:window.ran=1//${PAYLOAD}` });
  await writeFile(records, [0, 1, 2].map((number) => `${record(number)}\n`).join(""));
  // A name that an address has to escape.
  const file = path.join(folder, "100% of #1 & more.html");
  execFileSync(paths.command, ["build", records, "--single", file, "--title", PAYLOAD, "--about", PAYLOAD], { stdio: ["ignore", "pipe", "pipe"] });
  hostile = pathToFileURL(file).href;
});

test("Chromium: it answers from a file, with every operator, and the console is quiet", async () => {
  await open(demo, async (reader) => {
    assert.ok(reader.page.url().startsWith("file:"));
    await reader.ask("nueral tang");
    assert.match((await reader.titles.first().textContent()) ?? "", /^Neural Tangent Kernel/);
    await reader.ask('"neural tangent kernel" -continual');
    assert.ok((await reader.options.count()) > 0);
    await reader.page.keyboard.press("ArrowDown");
    await reader.page.keyboard.press("Enter");
    await reader.detail.waitFor();
    assert.deepEqual(await reader.violations(), []);
    assert.deepEqual(await reader.news("error"), []);
    const noise = reader.console.filter((text) => !text.startsWith("Autofocus"));
    assert.deepEqual(noise, []);
  });
});

test("Chromium: its answers can be filtered and counted, from the values inside the file", async () => {
  await open(demo, async (reader) => {
    await reader.ask("learning");
    const told = await reader.page.evaluate(async () => {
      const { client } = document.querySelector("thumb-index");
      const { hits, total } = await client.search("learning", { limit: 50 });
      const narrowed = await client.search("learning", { filters: { keyword: { any: ["efficiency"] } }, facets: ["keyword"], limit: 50 });
      return { all: total, hits: hits.length, keywords: narrowed.hits.map(({ keywords }) => keywords), counted: narrowed.facets[0].values.length };
    });
    assert.ok(told.keywords.length > 1 && told.keywords.length < told.hits, `${told.keywords.length} of ${told.all}`);
    assert.ok(told.keywords.every((keywords) => keywords.includes("efficiency")));
    assert.ok(told.counted > 1);
  });
});

test("Firefox: it answers from a file, under the file policy that readers have", async () => {
  await openInFirefox(demo, async ({ page }) => {
    assert.ok(page.url().startsWith("file:"));
    // The policy is on: a file may not read its neighbour.
    assert.equal(await page.evaluate(() => fetch("demo/index.html").then(() => "read", () => "refused")), "refused");
    const first = await firefoxAsk(page, "nueral tang");
    assert.match(first, /^Neural Tangent Kernel/);
    assert.match(await firefoxAsk(page, '"neural tangent kernel"'), /Neural Tangent Kernel/i);
  });
});

test("Chromium: nothing from records runs or becomes an element", async () => {
  await open(hostile, async (reader) => {
    await reader.ask("lantern");
    assert.equal(await reader.options.count(), 3);
    await reader.ask(PAYLOAD);
    const state = await reader.page.evaluate(() => ({ ran: window.ran, images: document.images.length, scripts: document.querySelectorAll("script:not([data-field])").length, links: [...document.links].map(({ href }) => href) }));
    assert.deepEqual(state, { ran: undefined, images: 0, scripts: 4, links: [] });
    assert.equal(await reader.page.locator("thumb-index img, thumb-index script").count(), 0);
    assert.equal(await reader.page.locator("h1").textContent(), PAYLOAD);
    assert.deepEqual(await reader.violations(), []);
  });
});

test("Firefox: nothing from records runs or becomes an element", async () => {
  await openInFirefox(hostile, async ({ page }) => {
    assert.ok((await firefoxAsk(page, "lantern")).includes("<script>"), "shown as text");
    const state = await page.evaluate(() => ({ ran: window.ran ?? null, images: document.images.length, scripts: document.querySelectorAll("script:not([data-field])").length, links: document.links.length }));
    assert.deepEqual(state, { ran: null, images: 0, scripts: 4, links: 0 });
  });
});

test("a script that gets into the file all the same is refused by its policy", async () => {
  const text = await readFile(paths.single, "utf8");
  const file = path.join(paths.scratch, "one file", "changed.html");
  await writeFile(file, text.replace("<main>", '<main><script>window.ran = 1</script><img src="x" onerror="window.ran = 1">'));
  await open(pathToFileURL(file).href, async (reader) => {
    await reader.ask("kernel");
    assert.ok((await reader.options.count()) > 0);
    assert.equal(await reader.page.evaluate(() => window.ran), undefined);
    assert.ok((await reader.violations()).some((violation) => violation.startsWith("script-src")));
  });
});

test("without scripts its list of entries is there", async () => {
  const look = async ({ page }) => {
    assert.equal(await page.locator("main .rows > li").count(), 61);
    assert.ok(await page.locator(".noscript").isVisible());
  };
  await open(demo, look, { javaScriptEnabled: false });
});

test("the same records give the same file", async () => {
  const [one, other] = ["one.html", "other.html"].map((name) => path.join(paths.scratch, "one file", name));
  for (const file of [one, other]) execFileSync(paths.command, ["build", paths.corpus, "--single", file], { stdio: ["ignore", "pipe", "pipe"] });
  assert.ok((await readFile(one)).equals(await readFile(other)));
});

/** Asks the box and gives the title of the first row. @param {import("puppeteer-core").Page} page @param {string} query */
function firefoxAsk(page, query) {
  return page.evaluate(
    (query) =>
      new Promise((resolve, reject) => {
        const box = document.querySelector("thumb-index");
        box.addEventListener("thumb-index-error", ({ detail }) => reject(new Error(detail.message)), { once: true });
        box.addEventListener("thumb-index-results", function heard({ detail }) {
          if (detail.query !== query) return;
          box.removeEventListener("thumb-index-results", heard);
          resolve(detail.answer.hits[0]?.title.text ?? "");
        });
        box.value = query;
      }),
    query,
  );
}
