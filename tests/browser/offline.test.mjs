// Pages that are opened without a network: the service worker of docs/widget.md, as it stands there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before } from "node:test";
import { ask, asking, inBoth, until } from "../support/both.mjs";
import { root } from "../support/paths.mjs";
import { build, names } from "../support/sites.mjs";

const both = inBoth();
let folder = "";
let worker = "";
before(async () => {
  folder = await build("offline", [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
    { id: "b", title: "Beta lantern", summary: "A lantern lights the way.", url: "/alpha.html?b" },
  ]);
  const docs = await readFile(path.join(root, "docs/widget.md"), "utf8");
  worker = /```js\n(const FOLDER[^]*?)```/.exec(docs)[1].replace('"/search/"', '"/"');
});
const given = () => ({ folders: [folder], pages: { "/": asking("<thumb-index></thumb-index>", '<script src="/register.js"></script>'), "/register.js": 'navigator.serviceWorker.register("/sw.js")', "/sw.js": worker } });
const right = async (reader, query = "alpha comp") => assert.equal((await ask(reader, query)).titles[0], "Alpha compass");
const visit = async ({ page }) => {
  await page.evaluate(() => void setTimeout(() => location.reload()));
  await until(page, () => document.readyState === "complete" && performance.timeOrigin !== window.before && customElements.get("thumb-index") !== undefined);
};

both("with the service worker of the docs, a page that was visited is searched without a network; a kept index that is damaged is none that is believed", given, async (reader, server) => {
  const { page } = reader;
  await until(page, () => navigator.serviceWorker.controller !== null);
  await page.evaluate(() => (window.before = performance.timeOrigin));
  await visit(reader);
  await right(reader);
  await server.quiet();
  const kept = await page.evaluate(async () => (await (await caches.open("thumbindex")).keys()).map(({ url }) => new URL(url).pathname));
  const { index, wasm, ui } = await names(folder);
  for (const name of [index, wasm, ui, "thumbindex.js"]) assert.ok(kept.includes(`/${name}`), `${name} is kept: ${kept}`);
  // The network goes.
  server.fault = (_, response) => (response.destroy(), true);
  await page.evaluate(() => (window.before = performance.timeOrigin));
  await visit(reader);
  await right(reader);
  assert.equal((await ask(reader, "lantern")).titles[0], "Beta lantern");
  // What is kept goes bad: it is named, and never answers.
  await page.evaluate(async (index) => {
    const cache = await caches.open("thumbindex");
    const bytes = new Uint8Array(await (await cache.match(index)).arrayBuffer());
    bytes[bytes.length >> 1] ^= 1;
    await cache.put(index, new Response(bytes));
  }, `/${index}`);
  await page.evaluate(() => (window.before = performance.timeOrigin));
  await visit(reader);
  await page.evaluate(() => (window.box().value = "alpha comp"));
  const text = await until(page, () => window.box().shadowRoot.querySelector("[part=error]")?.innerText);
  assert.match(text, /Try again/);
  assert.equal(await page.evaluate(() => window.box().shadowRoot.querySelectorAll(".option").length), 0);
  // And is fetched anew once there is a network.
  server.fault = null;
  await page.evaluate(() => window.box().shadowRoot.querySelector("[part=error] button").click());
  await until(page, () => window.box().shadowRoot.querySelector(".option .title")?.textContent === "Alpha compass");
});
