// From the press of a key to the rows on the screen. What other work on a machine adds is no fault of the box, so this only
// sees that nothing is grossly slow, over all keys, in itself or beside a field that does nothing; `cargo xtask bench --painting` holds the
// figure against its bar.

import assert from "node:assert/strict";
import os from "node:os";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { BAR, SLOWER, paintTimes, serveDocuments } from "../support/painting.mjs";

const open = sharedBrowser();
const ROUNDS = 2;
/** How much longer than the bar a busy machine may take, and than a field that does nothing. */
const MARGIN = 6;
const BESIDE = 5;

test(`95 of 100 keys are answered on the screen in time, on a processor ${SLOWER} times slower`, async (t) => {
  const server = await serveDocuments();
  await open(server.url, async (reader) => {
    await reader.ask("warm");
    const { taken, bare } = await paintTimes(reader.page, ROUNDS);
    assert.ok(taken.length > 150, `${taken.length} keys were measured`);
    const of = (times) => [0.5, 0.95].map((part) => times[Math.floor(times.length * part)]);
    const [[median, p95], [bareMedian, bareP95]] = [of(taken), of(bare)];
    t.diagnostic(`${taken.length} keys: median ${median.toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms; a field that does nothing: ${bareMedian.toFixed(1)} and ${bareP95.toFixed(1)} ms; load average ${os.loadavg()[0]}`);
    assert.ok(p95 <= Math.max(BAR * MARGIN, bareP95 * BESIDE), `${p95} ms`);
  });
  await server.close();
});

test("an answer is drawn without asking the browser where anything is, which would make it lay the page out at once", async () => {
  const server = await serveDocuments();
  await open(server.url, async (reader) => {
    await reader.ask("neur");
    await reader.panel.getByRole("toolbar").getByRole("button").first().waitFor();
    await reader.page.evaluate(() => {
      window.asked = [];
      let drawing = false;
      const watch = (owner, name) => {
        const { get, set, value } = Object.getOwnPropertyDescriptor(owner, name);
        const heard = (real) => function (...given) {
          if (drawing) window.asked.push(name);
          return real.apply(this, given);
        };
        Object.defineProperty(owner, name, value ? { value: heard(value) } : { get: heard(get), ...(set && { set: heard(set) }) });
      };
      for (const name of ["scrollTop", "scrollLeft", "scrollHeight", "scrollWidth", "clientHeight", "clientWidth", "getBoundingClientRect", "getClientRects", "scrollIntoView"]) watch(Element.prototype, name);
      for (const name of ["offsetTop", "offsetLeft", "offsetHeight", "offsetWidth", "innerText"]) watch(HTMLElement.prototype, name);
      watch(window, "getComputedStyle");
      document.addEventListener("input", () => (drawing = true), true);
      document.addEventListener("thumb-index-results", () => (drawing = false), true);
    });
    // With completions that stay, with some that go, and with hits that are fewer.
    for (const letter of "al tangent") await reader.type(letter);
    assert.deepEqual(await reader.page.evaluate(() => window.asked), []);
  });
  await server.close();
});
