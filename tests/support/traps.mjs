// Forces the module to trap, again and again, and sees that every answer is right all the same.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/**
 * Works in a page of either browser that is served with the module that traps when told to.
 *
 * @param {import("node:test").TestContext} t
 * @param {{evaluate: Function}} page
 */
export async function thousandTraps(t, page) {
  rightAndQuick(t, await page.evaluate(async () => {
    console.error = console.warn = () => {};
    // On a busy machine answers that take long would make a worker take over, where nothing traps.
    const client = await (await import("/client.js")).open({ worker: "never" });
    const expected = JSON.stringify(await client.search("kernel"));
    let wrong = 0;
    const times = [];
    for (let round = 0; round < 1000; round++) {
      window.thumbindexTraps = 1;
      const start = performance.now();
      if (JSON.stringify(await client.search("kernel")) !== expected || window.thumbindexTraps !== 0) wrong++;
      times.push(performance.now() - start);
    }
    return { wrong, times };
  }));
}

/**
 * Serves workers with something before their code; the page, which loads the same file, gets it as it is.
 *
 * @param {string} folder
 * @param {() => string} prelude
 */
export function beforeWorkers(folder, prelude) {
  return async (name, response, request) => {
    if (request.headers["sec-fetch-dest"] !== "worker") return false;
    response.writeHead(200, { "content-type": "text/javascript" }).end(prelude() + (await readFile(path.join(folder, name), "utf8")));
    return true;
  };
}

/** What goes before the worker's code: every first try traps and every second is well, and whoever asks is told how many there were. */
const PRELUDE = `let tries = 0;
console.warn = console.error = () => {};
Object.defineProperty(globalThis, "thumbindexTraps", { get: () => (tries++ % 2 ? 0 : 1), set() {} });
const channel = new BroadcastChannel("traps");
channel.onmessage = ({ data }) => data === "how many" && channel.postMessage(tries);
`;

/**
 * The same in a worker.
 *
 * @param {import("node:test").TestContext} t
 * @param {{evaluate: Function}} page
 * @param {{fault: unknown}} server that serves the module that traps
 * @param {string} folder what it serves
 */
export async function thousandTrapsInWorker(t, page, server, folder) {
  server.fault = beforeWorkers(folder, () => PRELUDE);
  const outcome = await page.evaluate(async () => {
    console.warn = () => {};
    const { open } = await import("/client.js");
    const [client, here] = [await open({ worker: "always" }), await open({ worker: "never" })];
    const channel = new BroadcastChannel("traps");
    const tries = () => new Promise((resolve) => ((channel.onmessage = ({ data }) => resolve(data)), channel.postMessage("how many")));
    const expected = JSON.stringify(await here.search("kernel"));
    const before = await tries();
    let wrong = 0;
    const times = [];
    for (let round = 0; round < 1000; round++) {
      const start = performance.now();
      if (JSON.stringify(await client.search("kernel")) !== expected) wrong++;
      times.push(performance.now() - start);
    }
    return { wrong, times, away: client.worker, tries: (await tries()) - before };
  });
  // One worker to the end: a new one would count from the beginning.
  assert.deepEqual([outcome.away, outcome.tries], [true, 2000]);
  rightAndQuick(t, outcome);
}

/**
 * Every answer is right, and 99 of 100 within a tenth of a second; where others want the processors too, in as much of them as it gets.
 *
 * @param {import("node:test").TestContext} t
 * @param {{wrong: number, times: number[]}} outcome milliseconds of a thousand answers
 */
export function rightAndQuick(t, { wrong, times }) {
  times.sort((a, b) => a - b);
  assert.equal(wrong, 0);
  const share = Math.max(1, os.loadavg()[0] / os.availableParallelism());
  t.diagnostic(`right answer after a trap: median ${times[500].toFixed(1)} ms, 99th percentile ${times[990].toFixed(1)} ms, slowest ${times[999].toFixed(1)} ms, processes for each processor ${share.toFixed(1)}`);
  assert.ok(times[990] < 100 * share, `${times[990]} ms`);
}
