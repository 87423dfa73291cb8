// A module that traps costs a restart and not the page. The module here has the feature `trap`.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { demoWith } from "../support/sites.mjs";
import { thousandTraps } from "../support/traps.mjs";

const open = sharedBrowser();
let folder = "";
before(async () => (folder = await demoWith("trap", paths.trap)));

/** Completions asked for meanwhile would take a trap that is meant for the search. */
const searchesAlone = (reader) => reader.page.evaluate(() => document.querySelector("thumb-index").setAttribute("suggestions", "off"));

test("one trap is not noticed: the same query is answered by a new instance", async () => {
  const server = await serve([folder]);
  await open(server.url, async (reader) => {
    await searchesAlone(reader);
    await reader.ask("kernel");
    const expected = await reader.titles.allTextContents();
    await reader.ask("learning");
    await reader.page.evaluate(() => (window.thumbindexTraps = 1));
    await reader.ask("kernel");
    assert.equal(await reader.page.evaluate(() => window.thumbindexTraps), 0, "it trapped");
    assert.deepEqual(await reader.titles.allTextContents(), expected);
    assert.ok(reader.console.some((text) => text.includes("started anew")), "the console tells of it");
    assert.deepEqual(await reader.news("error"), []);
  });
  await server.close();
});

test("a query that traps twice gives an error by name, and the next query is answered", async () => {
  const server = await serve([folder]);
  await open(server.url, async (reader) => {
    await searchesAlone(reader);
    await reader.ask("learning");
    await reader.page.evaluate(() => (window.thumbindexTraps = 2));
    await reader.input.fill("kernel");
    assert.equal((await reader.failed()).code, "crashed");
    assert.match(await reader.panel.innerText(), /stopped again/);
    assert.doesNotMatch(await reader.panel.innerText(), /Nothing found/);
    assert.equal(await reader.options.count(), 0);
    await reader.page.getByRole("button", { name: "Try again" }).click();
    await reader.answered("kernel");
    assert.ok((await reader.options.count()) > 0);
    await reader.ask("continual learning");
    assert.ok((await reader.options.count()) > 0);
  });
  await server.close();
});

test("completions that trap twice are not shown, and the hits stay", async () => {
  const server = await serve([folder]);
  await open(server.url, async (reader) => {
    await reader.page.evaluate(() => document.addEventListener("thumb-index-results", () => (window.thumbindexTraps = 2), { once: true }));
    await reader.ask("kern");
    await reader.page.waitForFunction(() => window.thumbindexTraps === 0);
    assert.ok((await reader.options.count()) > 0);
    assert.equal(await reader.panel.getByRole("toolbar").count(), 0);
    assert.deepEqual(await reader.news("error"), []);
    await reader.ask("kernel");
    assert.ok((await reader.options.count()) > 0);
  });
  await server.close();
});

test("fifty traps in a row: fifty answers", async () => {
  const server = await serve([folder]);
  await open(server.url, async (reader) => {
    for (let round = 0; round < 50; round++) {
      await reader.page.evaluate(() => (window.thumbindexTraps = 1));
      await reader.ask(round % 2 ? "kernel" : "continual learning");
      assert.ok((await reader.options.count()) > 0, `round ${round}`);
    }
    assert.deepEqual(await reader.news("error"), []);
  });
  await server.close();
});

test("a thousand traps in a row through the client: every answer is right, within a tenth of a second", async (t) => {
  const server = await serve([folder]);
  await open(server.url, async ({ page }) => {
    await thousandTraps(t, page);
  });
  await server.close();
});
