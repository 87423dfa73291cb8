// Without a network: what was fetched is there, and after a download the whole index; a new build takes its place in one step.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test from "node:test";
import { until } from "./both.mjs";
import { paths } from "./paths.mjs";
import { POLICIES, serve } from "./server.mjs";
import { build, page } from "./sites.mjs";

/** @type {{old: string, next: string}} */
export const folders = { old: "", next: "" };
const isBlock = (/** @type {string} */ name) => name.endsWith(".tib");

/** Both builds; to be made before the tests. @param {string} name of the folders, another for each file of tests */
export const builds = async (name) => {
  const papers = (await readFile(paths.corpus, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
  const copies = papers.flatMap((paper, number) => Array.from({ length: 6 }, (_, copy) => ({ ...papers[(number + 5 * copy) % papers.length], id: `${number}-${copy}`, title: `${paper.title} ${copy}` })));
  folders.old = await build(`offline-${name}-old`, copies, ["--shape", "large"]);
  const next = copies.map((paper, number) => (number === 0 ? { ...paper, title: "Zanzibar kernels" } : paper));
  folders.next = await build(`offline-${name}-next`, next, ["--shape", "large"]);
};

/** A server whose folder can be replaced, and its page. @param {string} attributes @param {string} [policy] */
export const served = async (attributes, policy) => {
  const shown = [folders.old];
  const server = await serve(shown, { policy, pages: { "/box.html": page(attributes) } });
  return Object.assign(server, { deploy: (/** @type {string} */ folder) => void (shown[0] = folder) });
};

/** Keeps the index beside the page. */
const keep = ({ page }) => page.evaluate(async () => (await import("/client.js")).keepOffline());
export const titles = (reader) => (reader.options ? reader.page.locator("thumb-index .option .title").allTextContents() : reader.titles());
export const complete = (reader) => until(reader.page, () => window.kept?.complete);

/**
 * What must be so in every browser.
 *
 * @param {string} browser its name
 * @param {(url: string, use: (reader: any) => Promise<void>) => Promise<void>} open
 */
export function inBrowser(browser, open) {
  test(`after a download any word is found with the server gone, on a page that is opened anew (${browser})`, async () => {
    const server = await served("");
    await open(`${server.url}box.html`, async (reader) => {
      const kept = await keep(reader);
      assert.deepEqual([kept.complete, kept.covered, kept.bytes], [true, true, kept.total]);
      const asked = server.requests.filter(isBlock).length;
      assert.equal(asked, (await readdir(folders.old)).filter(isBlock).length);
      // The page itself is kept when the worker has seen it.
      await reader.page.reload();
      await reader.ask("neural");
      assert.equal(server.requests.filter(isBlock).length, asked, "what is there is not fetched");
      const online = await titles(reader);
      await server.close();
      await reader.page.reload();
      await reader.ask("neural");
      assert.deepEqual(await titles(reader), online);
      for (const query of ["grpah kernle", '"neural networks"', "xqzwvjk", "transformer attention"]) {
        await reader.ask(query);
        assert.deepEqual(await reader.page.evaluate(() => window.news.filter(({ name }) => name === "error")), [], query);
      }
    });
  });

  test(`what searches fetched is there without a network, and what is not there is an error (${browser})`, async () => {
    const server = await served("");
    await open(`${server.url}box.html`, async (reader) => {
      await reader.page.evaluate(async () => {
        await navigator.serviceWorker.register("/offline.js");
        if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
      });
      await reader.page.reload();
      await reader.ask("kernel");
      const online = await titles(reader);
      await server.close();
      await reader.page.reload();
      await reader.ask("kernel");
      assert.deepEqual(await titles(reader), online);
      await reader.page.evaluate(() => (document.querySelector("thumb-index").value = "quantum diffusion sampling"));
      const { code, message } = await reader.failed();
      assert.equal(code, "network");
      assert.match(message, /\.tib/);
    });
  });

  test(`a new build takes the place of the kept one as a whole (${browser})`, async () => {
    const server = await served("");
    await open(`${server.url}box.html`, async (reader) => {
      await keep(reader);
      await reader.page.reload();
      await reader.ask("kernel");
      server.deploy(folders.next);
      // A tab of before goes on, though the server has its files no more.
      await reader.ask("diffusion");
      assert.ok((await titles(reader)).length > 0);
      await reader.page.reload();
      await reader.ask("zanzibar");
      assert.deepEqual((await titles(reader))[0], "Zanzibar kernels");
      // A download of it that breaks off leaves the whole of before.
      let blocks = 0;
      server.fault = (name, response) => isBlock(name) && ++blocks > 10 && (response.destroy(), true);
      const code = await reader.page.evaluate(async () => (await import("/client.js")).keepOffline().catch((failure) => failure.code));
      assert.equal(code, "network");
      server.fault = (_, response) => (response.destroy(), true);
      await reader.page.reload();
      await reader.ask("graph kernel");
      assert.ok((await titles(reader)).length > 0 && !(await titles(reader)).includes("Zanzibar kernels"));
      server.fault = null;
      const before = server.requests.filter(isBlock).length;
      await keep(reader);
      const rest = server.requests.filter(isBlock).length - before;
      assert.ok(rest > 0 && rest < (await readdir(folders.next)).filter(isBlock).length, "the rest alone is fetched");
      await reader.page.reload();
      await keep(reader);
      const names = await reader.page.evaluate(async () => (await (await caches.open("thumbindex-whole")).keys()).map(({ url }) => url.split("/").at(-1)).filter((name) => name.endsWith(".tib")));
      assert.deepEqual(names.sort(), (await readdir(folders.next)).filter(isBlock).sort(), "nothing of the old build is left");
      await server.close();
      await reader.page.reload();
      await reader.ask("zanzibar");
      assert.equal((await titles(reader))[0], "Zanzibar kernels");
    });
  });

  test(`the attribute asks for all behind the first hits, and says how far it is (${browser})`, async () => {
    const server = await served("offline", POLICIES[1]);
    await open(`${server.url}box.html`, async (reader) => {
      await reader.page.evaluate(() => document.addEventListener("thumb-index-offline", ({ detail }) => ((window.kept = detail), (window.steps = (window.steps ?? 0) + 1))));
      assert.ok(!server.requests.includes("offline.js"));
      await reader.type("kernel");
      const { bytes, total, covered } = await complete(reader).then(() => reader.page.evaluate(() => window.kept));
      assert.deepEqual([bytes, covered], [total, true]);
      assert.ok((await reader.page.evaluate(() => window.steps)) > 10);
      const first = server.requests.findIndex(isBlock);
      assert.ok(server.requests.indexOf("offline.js") > first, "not before the first result");
      await server.close();
      await reader.ask("attention is all");
      assert.ok((await titles(reader)).length > 0);
    });
  });

  test(`a copy that is wrong is fetched anew, and a page of the host's is never one (${browser})`, async () => {
    const server = await served("");
    await open(`${server.url}box.html`, async (reader) => {
      await keep(reader);
      await reader.page.evaluate(async () => {
        const whole = await caches.open("thumbindex-whole");
        for (const { url } of await whole.keys()) if (url.endsWith(".tib")) await whole.put(url, new Response("damaged"));
      });
      await reader.page.reload();
      await reader.ask("kernel");
      assert.ok((await titles(reader)).length > 0);
      await reader.page.evaluate(() => caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))));
      server.fault = (name, response) => isBlock(name) && (response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>"), true);
      await reader.page.evaluate(() => (document.querySelector("thumb-index").value = "diffusion"));
      assert.equal((await reader.failed()).code, "wrong-block");
      const code = await reader.page.evaluate(async () => (await import("/client.js")).keepOffline().catch((failure) => failure.code));
      assert.equal(code, "wrong-file");
      server.fault = null;
      assert.equal(await reader.page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).filter(({ url }) => url.endsWith(".tib")).length))).reduce((a, b) => a + b, 0)), 0);
      assert.equal((await keep(reader)).complete, true);
    });
    await server.close();
  });
}
