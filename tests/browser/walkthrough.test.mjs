// docs/accessibility.md walks through the box by keyboard and screen reader; what it shows of the accessibility tree is
// what the browser says. `node tests/browser/walkthrough.test.mjs --write` writes the trees anew.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { root } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
const DOCS = path.join(root, "docs/accessibility.md");
/** A tree in the docs, under its name. */
const TREE = /<!-- (.+?) -->\n```yaml\n([^]*?)```/g;

test("the trees in docs/accessibility.md are those of the browser", async () => {
  const folder = await build("walkthrough", [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", authors: ["Ada Lovelace"], year: 1843, url: "/alpha.html" },
    { id: "b", title: "Beta compass", summary: "A second compass.", url: "/beta.html" },
  ]);
  const server = await serve([folder], { pages: { "/": page('layout="modal"'), "/filters.html": page('facets="author year" sorts="year"') } });
  const trees = new Map();
  await open(server.url, async (reader) => {
    const keyboard = reader.page.keyboard;
    const take = async (name) => trees.set(name, `${(await reader.page.locator("thumb-index").ariaSnapshot()).replaceAll(server.url, "https://example.org/")}\n`);
    await reader.page.getByRole("button", { name: "Search" }).waitFor();
    await take("at rest");
    await keyboard.press("Control+k");
    await reader.page.getByRole("button", { name: "How to search" }).waitFor();
    await take("the dialog");
    await reader.type("alpha compass");
    await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent.startsWith("2 results"));
    await keyboard.press("ArrowDown");
    await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent.startsWith("1 of 2"));
    await take("results, the first one meant");
    await keyboard.press("ArrowRight");
    await reader.detail.waitFor();
    await take("the document");
    await keyboard.press("Escape");
    await reader.ask("xqzwvjk");
    await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent.startsWith("Nothing"));
    await take("nothing found");
    await keyboard.press("Escape");
    await reader.page.evaluate(() => (localStorage["thumbindex:/"] = JSON.stringify(["beta", "compass north"])));
    await reader.page.evaluate(() => (document.querySelector("thumb-index").value = ""));
    await keyboard.press("Control+k");
    await reader.page.getByRole("option").first().waitFor();
    await keyboard.press("ArrowDown");
    await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent.startsWith("1 of 2"));
    await take("recent searches, the first one meant");
  });
  await open(`${server.url}filters.html`, async (reader) => {
    await reader.type("compass");
    const row = reader.page.getByRole("toolbar", { name: "Filters" });
    await row.waitFor();
    await row.getByRole("button", { name: /^Ada/ }).press("Space");
    await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent.startsWith("1 result"));
    trees.set("filters, one of them chosen", `${await row.ariaSnapshot()}\n`);
  });
  await server.close();
  const docs = await readFile(DOCS, "utf8");
  if (process.argv.includes("--write")) await writeFile(DOCS, docs.replace(TREE, (_, name) => `<!-- ${name} -->\n\`\`\`yaml\n${trees.get(name)}\`\`\``));
  else assert.deepEqual(new Map([...docs.matchAll(TREE)].map(([, name, tree]) => [name, tree])), trees);
});
