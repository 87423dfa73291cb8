// One Firefox for a test file, driven over WebDriver BiDi, with the file policy that readers have.

import { existsSync } from "node:fs";
import { after, before } from "node:test";
import puppeteer from "puppeteer-core";

const program = process.env.THUMBINDEX_FIREFOX ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);

/** Why tests in Firefox are left out, or false. */
export const without = program ? false : "no Firefox here: install firefox-esr, or name the program in THUMBINDEX_FIREFOX";

/** A browser that lives as long as the tests of the file. */
export function sharedFirefox() {
  /** @type {import("puppeteer-core").Browser} */
  let browser;
  before(async () => {
    if (without) return;
    browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: program,
      // The driver's own profile lets every file read every other.
      extraPrefsFirefox: { "security.fileuri.strict_origin_policy": true },
    });
  });
  after(() => browser?.close());

  /**
   * @param {string} url
   * @param {(page: import("puppeteer-core").Page) => Promise<void>} use
   */
  return async (url, use) => {
    const page = await browser.newPage();
    try {
      await page.goto(url);
      await use(page);
    } finally {
      await page.close();
    }
  };
}
