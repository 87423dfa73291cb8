// A test that runs in Chromium and in Firefox, with what both drivers have in common.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "./browser.mjs";
import { sharedFirefox } from "./firefox.mjs";
import { serve } from "./server.mjs";

/** How long a condition may take to come true, in milliseconds: a busy machine takes its time. */
const PATIENCE = 45_000;

/**
 * A browser each for the tests of a file, and what registers a test in both.
 *
 * @typedef {object} Given
 * @property {string[]} folders served, the first that has a file wins
 * @property {Record<string, string>} [pages]
 * @property {string} [path] the page that is opened
 * @property {string} [policy]
 */
export function inBoth() {
  const browsers = { Chromium: sharedBrowser(), Firefox: sharedFirefox() };
  /**
   * @param {string} name
   * @param {() => Given} given asked for when the test runs
   * @param {(reader: any, server: any) => Promise<void>} use
   */
  return (name, given, use) => {
    for (const [browser, open] of Object.entries(browsers)) {
      test(`${name} (${browser})`, async () => {
        const { folders, path = "", pages = {}, policy } = given();
        const server = await serve(folders, { policy, pages: { ...pages, ...HELPER } });
        await open(server.url + path, (reader) => use(reader, server));
        await server.close();
      });
    }
  };
}

/**
 * Waits until something is so in a page, and gives what it was.
 *
 * @param {{evaluate: Function}} page or a frame of one
 * @param {Function} look runs in the page
 * @param {unknown} [argument]
 */
export async function until(page, look, argument) {
  for (const end = Date.now() + PATIENCE; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const seen = await page.evaluate(look, argument).catch(() => undefined);
    if (seen) return seen;
    assert.ok(Date.now() < end, `in time: ${look}`);
  }
}

/** A page that asks its boxes by itself: works in frames and in shadows, where a driver does not get to. */
export const asking = (body, head = "") => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Test</title><script src="/helper.js"></script>${head}
<script type="module" src="/thumbindex.js"></script></head><body><main>${body}</main></body></html>`;

/** What a reader gets for a query in the first box of an `asking` page. @param {{page: any}} reader */
export const ask = ({ page }, query = "alpha comp") => page.evaluate((query) => window.ask(window.box(), query), query);

/** What `asking` pages have: `ask(box, query)` gives what a reader sees of the answer. */
export const HELPER = { "/helper.js": `
window.notes = [];
for (const level of ["info", "warn", "error"]) {
  const say = console[level];
  console[level] = (...parts) => (notes.push(parts.map(String).join(" ")), say.apply(console, parts));
}
window.ask = (box, query) =>
  new Promise((resolve) => {
    const found = () => {
      const root = box.shadowRoot;
      const panel = root.querySelector(".panel");
      resolve({
        titles: [...root.querySelectorAll(".option .title")].map(({ textContent }) => textContent),
        text: [panel?.innerText, root.querySelector("[part=error]")?.innerText].filter(Boolean).join(" "),
        fallback: box.firstElementChild?.checkVisibility() ?? false,
      });
    };
    const done = (event) => {
      if (event.type.endsWith("results") && event.detail.query !== query) return;
      box.removeEventListener("thumb-index-results", done);
      box.removeEventListener("thumb-index-error", done);
      // What follows the news is drawn by the next task.
      setTimeout(found);
    };
    box.addEventListener("thumb-index-results", done);
    box.addEventListener("thumb-index-error", done);
    box.value = query;
  });
window.box = () => document.querySelector("thumb-index");
` };
