// axe-core, run in whatever browser.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

export const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on a page, one line each; run it after `axe` itself was evaluated there. */
export async function findings() {
  const { violations } = await globalThis.axe.run();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** What axe finds on a reader's page. @param {{page: any}} reader */
export async function violations({ page }) {
  await page.evaluate(axe);
  return page.evaluate(findings);
}

const WIDE = { width: 1100, height: 800 };
export const NARROW = { width: 320, height: 640 };
/** Looks that every state is examined in. */
export const looks = [
  { colorScheme: "light", viewport: WIDE },
  { colorScheme: "dark", viewport: WIDE },
  { colorScheme: "light", viewport: NARROW, hasTouch: true, isMobile: true },
  { colorScheme: "dark", viewport: NARROW, hasTouch: true, isMobile: true },
  { forcedColors: "active", viewport: WIDE },
];
