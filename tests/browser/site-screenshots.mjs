// Pictures of the site over the default corpus and of the same in one file: `node tests/browser/site-screenshots.mjs [CHOSEN.png]`.

import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Reader, launch } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";

const WIDE = { viewport: { width: 1000, height: 760 } };
const PHONE = { viewport: { width: 360, height: 720 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const server = await serve([paths.site]);

/** @type {[name: string, url: string, options: import("playwright-core").BrowserContextOptions, query?: string][]} */
const pictures = [
  ["site-home", server.url, WIDE],
  ["site-home-dark", server.url, { ...WIDE, colorScheme: "dark" }],
  ["site-search", server.url, WIDE, "nueral tang"],
  ["site-list-phone", `${server.url}all.html`, PHONE],
  ["site-paper", `${server.url}p-0.html`, WIDE],
  ["site-paper-phone-dark", `${server.url}p-0.html`, { ...PHONE, colorScheme: "dark" }],
  ["site-topic-no-script", `${server.url}topic-efficiency.html`, { ...WIDE, javaScriptEnabled: false }],
  ["single", pathToFileURL(paths.single).href, WIDE, "nueral tang"],
];

const browser = await launch();
await mkdir(paths.screenshots, { recursive: true });
for (const [name, url, options, query] of pictures) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  if (query) {
    const reader = new Reader(page);
    await reader.input.fill(query);
    await reader.options.first().waitFor();
  }
  await page.screenshot({ path: path.join(paths.screenshots, `${name}.png`), caret: "hide" });
  await context.close();
}
await browser.close();
await server.close();
if (process.argv[2]) await copyFile(path.join(paths.screenshots, "site-home.png"), process.argv[2]);
