// A document in place: what is like it, and how to cite it.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
let folder = "";
before(async () => {
  folder = await build("details", [
    { id: "a", title: "The Alpha compass: 100% {north}", summary: "A compass of brass points north by magnets.", authors: ["Ada Lovelace", "José Ortega y Gasset"], year: 1843, venue: "Proceedings of Compasses", url: "/a_b.html" },
    { id: "b", title: "Beta compass", summary: "A compass of brass points north by magnets too.", url: "/beta.html" },
    { id: "c", title: "Gamma cookery", summary: "Soup and bread, and nothing else at all." },
  ]);
});
const pages = { "/": page(), "/blank.html": "<!doctype html>", "/rtl.html": page().replace('lang="en"', 'lang="en" dir="rtl"') };
const kit = (use, path = "", options = {}) => async () => {
  const server = await serve([folder, paths.www], { pages });
  await open(server.url + path, (reader) => use(reader, reader.page.keyboard), options);
  await server.close();
};

test("the arrow that leads on tells more about the hit that is meant, with what is like it; Escape leads back to it", kit(async (reader, keyboard) => {
  await reader.type("alpha compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowRight");
  await reader.detail.waitFor();
  assert.match(await reader.detail.innerText(), /A compass of brass points north by magnets\.[^]*More like this/);
  assert.equal(await reader.input.getAttribute("aria-expanded"), "false");
  await reader.detail.getByRole("button", { name: "Beta compass" }).click();
  await reader.detail.getByRole("heading", { name: "Beta compass" }).waitFor();
  await keyboard.press("Escape");
  assert.ok(await reader.focused());
  assert.match(await reader.active(), /^The Alpha compass/);
}));

test("where the page is read from right to left, it is the left arrow", kit(async (reader, keyboard) => {
  await reader.type("alpha compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowLeft");
  await reader.detail.waitFor();
}, "rtl.html"));

test("a handle on the row does the same for pointers, and does not follow the link", kit(async (reader) => {
  await reader.type("alpha compass");
  await reader.options.first().hover();
  await reader.options.first().locator(".more").click();
  await reader.detail.waitFor();
  assert.equal(new URL(reader.page.url()).pathname, "/");
}));

test("a document with authors and a year can be cited", kit(async (reader, keyboard) => {
  await reader.type("alpha compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowRight");
  await reader.page.getByRole("button", { name: "Copy BibTeX" }).click();
  await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent === "Copied");
  assert.equal(await reader.page.evaluate(() => navigator.clipboard.readText()), `@inproceedings{lovelace1843alpha,
  author = {Ada Lovelace and José Ortega y Gasset},
  title = {{The Alpha compass: 100\\% \\{north\\}}},
  year = {1843},
  booktitle = {Proceedings of Compasses},
  url = {${new URL("/a_b.html", reader.page.url())}}
}
`, "a relative address leads nowhere from a list of references");
  await reader.page.getByRole("button", { name: "Copy citation" }).click();
  await reader.page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("Ada"));
  assert.equal(await reader.page.evaluate(() => navigator.clipboard.readText()), `Ada Lovelace, José Ortega y Gasset (1843). The Alpha compass: 100% {north}. Proceedings of Compasses. ${new URL("/a_b.html", reader.page.url())}`);
}, "", { permissions: ["clipboard-read", "clipboard-write"] }));

test("where the clipboard is refused, the text is there, selected", kit(async (reader, keyboard) => {
  await reader.page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await reader.type("alpha compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowRight");
  await reader.page.getByRole("button", { name: "Copy BibTeX" }).click();
  const shown = reader.detail.locator("textarea");
  await shown.waitFor();
  const { value, selectionEnd } = await shown.evaluate(({ value, selectionEnd }) => ({ value, selectionEnd }));
  assert.match(value, /^@inproceedings/);
  assert.equal(selectionEnd, value.length);
}));

test("one without has no such buttons", kit(async (reader, keyboard) => {
  await reader.type("beta compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowRight");
  await reader.detail.waitFor();
  assert.equal(await reader.page.getByRole("button", { name: /Copy/ }).count(), 0);
}));

test("entries are valid BibTeX whatever the record holds", kit(async ({ page }) => {
  const entries = await page.evaluate(async () => {
    const { bibtex } = await import("/cite.js");
    const empty = { id: "1", title: "", body: "", url: "", authors: [], year: null, venue: "", keywords: [], meta: [] };
    return [
      bibtex(empty),
      bibtex({ ...empty, title: "A \\ of # & $ ^ ~ _", authors: ["Erdős, Paul"], year: 1950, venue: "Journal & Co" }),
      bibtex({ ...empty, title: "東京の研究", authors: ["山田 太郎"], year: 2020, url: "https://example.org/{x}" }),
    ];
  });
  assert.match(entries[0], /^@misc\{document,/);
  assert.match(entries[1], /^@article\{erdos1950of,|^@article\{erdos1950/);
  assert.match(entries[1], /A \\textbackslash\{\} of \\# \\& \\\$ \\textasciicircum\{\} \\textasciitilde\{\} \\_/);
  assert.match(entries[1], /journal = \{Journal \\& Co\}/);
  assert.match(entries[2], /^@misc\{2020,/);
  assert.match(entries[2], /https:\/\/example\.org\/%7Bx%7D/);
  for (const entry of entries) {
    let depth = 0;
    for (const [brace] of entry.replaceAll(/\\[{}]/g, "").matchAll(/[{}]/g)) assert.ok((depth += brace === "{" ? 1 : -1) >= 0);
    assert.equal(depth, 0, entry);
  }
}, "blank.html"));
