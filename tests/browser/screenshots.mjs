// Pictures of the page in several looks: `node tests/browser/screenshots.mjs SITE CHOSEN.png`.

import { copyFile, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { Reader, launch } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { page as boxPage } from "../support/sites.mjs";
import { STATES, serveStates, show } from "../support/states.mjs";

const [site = paths.demo, chosen] = process.argv.slice(2);
const PHONE = { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

/** @type {[name: string, options: import("playwright-core").BrowserContextOptions, query: string, keys: string[], place?: string][]} */
const pictures = [
  ["chosen", { viewport: { width: 880, height: 620 } }, "nueral tang", ["ArrowDown"]],
  ["wide-light", { viewport: { width: 1200, height: 800 } }, "continual lear", ["ArrowDown", "ArrowDown"]],
  ["wide-dark", { viewport: { width: 1200, height: 800 }, colorScheme: "dark" }, "nueral tang", ["ArrowDown"]],
  ["rest", { viewport: { width: 1200, height: 800 } }, "", []],
  ["document", { viewport: { width: 1200, height: 900 } }, "kernel", ["ArrowDown", "Enter"]],
  ["nothing", { viewport: { width: 1200, height: 500 } }, "xqzwvjk", []],
  ["phone-light", PHONE, "sprse train", []],
  ["phone-dark", { ...PHONE, colorScheme: "dark" }, "kernel", ["ArrowDown", "Enter"]],
  ["forced", { viewport: { width: 900, height: 700 }, forcedColors: "active" }, "kernel", ["ArrowDown"]],
  ["menu", { viewport: { width: 900, height: 700 } }, "kernel", ["ArrowDown"], "menu.html"],
];

const server = await serve([site], { pages: { "/menu.html": boxPage() } });
const browser = await launch();
await mkdir(paths.screenshots, { recursive: true });
for (const [name, options, query, keys, place = ""] of pictures) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.news = [];
    document.addEventListener("thumb-index-results", (event) => window.news.push({ name: "results", detail: event.detail }));
  });
  await page.goto(server.url + place);
  const reader = new Reader(page);
  await reader.input.waitFor();
  if (query) await reader.type(query);
  for (const key of keys) await page.keyboard.press(key);
  if (keys.includes("Enter")) await reader.detail.waitFor();
  await page.screenshot({ path: path.join(paths.screenshots, `${name}.png`), caret: "hide" });
  await context.close();
}
await server.close();

// Every state, as small as it can be looked at: the box alone.
const LOOKS = { results: { look: "dark" }, document: { look: "themed" }, recent: { layout: "modal" }, nothing: { lang: "ar" }, error: { lang: "de" } };
if (chosen) {
  const folder = path.join(path.dirname(chosen), "states");
  await mkdir(folder, { recursive: true });
  const states = await serveStates();
  const page = await browser.newPage({ viewport: { width: 560, height: 640 } });
  const take = async (state, name = state, choices = LOOKS[state]) => {
    const { width } = page.viewportSize();
    await show(new Reader(page), states.url, state, choices);
    // With the completions that come behind the hits.
    if (state === "results") await page.locator("thumb-index [part=completions] button").first().waitFor();
    const modal = choices?.layout === "modal";
    const y = modal ? 0 : await page.evaluate(() => document.getElementById("stage").getBoundingClientRect().top + scrollY - 8);
    await page.screenshot({ path: path.join(folder, `${name}.jpg`), type: "jpeg", quality: 62, caret: "hide", fullPage: !modal, clip: { x: 0, y, width, height: 300 } });
  };
  for (const state of Object.keys(STATES)) await take(state);
  await page.setViewportSize({ width: 320, height: 640 });
  await take("filters", "filters-narrow", { lang: "ar", look: "dark" });
  await states.close();
}
await browser.close();

if (chosen) {
  await mkdir(path.dirname(chosen), { recursive: true });
  await copyFile(path.join(paths.screenshots, "chosen.png"), chosen);
  const { size } = await stat(chosen);
  console.log(`${chosen}: ${size} bytes`);
  if (size > 150_000) throw new Error("the picture is too large for a front page");
}
