// How long it takes from the press of a key to the rows on the screen: five thousand documents, the engine warm, the
// processor slowed down.

import { readFile } from "node:fs/promises";
import { paths } from "./paths.mjs";
import { serve } from "./server.mjs";
import { build, page } from "./sites.mjs";

const DOCUMENTS = 5000;
const QUERIES = ["neural tangent kernel", "sparse training", "continual learning", "nueral netwrok", "convergence of gradient"];
export const SLOWER = 4;
/** Milliseconds that 95 of 100 keys may take on a machine that has nothing else to do; bench/bars.mjs has the same. */
export const BAR = 50;

/** Documents of the corpus' own sentences, each time other ones. */
async function corpus() {
  const records = (await readFile(paths.corpus, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
  const sentences = records.flatMap(({ summary }) => summary.split(/(?<=\.)\s+/));
  const pick = (number) => sentences[(number * 7919) % sentences.length];
  return Array.from({ length: DOCUMENTS }, (_, number) => ({
    id: String(number),
    title: `${records[number % records.length].title} ${number}`,
    summary: [1, 2, 3, 4].map((step) => pick(number * step + step)).join(" "),
    url: `/${number}.html`,
  }));
}

/** A server with the box over these documents. */
export async function serveDocuments() {
  const folder = await build("latency", await corpus());
  return serve([folder], { pages: { "/": page('layout="inline"') } });
}

/**
 * Types all queries, as often as it is told to, after a round that does not count. Each query is typed once more into a field
 * whose page does nothing but count its letters: what that takes is the browser's and the machine's own.
 *
 * @param {import("playwright-core").Page} page with a box that was asked before
 * @param {number} rounds
 * @returns {Promise<{taken: number[], bare: number[]}>} milliseconds of every key in the box and in the field, sorted
 */
export async function paintTimes(page, rounds) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.evaluate(() => {
    Object.assign(window, { taken: [], bare: [] });
    let pressed = 0;
    document.addEventListener("keydown", ({ timeStamp }) => (pressed = timeStamp), true);
    const painted = (times) => {
      const since = pressed;
      // The task behind the next frame runs when that is painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - since);
        port2.postMessage(null);
      });
    };
    document.addEventListener("thumb-index-results", () => painted(window.taken));
    const [field, count] = ["input", "p"].map((tag) => document.body.appendChild(document.createElement(tag)));
    field.id = "bare";
    field.addEventListener("input", () => {
      count.textContent = `${field.value.length}`;
      if (field.value) painted(window.bare);
    });
  });
  const fields = { taken: page.locator("thumb-index").getByRole("combobox"), bare: page.locator("#bare") };
  for (let round = 0; round <= rounds; round++) {
    if (round === 1) await page.evaluate(() => void (window.taken.length = window.bare.length = 0));
    for (const query of QUERIES) {
      for (const [name, field] of Object.entries(fields)) {
        await field.fill("");
        let keys = await page.evaluate((name) => window[name].length, name);
        for (const letter of query) {
          await page.keyboard.press(letter === " " ? "Space" : letter);
          keys++;
          await page.waitForFunction(([name, keys]) => window[name].length >= keys, [name, keys], { polling: 20 });
        }
      }
    }
  }
  const [taken, bare] = await page.evaluate(() => [window.taken, window.bare]);
  for (const times of [taken, bare]) times.sort((a, b) => a - b);
  return { taken, bare };
}
