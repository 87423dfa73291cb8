// A stock Firefox, driven by WebDriver BiDi, and what a reader does with a search box in it.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import puppeteer from "puppeteer-core";

/** The box and its parts, as selectors that reach into the shadow. */
const BOX = "thumb-index";
const REFUSED = /Content-Security-Policy:|Cross-Origin Request Blocked:|Security Error: Content at|A ServiceWorker passed an? |Failed to read data from the ReadableStream/;

/** @param {Record<string, unknown>} [preferences] */
export const launchFirefox = (preferences = {}) =>
  puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.THUMBINDEX_FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
    extraPrefsFirefox: {
      // Puppeteer loosens this; a reader's Firefox does not.
      "security.fileuri.strict_origin_policy": true,
      "ui.systemUsesDarkTheme": 0,
      ...preferences,
    },
  });

/** A Firefox that lives as long as the tests of the file. */
export function sharedFirefox() {
  /** @type {import("puppeteer-core").Browser} */
  let browser;
  before(async () => void (browser = await launchFirefox()));
  after(() => browser?.close());

  /**
   * Opens a page in a context of its own and closes it after `use`.
   *
   * @param {string} url
   * @param {(reader: FirefoxReader) => Promise<void>} use
   */
  return async (url, use) => {
    const context = await browser.createBrowserContext();
    try {
      const page = await context.newPage();
      const reader = new FirefoxReader(page);
      await page.evaluateOnNewDocument(watch);
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
  const seen = Object.assign(window, { news: [], violations: [], errors: [] });
  const { error } = console;
  // An error that goes through WebDriver loses its message.
  console.error = (...parts) => (seen.errors.push(parts.map(String).join(" ")), error(...parts));
  for (const name of ["ready", "results", "select", "error"]) {
    document.addEventListener(`thumb-index-${name}`, ({ detail }) => seen.news.push({ name, detail }));
  }
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    // The browser asks for this one by itself.
    if (!blockedURI.endsWith("/favicon.ico")) seen.violations.push(`${violatedDirective}: ${blockedURI}`);
  });
}

export class FirefoxReader {
  /** @param {import("puppeteer-core").Page} page */
  constructor(page) {
    this.page = page;
    /** @type {string[]} */ this.uncaught = [];
    // Firefox calls what it refuses a page an error besides, and a file that a service worker could not fetch, or that breaks off. What a policy refuses is
    // counted as a violation.
    page.on("pageerror", (error) => REFUSED.test(String(error)) || this.uncaught.push(String(error)));
  }

  /** Puts the focus into the box as a click does. */
  focus() {
    return this.page.evaluate((box) => document.querySelector(box).focus(), BOX);
  }

  /** Types into the box and waits until exactly that is answered. @param {string} text */
  async type(text) {
    await this.focus();
    await this.page.keyboard.type(text);
    await this.answered((await this.value()).trim());
  }

  /** Puts a query into the box as pasting does. @param {string} query */
  async ask(query) {
    // A page that was loaded anew may have no box yet.
    await this.page.waitForFunction((box) => document.querySelector(box)?.shadowRoot, {}, BOX);
    await this.page.evaluate((box, query) => {
      const input = document.querySelector(box).shadowRoot.querySelector("input");
      input.focus();
      input.value = query;
      input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    }, BOX, query);
    await this.answered(query.trim());
  }

  /** @param {string} query */
  async answered(query) {
    await this.page.waitForFunction((query) => window.news.filter(({ name }) => name === "results").at(-1)?.detail.query === query, {}, query);
  }

  /** Waits for an error and gives its detail. */
  async failed() {
    await this.page.waitForFunction(() => window.news.some(({ name }) => name === "error"));
    return this.page.evaluate(() => window.news.findLast(({ name }) => name === "error").detail);
  }

  /** What was said to the console as an error. */
  errors() {
    return this.page.evaluate(() => window.errors);
  }

  value() {
    return this.page.evaluate((box) => document.querySelector(box).value, BOX);
  }

  /** Reads something from the inside. @param {string} selector @param {(elements: Element[]) => unknown} read */
  inside(selector, read) {
    return this.page.evaluate(`(${read})([...document.querySelector("${BOX}").shadowRoot.querySelectorAll(${JSON.stringify(selector)})])`);
  }

  /** Waits until something inside is seen. @param {string} selector */
  seen(selector) {
    return this.page.waitForFunction((box, selector) => document.querySelector(box).shadowRoot.querySelector(selector)?.checkVisibility(), {}, BOX, selector);
  }

  /** Presses something inside. @param {string} selector */
  press(selector) {
    return this.inside(selector, ([element]) => element.click());
  }

  titles() {
    return this.inside(".option .title", (titles) => titles.map(({ textContent }) => textContent));
  }

  /** Title of the option that the input says is meant. */
  active() {
    return this.inside("input", ([input]) => {
      const id = input.getAttribute("aria-activedescendant");
      return id && input.getRootNode().getElementById(id).querySelector(".title").textContent;
    });
  }
}
