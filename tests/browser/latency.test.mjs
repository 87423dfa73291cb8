// From the press of a key to the rows on the screen: five thousand documents, the engine warm, the processor four times slower.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
const DOCUMENTS = 5000;
const SLOWER = 4;
/** Milliseconds that 95 of 100 keys may take. */
const BAR = 50;
/** A busy machine is no slow widget: the best of so many rounds counts. */
const ROUNDS = 6;
const QUERIES = ["neural tangent kernel", "sparse training", "continual learning", "nueral netwrok", "convergence of gradient"];

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

test(`95 of 100 keys are answered on the screen within ${BAR} ms`, async () => {
  const folder = await build("latency", await corpus());
  const server = await serve([folder, paths.demo], { pages: { "/": page('layout="inline"') } });
  await open(server.url, async (reader) => {
    await reader.ask("warm");
    const session = await reader.page.context().newCDPSession(reader.page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await reader.page.evaluate(() => {
      window.taken = [];
      let pressed = 0;
      document.addEventListener("keydown", ({ timeStamp }) => (pressed = timeStamp), true);
      document.addEventListener("thumb-index-results", () => {
        const since = pressed;
        // The task behind the next frame runs when that is painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.taken.push(performance.now() - since);
          port2.postMessage(null);
        });
      });
    });
    const rounds = [];
    while (rounds.length < ROUNDS && !(Math.min(...rounds.map(({ p95 }) => p95)) <= BAR)) {
      await reader.page.evaluate(() => (window.taken.length = 0));
      let keys = 0;
      for (const query of QUERIES) {
        await reader.input.fill("");
        for (const letter of query) {
          await reader.page.keyboard.press(letter === " " ? "Space" : letter);
          keys++;
          await reader.page.waitForFunction((keys) => window.taken.length >= keys, keys, { polling: 20 });
        }
      }
      const taken = (await reader.page.evaluate(() => window.taken)).sort((a, b) => a - b);
      assert.ok(taken.length > 60, `${taken.length} keys were measured`);
      rounds.push({ p50: taken[Math.floor(taken.length * 0.5)], p95: taken[Math.floor(taken.length * 0.95)], keys: taken.length });
    }
    console.log(rounds.map(({ p50, p95, keys }) => `${keys} keys: median ${p50.toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms`).join("\n"));
    assert.ok(Math.min(...rounds.map(({ p95 }) => p95)) <= BAR, JSON.stringify(rounds));
  });
  await server.close();
});
