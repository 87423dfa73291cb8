// Pages in several versions and languages: one row for all, the reader's edition first, the others one key away.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { before } from "node:test";
import { violations } from "../support/axe.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";

const open = sharedBrowser();
const folder = path.join(paths.scratch, "editions");

/** @param {string} lang @param {string} title @param {string} text */
const page = (lang, title, text) => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title><script type="module" src="../../thumbindex/thumbindex.js"></script></head><body><main><thumb-index src="../../thumbindex/" base="../../"></thumb-index><h1>${title}</h1><p>${text}</p><h2 id="flags">Flags</h2><p>The flag marmalade of ${title}.</p></main></body></html>`;

before(async () => {
  await rm(folder, { recursive: true, force: true });
  for (const version of ["1.0", "2.0"]) {
    for (const lang of ["en", "de"]) {
      const place = path.join(folder, version, lang);
      await mkdir(place, { recursive: true });
      await writeFile(path.join(place, "start.html"), page(lang, lang === "en" ? "Getting started" : "Erste Schritte", `Marmalade ${version}.`));
      await writeFile(path.join(place, "use.html"), page(lang, lang === "en" ? "How to use it" : "Die Benutzung", `Marmalade and more in ${version}.`));
    }
  }
  execFileSync(paths.command, ["build", folder], { stdio: ["ignore", "pipe", "pipe"] });
});

/** @param {string} from @param {(reader: import("../support/browser.mjs").Reader, server: {url: string}) => Promise<void>} use */
const on = (from, use) => async () => {
  const server = await serve([folder], { policy: POLICIES[1] });
  await open(server.url + from, (reader) => use(reader, server));
  await server.close();
};
const urls = (reader) => reader.options.evaluateAll((options) => options.map((option) => new URL(option.href).pathname));

for (const [place, title] of [["1.0/en", "Getting started"], ["2.0/en", "Getting started"], ["1.0/de", "Erste Schritte"], ["2.0/de", "Erste Schritte"]]) {
  test(`on a page of ${place} its own edition stands for each page`, on(`${place}/start.html`, async (reader) => {
    await reader.type("marmalade");
    assert.deepEqual((await urls(reader)).sort(), [`/${place}/start.html`, `/${place}/use.html`]);
    assert.ok((await reader.titles.allInnerTexts()).includes(title));
    await reader.page.locator("thumb-index .editions").first().waitFor();
    assert.deepEqual(await violations(reader), []);
    assert.deepEqual(await reader.violations(), []);
    const modules = await reader.page.evaluate(() => performance.getEntriesByType("resource").filter((entry) => entry.name.endsWith(".wasm")).length);
    assert.equal(modules, 1, "the module that knows of editions, and no other");
  }));
}

test("the others are named on the row and linked one key away, each to the same section", on("1.0/en/use.html", async (reader) => {
  await reader.type("flag getting started");
  const row = reader.options.first();
  await row.locator(".editions").waitFor();
  assert.match(await row.locator(".editions").innerText(), /2\.0/);
  await reader.page.keyboard.press("ArrowDown");
  await reader.page.keyboard.press("ArrowRight");
  const links = reader.detail.locator(".editions a");
  await links.first().waitFor();
  const leads = await links.evaluateAll((all) => all.map((link) => new URL(link.href).pathname + new URL(link.href).hash));
  assert.deepEqual(leads, ["/2.0/en/start.html#flags", "/1.0/de/start.html#flags", "/2.0/de/start.html#flags"]);
  assert.deepEqual(await violations(reader), []);
  await links.first().click();
  await reader.page.waitForURL(/\/2\.0\/en\/start\.html/);
}));

test("attributes say another version and language than the page's", on("1.0/en/use.html", async (reader) => {
  await reader.page.evaluate(() => {
    const box = document.querySelector("thumb-index");
    box?.setAttribute("version", "2.0");
    box?.setAttribute("lang", "de");
  });
  await reader.type("marmalade");
  assert.deepEqual((await urls(reader)).sort(), ["/2.0/de/start.html", "/2.0/de/use.html"]);
}));

test("the full module is the one that is fetched, once", async () => {
  const server = await serve([folder], { policy: POLICIES[1] });
  await open(`${server.url}1.0/en/use.html`, async (reader) => {
    /** @type {string[]} */ const fetched = [];
    reader.page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await reader.type('"marmalade and more"');
    assert.deepEqual(await urls(reader), ["/1.0/en/use.html"]);
    assert.equal(fetched.filter((name) => name.endsWith(".wasm")).length, 1, fetched.join(" "));
  });
  await server.close();
});
