// The site over the default corpus: pages to read, with scripts and without, and a search that leads to them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import axe from "axe-core";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";

const open = sharedBrowser();
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

test("a reader without scripts finds every paper by list and by topic", async () => {
  const server = await serve([paths.site]);
  const read = async ({ page }) => {
    assert.ok(await page.getByRole("link", { name: /^kernel methods/ }).isVisible());
    await page.getByRole("link", { name: "All entries" }).last().click();
    assert.equal(await page.locator(".rows > li").count(), 61);
    await page.getByRole("link", { name: /^Neural Tangent Kernel/ }).click();
    assert.match((await page.locator("h1").textContent()) ?? "", /^Neural Tangent Kernel/);
    assert.ok((await page.locator("section .rows > li").count()) > 0, "similar papers");
    await page.getByRole("link", { name: "infinite-width networks" }).click();
    assert.equal(await page.locator("h1").textContent(), "infinite-width networks");
    assert.ok(await page.getByRole("link", { name: /^Neural Tangent Kernel/ }).isVisible());
  };
  await open(server.url, read, { javaScriptEnabled: false });
  await server.close();
});

test("a hit of the search leads to its page, from whatever page", async () => {
  const server = await serve([paths.site]);
  for (const from of ["", "all.html", "p-5.html"]) {
    await open(`${server.url}${from}`, async (reader) => {
      await reader.ask("nueral tangent kernel");
      await reader.page.keyboard.press("ArrowDown");
      await reader.page.keyboard.press("Enter");
      await reader.page.waitForURL(/p-0\.html/);
      assert.match((await reader.page.locator("h1").textContent()) ?? "", /^Neural Tangent Kernel/);
    });
  }
  await server.close();
});

test("it works with no violation under the strictest policy", async () => {
  const server = await serve([paths.site], { policy: POLICIES[1] });
  await open(server.url, async (reader) => {
    await reader.ask("kernel");
    assert.ok((await reader.options.count()) > 0);
    assert.deepEqual(await reader.violations(), []);
    assert.notEqual(await reader.page.evaluate(() => getComputedStyle(document.body).maxWidth), "none", "its style sheet is there");
  });
  await server.close();
});

test("browsers are told how the site is searched, where its address is known", async () => {
  const folder = path.join(paths.scratch, "site-opensearch");
  execFileSync(paths.command, ["build", paths.corpus, "--output", folder, "--site", "--title", "Papers & more", "--base-url", "https://example.org/list/"], { stdio: ["ignore", "pipe", "pipe"] });
  const server = await serve([folder]);
  await open(`${server.url}all.html`, async (reader) => {
    const { template, name } = await reader.page.evaluate(async () => {
      const link = document.querySelector("link[rel=search][type='application/opensearchdescription+xml']");
      const description = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/xml");
      return { template: description.querySelector("Url[type='text/html']").getAttribute("template"), name: description.querySelector("ShortName").textContent };
    });
    assert.equal(name, "Papers & more");
    assert.ok(template.startsWith("https://example.org/list/"), template);
    await reader.page.goto(template.replace("https://example.org/list/", server.url).replace("{searchTerms}", encodeURIComponent("nueral tangent")));
    await reader.answered("nueral tangent");
    assert.match((await reader.titles.first().textContent()) ?? "", /^Neural Tangent Kernel/);
  });
  await server.close();
});

for (const [lang, names] of [["he", { box: "חיפוש באוסף הזה", all: "כל הרשומות" }], ["de", { box: "Diese Sammlung durchsuchen", all: "Alle Einträge" }]]) {
  test(`a site in another language speaks it throughout, and so does its search: ${lang}`, async () => {
    const folder = path.join(paths.scratch, `site-${lang}`);
    execFileSync(paths.command, ["build", paths.corpus, "--output", folder, "--site", "--lang", lang, "--date", "2026-01-01"], { stdio: ["ignore", "pipe", "pipe"] });
    const server = await serve([folder]);
    await open(server.url, async (reader) => {
      const { page } = reader;
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), lang === "he" ? "rtl" : "ltr");
      assert.ok(await page.getByRole("combobox", { name: names.box }).isVisible());
      await reader.ask("kernel");
      await page.evaluate(axe.source);
      assert.deepEqual(await page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id }) => id)), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      assert.equal(await page.getByText(/\b(Topics|Newest|Home|Searched|Feed of|results|details)\b/).count(), 0, "no English is left");
      await page.screenshot({ path: path.join(paths.screenshots, `site-${lang}.png`), caret: "hide" });
      await page.getByRole("link", { name: names.all }).last().click();
      await page.waitForURL(/all\.html/);
      await page.screenshot({ path: path.join(paths.screenshots, `site-${lang}-all.png`), caret: "hide" });
    }, PHONE);
    await server.close();
  });
}

for (const [colorScheme, size] of [["light", {}], ["dark", {}], ["light", PHONE], ["dark", PHONE]]) {
  test(`axe finds nothing, and nothing is wider than the window: ${colorScheme}, ${size === PHONE ? "phone" : "desk"}`, async () => {
    const server = await serve([paths.site]);
    const look = async ({ page }) => {
      for (const name of ["index.html", "all.html", "topics.html", "topic-efficiency.html", "p-0.html"]) {
        await page.goto(`${server.url}${name}`);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], name);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${name} is ${over} px too wide`);
      }
    };
    await open(server.url, look, { ...size, colorScheme });
    await server.close();
  });
}

test("the feed is well-formed and has what RFC 4287 asks for", async () => {
  const server = await serve([paths.site]);
  const feed = await readFile(path.join(paths.site, "feed.xml"), "utf8");
  await open(`${server.url}all.html`, async ({ page }) => {
    const faults = await page.evaluate((feed) => {
      const parsed = new DOMParser().parseFromString(feed, "application/xml");
      const faults = [];
      const must = (fine, what) => fine || faults.push(what);
      must(!parsed.querySelector("parsererror"), "well-formed");
      const root = parsed.documentElement;
      must(root.namespaceURI === "http://www.w3.org/2005/Atom" && root.localName === "feed", "an Atom feed");
      const ids = new Set();
      const parts = [root, ...parsed.getElementsByTagName("entry")];
      for (const part of parts) {
        const own = (name) => [...part.children].filter(({ localName }) => localName === name);
        for (const name of ["id", "title", "updated"]) must(own(name).length === 1, `one ${name}`);
        const [id] = own("id");
        must(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(id.textContent), `an id: ${id.textContent}`);
        must(!ids.has(id.textContent), "an id of its own");
        ids.add(id.textContent);
        must(!Number.isNaN(Date.parse(own("updated")[0].textContent)), "a date");
        must(own("link").some((link) => link.getAttribute("rel") === "alternate" && link.getAttribute("href")), "a link");
      }
      must([...root.children].some(({ localName }) => localName === "author"), "an author");
      must(parts.length === 51, `fifty entries, not ${parts.length - 1}`);
      return faults;
    }, feed);
    assert.deepEqual(faults, []);
  });
  await server.close();
});

test("pages say in one tag each what they are, and hold no script of their own", async () => {
  const names = (await readdir(paths.site)).filter((name) => name.endsWith(".html"));
  assert.equal(names.filter((name) => name.startsWith("p-")).length, 61);
  const titles = new Set();
  for (const name of names) {
    const text = await readFile(path.join(paths.site, name), "utf8");
    titles.add(text.match(/<title>(.*?)<\/title>/)?.[1]);
    assert.equal(text.match(/<h1/g)?.length, 1, name);
    assert.deepEqual(text.match(/<script[^>]*>[^]*?<\/script>/g), ['<script type="module" src="thumbindex.js"></script>'], name);
    assert.doesNotMatch(text, / style=| on\w+=/, name);
  }
  assert.equal(titles.size, names.length, "every page has a title of its own");
});
