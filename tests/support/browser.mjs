// One Chromium for a test file, and what a reader does with a search box.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launchOptions = { executablePath: process.env.THUMBINDEX_CHROMIUM ?? "/usr/bin/chromium", args: QUIET };
export const launch = () => chromium.launch(launchOptions);

/** A browser that lives as long as the tests of the file. */
export function sharedBrowser() {
  /** @type {import("playwright-core").Browser} */
  let browser;
  before(async () => void (browser = await launch()));
  after(() => browser?.close());

  /**
   * Opens a page in a context of its own and closes it after `use`.
   *
   * @param {string} url
   * @param {(reader: Reader) => Promise<void>} use
   * @param {import("playwright-core").BrowserContextOptions} [options]
   */
  return async (url, use, options = {}) => {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const reader = new Reader(page);
      await page.addInitScript(watch);
      await page.goto(url);
      await use(reader);
      assert.deepEqual(reader.uncaught, [], "no script error");
    } finally {
      await context.close();
    }
  };
}

/** Runs in the page before its own scripts. */
function watch() {
  const seen = Object.assign(window, { news: [], violations: [] });
  for (const name of ["ready", "results", "select", "error"]) {
    document.addEventListener(`thumb-index-${name}`, (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      seen.news.push({ name, detail });
    });
  }
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    seen.violations.push(`${violatedDirective}: ${blockedURI}`);
  });
}

export class Reader {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    /** @type {string[]} */ this.uncaught = [];
    /** @type {string[]} */ this.console = [];
    page.on("pageerror", (error) => this.uncaught.push(String(error)));
    page.on("console", (message) => this.console.push(message.text()));
    this.input = page.locator("thumb-index").first().getByRole("combobox").first();
    this.options = page.locator("thumb-index").first().getByRole("option");
    this.titles = page.locator("thumb-index .option .title");
    this.panel = page.locator("thumb-index .panel").first();
    this.live = page.locator("thumb-index .live").first();
    this.detail = page.locator("thumb-index .detail").first();
  }

  /** Types into the box and waits until exactly that is answered. @param {string} query */
  async type(query) {
    await this.input.focus();
    await this.page.keyboard.type(query);
    await this.answered((await this.input.inputValue()).trim());
  }

  /** Replaces what is in the box. @param {string} query */
  async ask(query) {
    await this.input.fill(query);
    await this.answered(query.trim());
  }

  /** Waits until the newest answer is that of a query. @param {string} query */
  async answered(query) {
    await this.page.waitForFunction((query) => {
      const answers = window.news.filter(({ name }) => name === "results");
      return answers.at(-1)?.detail.query === query;
    }, query);
  }

  /** Whether the focus is in the box. */
  focused() {
    return this.input.evaluate((input) => /** @type {ShadowRoot} */ (input.getRootNode()).activeElement === input);
  }

  /** Waits for an error and gives its detail. */
  async failed() {
    const found = await this.page.waitForFunction(() => window.news.findLast(({ name }) => name === "error"));
    return (await found.jsonValue()).detail;
  }

  /** What the page's policy refused. */
  violations() {
    return this.page.evaluate(() => window.violations);
  }

  /** @param {string} name */
  news(name) {
    return this.page.evaluate((name) => window.news.filter((news) => news.name === name).map(({ detail }) => detail), name);
  }

  /** Title of the option that the input says is meant. */
  active() {
    return this.input.evaluate((input) => {
      const id = input.getAttribute("aria-activedescendant");
      const option = id && /** @type {ShadowRoot} */ (input.getRootNode()).getElementById(id);
      return option ? option.querySelector(".title")?.textContent : null;
    });
  }
}
