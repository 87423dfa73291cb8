// How long does it take until a reader sees the answer? From the press of a key to painted rows in a Chromium that is slowed
// down. All keys of all rounds count: there is no best of several.

import { PAINTING, compare } from "./bars.mjs";
import { milliseconds, table } from "./report.mjs";
import { percentile } from "./stats.mjs";

const title = "Painting";

export async function run({ options, skip }) {
  // The browser is a tool of the tests.
  const { launch, Reader } = await import("../tests/support/browser.mjs");
  const { SLOWER, paintTimes, serveDocuments } = await import("../tests/support/painting.mjs");
  const question = `How long does it take from the press of a key to painted rows? 5,000 documents, the engine warm, Chromium with its processor ${SLOWER} times slower; milliseconds, every key of every round after the first.`;
  let browser;
  try {
    browser = await launch();
  } catch (failure) {
    skip("painting", `no Chromium: ${failure.message.split("\n")[0]}`);
    return { title, question, blocks: [], bars: [], data: {} };
  }
  const server = await serveDocuments();
  const page = await browser.newPage();
  await page.addInitScript(() => {
    window.news = [];
    document.addEventListener("thumb-index-results", ({ detail }) => window.news.push({ name: "results", detail }));
  });
  await page.goto(server.url);
  await new Reader(page).ask("warm");
  const { taken, bare } = await paintTimes(page, options.quick ? 1 : 10);
  await browser.close();
  await server.close();
  const [p50, p95, max] = [percentile(taken, 0.5), percentile(taken, 0.95), taken.at(-1)];
  const row = (what, times) => [what, times.length, ...[percentile(times, 0.5), percentile(times, 0.95), times.at(-1)].map(milliseconds)];
  const blocks = [table(["", "keys", "p50", "p95", "max"], [row("the box", taken), row("a field that does nothing", bare)])];
  const bars = [compare("key to painted rows, p95", p95, { atMost: PAINTING.p95 }, `${milliseconds(p95)} ms`, `${PAINTING.p95} ms`)];
  return { title, question, blocks, bars, data: { keys: taken.length, p50, p95, max, bare: { p50: percentile(bare, 0.5), p95: percentile(bare, 0.95) } } };
}
