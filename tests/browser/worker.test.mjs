// The engine in a worker: the same answers; a trap or a hang in it costs one new instance and not the page.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { demoWith, names, page } from "../support/sites.mjs";
import { thousandTrapsInWorker } from "../support/traps.mjs";

const open = sharedBrowser();
let folder = "";
before(async () => (folder = await demoWith("trap-worker", paths.trap)));

/** A search that takes what it is given and says what came of it. */
const asked = (page, query) =>
  page.evaluate(async (query) => {
    const start = performance.now();
    const outcome = await window.client.search(query).then((answer) => ({ answer }), ({ name, code }) => ({ name, code }));
    return { ...outcome, took: performance.now() - start };
  }, query);

/** Opens the index in a worker. */
const begin = (page, options = { worker: "always" }) =>
  page.evaluate(async (options) => {
    console.warn = () => {};
    window.client = await (await import("/client.js")).open(options);
    return window.client.worker;
  }, options);

test("the answers of a worker are those of the page", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async ({ page }) => {
    assert.equal(await begin(page), true);
    const differing = await page.evaluate(async () => {
      const here = await (await import("/client.js")).open({ worker: "never" });
      const differing = [];
      for (const query of ["kernel", "nueral tang", '"neural tangent kernel"', "learning -kernel", "xqzwvjk", "\ud800"]) {
        const [one, other] = await Promise.all([here, window.client].map((client) => client.search(query)));
        if (JSON.stringify(one) !== JSON.stringify(other)) differing.push(query);
      }
      const [hit] = (await here.search("kernel")).hits;
      const all = async (client) => JSON.stringify([await client.similar(hit.doc), await client.document(hit.doc), await client.suggest("kern"), await client.explain("kernel", hit.doc), await client.filters()]);
      if ((await all(here)) !== (await all(window.client))) differing.push("the rest");
      return here.worker ? ["never"] : differing;
    });
    assert.deepEqual(differing, []);
  });
  await server.close();
});

test("a small index needs no worker", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async ({ page }) => {
    assert.equal(await begin(page, {}), false);
    assert.equal(page.workers().length, 0);
    assert.ok(!server.requests.some((name) => name.startsWith("worker-")), "its code is not fetched");
  });
  await server.close();
});

test("answers that take long on the page make a worker take over", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async ({ page }) => {
    await begin(page, {});
    await page.evaluate(async () => {
      // A clock on which everything takes long.
      let now = 0;
      performance.now = () => (now += 100);
      for (let round = 0; round < 4; round++) await window.client.search("kernel");
    });
    await page.waitForFunction(() => window.client.worker);
    assert.ok((await asked(page, "kernel")).answer.hits.length > 0);
  });
  await server.close();
});

test("the page fetches and the worker does not", async () => {
  const server = await serve([paths.demo], { pages: { "/": "<!doctype html><title>no box</title>" } });
  const { index, wasm } = await names(paths.demo);
  await open(server.url, async ({ page }) => {
    const fetched = [];
    page.on("worker", (worker) => worker.evaluate(() => (globalThis.fetch = () => Promise.reject(new Error("fetched")))).catch(() => fetched.push("gone")));
    await begin(page);
    await asked(page, '"neural tangent kernel"');
    for (const name of [index, wasm]) assert.equal(server.requests.filter((request) => request === name).length, 1, name);
    assert.deepEqual(fetched, []);
  });
  await server.close();
});

for (const policy of [...POLICIES, `${POLICIES[1]}; worker-src 'self'; trusted-types thumbindex`]) {
  test(`a worker starts with no violation under: ${policy}`, async () => {
    const server = await serve([paths.demo], { policy, pages: { "/": page('worker="always"') } });
    await open(server.url, async (reader) => {
      await reader.type("neural tang");
      assert.ok((await reader.options.count()) > 0);
      assert.equal(reader.page.workers().length, 1);
      assert.deepEqual(await reader.violations(), []);
    });
    await server.close();
  });
}

for (const [why, policy] of [
  ["workers", `${POLICIES[1]}; worker-src 'none'`],
  ["the policy for its address", `${POLICIES[1]}; trusted-types 'none'`],
]) {
  test(`where a page forbids ${why}, the page itself searches`, async () => {
    const server = await serve([paths.demo], { policy, pages: { "/": page('worker="always"') } });
    await open(server.url, async (reader) => {
      await reader.type("neural tang");
      assert.ok((await reader.options.count()) > 0);
      assert.deepEqual(await reader.news("error"), []);
      assert.ok(reader.console.some((text) => text.includes("no worker can be started")), "the console tells of it");
    });
    await server.close();
  });
}

test("a thousand traps in a row in a worker: every answer is right, within a tenth of a second", async (t) => {
  const server = await serve([folder]);
  await open(server.url, async ({ page }) => {
    await thousandTrapsInWorker(t, page, server, folder);
    assert.equal(page.workers().length, 1, "no new worker was needed");
  });
  await server.close();
});

test("a worker that hangs is ended after two seconds, and its successor gives the answer", async (t) => {
  const server = await serve([folder]);
  await open(server.url, async ({ page }) => {
    await begin(page);
    const expected = (await asked(page, "kernel")).answer;
    for (let round = 0; round < 3; round++) {
      const [worker] = page.workers();
      const gone = worker.waitForEvent("close");
      await worker.evaluate(() => Object.assign(globalThis, { thumbindexHangs: 1 }));
      const { answer, took } = await asked(page, "kernel");
      await gone;
      assert.deepEqual(answer, expected);
      t.diagnostic(`right answer after a hang: ${took.toFixed(0)} ms`);
      assert.ok(took >= 2000, `${took} ms`);
      assert.equal(page.workers().length, 1);
    }
  });
  await server.close();
});

test("a query that always hangs is an error by name; the page is alive meanwhile, and the next query is answered", async () => {
  const server = await serve([folder]);
  await open(server.url, async ({ page }) => {
    await begin(page);
    const hung = asked(page, "hang forever");
    assert.equal(await page.evaluate(() => document.title.length > 0), true);
    assert.equal((await hung).code, "hung");
    assert.ok((await asked(page, "kernel")).answer.hits.length > 0);
  });
  await server.close();
});
