// Without a network, in Chromium; and what depends on the site or on the room there is.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { builds, complete, folders, inBrowser, served, titles } from "../support/offline.mjs";
import { serve } from "../support/server.mjs";
import { page } from "../support/sites.mjs";

const open = sharedBrowser();
before(() => builds("chromium"));
inBrowser("Chromium", open);

test("a site's own worker that imports ours answers too", async () => {
  const html = page("offline=/sw.js").replace("/thumbindex.js", "/search/thumbindex.js");
  const worker = 'importScripts("/search/offline.js");\naddEventListener("install", () => skipWaiting());\naddEventListener("activate", (event) => event.waitUntil(clients.claim()));';
  const server = await serve([], { pages: { "/box.html": html, "/sw.js": worker }, below: { "search/": folders.old } });
  server.fault = (name, response) => name === "sw.js" && (response.writeHead(200, { "content-type": "text/javascript" }).end(worker), true);
  await open(`${server.url}box.html`, async (reader) => {
    await reader.page.evaluate(() => document.addEventListener("thumb-index-offline", ({ detail }) => (window.kept = detail)));
    await reader.type("kernel");
    await complete(reader);
    assert.equal(await reader.page.evaluate(() => window.kept.covered), true);
    await server.close();
    await reader.ask("attention is all");
    assert.ok((await titles(reader)).length > 0);
  });
});

test("a browser without room says so, and goes on searching", async () => {
  const server = await served("");
  await open(`${server.url}box.html`, async (reader) => {
    const session = await reader.page.context().newCDPSession(reader.page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: server.url.slice(0, -1), quotaSize: 60_000 });
    const failure = await reader.page.evaluate(async () => (await import("/client.js")).keepOffline().catch(({ code, message }) => ({ code, message })));
    assert.equal(failure.code, "no-room");
    assert.match(failure.message, /MB/);
    await reader.page.reload();
    await reader.ask("kernel");
    assert.ok((await titles(reader)).length > 0);
  });
  await server.close();
});
