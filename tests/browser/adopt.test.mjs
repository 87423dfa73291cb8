// The search box of a site's theme, taken over: on sites that generators built out of the project's documentation
// (`node tests/support/generate.mjs`). A site that was not built on this machine is skipped by name.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import { axe } from "../support/axe.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { GENERATORS, generated } from "../support/generate.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";

/** Where a reader begins, and what of the site is found: [first page, query, page that has it]. */
const DOCS = ["ranking.html", "known items", "ranking.html"];
const READERS = {
  material: ["sites/", "breadcrumbs", "sites/"],
  docusaurus: ["docs/intro/", "congratulations", "docs/tutorial-basics/congratulations/"],
  starlight: ["sites/", "breadcrumbs", "sites/"],
  rustdoc: ["thumbindex_engine/index.html", "struct session", "thumbindex_engine/struct.Session.html"],
  doxygen: ["annotated.html", "address.js file reference", "address_8js.html"],
};
/** Keys that lead to each theme's own box. */
const KEYS = { mdbook: ["/", "s"], material: ["/", "s", "f"], rustdoc: ["/", "s"], starlight: ["Control+k"], "sphinx-pydata": ["Control+k"] };

const visit = sharedBrowser();
/** @type {Awaited<ReturnType<typeof serve>>[]} */
const servers = [];
after(() => Promise.all(servers.map((server) => server.close())));

/** A site with its box taken over, on a server. */
async function adopted(name, how = "auto") {
  const folder = path.join(paths.scratch, "adopted", name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(/** @type {string} */ (generated(name)), folder, { recursive: true });
  const summary = JSON.parse(execFileSync(paths.command, ["build", folder, "--adopt", how, "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  /** @type {Record<string, string>} */ const pages = {};
  const server = await serve([folder], { pages });
  servers.push(server);
  // Material goes on by script on the pages of its sitemap alone, which names the site's address.
  const sitemap = path.join(folder, "sitemap.xml");
  if (existsSync(sitemap)) pages["/sitemap.xml"] = readFileSync(sitemap, "utf8").replaceAll("http://127.0.0.1/", server.url);
  return { summary, server };
}

/** The box that the reader sees. */
const ours = (page) => page.locator("thumb-index").filter({ visible: true }).first();
const opened = (page) => page.waitForFunction(() => [...document.querySelectorAll("thumb-index")].some((own) => own.shadowRoot.querySelector("dialog")?.open));

for (const name of Object.keys(GENERATORS)) {
  const skip = generated(name) ? false : `${name} was not built here: node tests/support/generate.mjs ${name}`;
  describe(name, { skip }, async () => {
    if (skip) return;
    const generator = name.replace(/-.*/, "");
    const { summary, server } = await adopted(name);
    const [start, query, wanted] = READERS[name] ?? DOCS;

    test("the generator is known by its pages", () => {
      assert.deepEqual(Object.keys(summary.adopted), [generator]);
      assert.ok(summary.adopted[generator] >= summary.pages / 2);
    });

    test("typing, arrows and Enter lead to the match, from a box that axe has nothing to say against", () =>
      visit(server.url + start, async (reader) => {
        const { page } = reader;
        await ours(page).waitFor();
        await page.keyboard.press((KEYS[name] ?? ["/"])[0]);
        await opened(page);
        await page.keyboard.type(query);
        await reader.answered(query);
        assert.equal(await ours(page).getByRole("option").first().getAttribute("href").then((href) => href?.split("#")[0]), server.url + wanted);
        await page.evaluate(axe);
        const found = await page.evaluate(async () => (await globalThis.axe.run("thumb-index")).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`));
        assert.deepEqual(found, []);
        await page.keyboard.press("ArrowDown");
        const target = (await ours(page).getByRole("option", { selected: true }).getAttribute("href"))?.split(":~:")[0].replace(/#$/, "");
        await page.keyboard.press("Enter");
        await page.waitForURL((url) => url.href.split("#")[0] === target?.split("#")[0]);
        await page.locator("main, body").getByText(new RegExp(query.split(" ")[0], "i")).first().waitFor({ state: "attached" });
      }));

    test("the theme's own box is gone, and comes back where searching is impossible", () =>
      visit(server.url + start, async ({ page }) => {
        await ours(page).waitFor();
        const theirs = () => page.evaluate(() => [...document.querySelectorAll("thumb-index")].map((own) => /** @type {HTMLElement} */ (own.nextElementSibling)?.checkVisibility()));
        assert.ok((await theirs()).every((visible) => !visible));
        await page.evaluate(() => document.querySelector("thumb-index")?.dispatchEvent(new CustomEvent("thumb-index-error", { bubbles: true, composed: true, detail: { code: "no-wasm", message: "" } })));
        await page.waitForFunction(() => document.querySelector("thumb-index") === null);
      }));

    test("what is typed into the box is no key of the theme's", () =>
      visit(server.url + start, async (reader) => {
        const { page } = reader;
        await ours(page).waitFor();
        for (const key of KEYS[name] ?? ["/"]) {
          await page.keyboard.press(key);
          await opened(page);
          await page.keyboard.type("s/f");
          assert.equal(await ours(page).evaluate((own) => own.value), "s/f");
          assert.equal(await page.evaluate(() => document.activeElement?.localName), "thumb-index");
          await page.keyboard.press("Escape");
          await page.waitForFunction(() => ![...document.querySelectorAll("thumb-index")].some((own) => own.shadowRoot.querySelector("dialog")?.open));
          await ours(page).evaluate((own) => void (own.value = ""));
        }
      }));
  });
}

/** Routers that go on by script: [site, first page, a link there, what the address ends in]. */
for (const [name, start, link, end] of [
  ["material", "sites/", "What can be typed", "query-language/"],
  ["vitepress", "sites.html", "What can be typed", "query-language.html"],
  ["docusaurus", "docs/intro/", "Blog", "blog"],
]) {
  test(`${name}: the box is still there and knows the way after a page that was loaded by script`, { skip: !generated(name) && `${name} was not built here` }, async () => {
    const { server } = await adopted(name, name);
    await visit(server.url + start, async (reader) => {
      const { page } = reader;
      await ours(page).waitFor();
      await page.evaluate(() => void (globalThis.same = true));
      await page.getByRole("link", { name: link, exact: true }).first().click();
      await page.waitForURL((url) => url.pathname.replace(/\/$/, "").endsWith(end.replace(/\/$/, "")));
      assert.ok(await page.evaluate(() => globalThis.same), "the page went on by script");
      // The framework is done with the page.
      await page.waitForLoadState("networkidle");
      await page.waitForFunction(() => document.querySelectorAll("thumb-index").length === 1);
      await page.keyboard.press("/");
      await opened(page);
      const [, query, wanted] = READERS[name] ?? DOCS;
      await page.keyboard.type(query);
      await reader.answered(query);
      assert.equal((await ours(page).getByRole("option").first().getAttribute("href"))?.split("#")[0], server.url + wanted);
    });
  });
}
