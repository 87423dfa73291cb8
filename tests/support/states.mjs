// The page that shows every state of the box (docs/try), and what is to be seen in each.

import path from "node:path";
import { paths, root } from "./paths.mjs";
import { serve } from "./server.mjs";

/** What a reader sees in each state, and what not. @type {Record<string, {sees?: RegExp, not?: RegExp}>} */
export const STATES = {
  rest: { not: /Loading|result/ },
  help: { sees: /words next to each other/ },
  recent: { sees: /Recent searches\s*neural tangent kernel\s*sparse training/ },
  loading: { sees: /Loading the index/, not: /Nothing found/ },
  filters: { sees: /Keyword[^]*efficiency \(\d+\)[^]*Remove filters/ },
  results: { sees: /results/ },
  correction: { sees: /Showing results for “neural tangent”/ },
  unmatched: { sees: /No match for “xqzwvjk”/ },
  partial: { sees: /There may be more\./ },
  nothing: { sees: /Nothing found for “xqzwvjk”/ },
  cut: { sees: /There may be more\./, not: /Nothing found/ },
  document: { sees: /Back to the results[^]*More like this/ },
  error: { sees: /The server answered 404[^]*Try again/, not: /Nothing found/ },
  offline: { sees: /You are offline\.[^]*Try again/, not: /Nothing found/ },
  refused: { sees: /WebAssembly switched off/, not: /Try again|Nothing found/ },
};

/** Serves the page over the demo. */
export const serveStates = () => serve([path.join(root, "docs/try"), paths.demo], { below: { "search/": paths.demo } });

/**
 * Opens a state and waits until it is there.
 *
 * @param {import("./browser.mjs").Reader} reader
 * @param {string} url
 * @param {string} state
 * @param {Record<string, string>} [choices]
 */
export async function show(reader, url, state, choices = {}) {
  await reader.page.goto(`${url}?${new URLSearchParams({ state, ...choices })}`);
  await reader.page.waitForFunction((state) => document.documentElement.dataset.ready === state, state);
  const { sees } = STATES[state];
  if (sees && (choices.lang ?? "en") === "en") await reader.page.locator("thumb-index .panel").filter({ hasText: sees }).waitFor();
  else if (state !== "rest") await reader.panel.waitFor();
}
