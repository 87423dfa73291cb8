// The client in Firefox as in Chromium: answers, traps, hangs and strict policies.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedFirefox } from "../support/firefox.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { demoWith } from "../support/sites.mjs";
import { beforeWorkers, thousandTraps, thousandTrapsInWorker } from "../support/traps.mjs";

const open = sharedFirefox();
const BLANK = { "/": "<!doctype html><title>no box</title>" };
let folder = "";
before(async () => (folder = await demoWith("trap-firefox", paths.trap)));

for (const worker of ["never", "always"]) {
  test(`the client answers under the strictest policy, worker: ${worker}`, async () => {
    const server = await serve([paths.demo], { policy: POLICIES[1], pages: BLANK });
    await open(server.url, async ({ page }) => {
      const found = await page.evaluate(async (worker) => {
        const violations = [];
        document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => violations.push(violatedDirective));
        const client = await (await import("/client.js")).open({ worker });
        const first = async (query) => (await client.search(query)).hits[0]?.title.text;
        return { titles: [await first("nueral tang"), await first('"neural tangent kernel"')], worker: client.worker, violations };
      }, worker);
      for (const title of found.titles) assert.match(title, /Neural Tangent Kernel/i);
      assert.deepEqual([found.worker, found.violations], [worker === "always", []]);
    });
    await server.close();
  });
}

test("a thousand traps in a row: every answer is right, within a tenth of a second", async (t) => {
  const server = await serve([folder], { pages: BLANK });
  await open(server.url, async ({ page }) => {
    await thousandTraps(t, page);
  });
  await server.close();
});

test("a thousand traps in a row in a worker: every answer is right, within a tenth of a second", async (t) => {
  const server = await serve([folder], { pages: BLANK });
  await open(server.url, ({ page }) => thousandTrapsInWorker(t, page, server, folder));
  await server.close();
});

test("a worker that hangs once is ended after two seconds, and its successor gives the answer", async (t) => {
  const server = await serve([folder], { pages: BLANK });
  // The first worker hangs at its third question, the search, the next ones never.
  let workers = 0;
  server.fault = beforeWorkers(folder, () => `let asked = 0; Object.defineProperty(globalThis, "thumbindexHangs", { get: () => Number(${workers++} === 0 && asked++ === 2), set() {} });`);
  await open(server.url, async ({ page }) => {
    const { same, took } = await page.evaluate(async () => {
      console.warn = () => {};
      const client = await (await import("/client.js")).open({ worker: "always" });
      const start = performance.now();
      const first = JSON.stringify(await client.search("kernel"));
      const took = performance.now() - start;
      return { same: first === JSON.stringify(await client.search("kernel")) && first.includes("ernel"), took };
    });
    assert.ok(same);
    t.diagnostic(`right answer after a hang: ${took.toFixed(0)} ms`);
    assert.ok(took >= 2000 && workers === 2, `${took} ms, ${workers} workers`);
  });
  await server.close();
});

test("a worker that hangs is ended; the page is alive meanwhile, and the next query is answered", async () => {
  const server = await serve([folder], { pages: BLANK });
  await open(server.url, async ({ page }) => {
    const outcome = await page.evaluate(async () => {
      console.warn = () => {};
      const client = await (await import("/client.js")).open({ worker: "always" });
      let turns = 0;
      const ticking = setInterval(() => turns++, 100);
      const code = await client.search("hang forever").then(() => "answered", (failure) => failure.code);
      clearInterval(ticking);
      return { code, turns, hits: (await client.search("kernel")).hits.length };
    });
    assert.equal(outcome.code, "hung");
    assert.ok(outcome.turns > 5, `${outcome.turns} turns`);
    assert.ok(outcome.hits > 0);
  });
  await server.close();
});
