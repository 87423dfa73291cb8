// Searches of before: kept in this browser alone, offered while nothing is typed.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { page } from "../support/sites.mjs";

const open = sharedBrowser();
const pages = { "/": page(), "/off.html": page('recent="off"'), "/modal.html": page('layout="modal"') };
const kit = (use, path = "") => async () => {
  const server = await serve([paths.demo], { pages });
  await open(server.url + path, (reader) => use(reader, reader.page.keyboard));
  await server.close();
};
/** Searches for something and takes the first hit, whose document is then read. */
const search = async (reader, query) => {
  await reader.ask(query);
  await reader.page.keyboard.press("Enter");
  await reader.detail.waitFor();
  await reader.page.keyboard.press("Escape");
};
const shown = (reader) => reader.options.allTextContents();

test("searches that led somewhere are offered in the empty box, the newest first, each once", kit(async (reader, keyboard) => {
  await search(reader, "kernel");
  await search(reader, "sparsity");
  await search(reader, "Kernel");
  await reader.ask("only looked at");
  await reader.input.fill("");
  await reader.panel.waitFor({ state: "hidden" });
  await keyboard.press("ArrowDown");
  assert.deepEqual(await shown(reader), ["Kernel", "sparsity"]);
  assert.equal(await reader.input.getAttribute("aria-expanded"), "true");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await reader.answered("sparsity");
  assert.equal(await reader.input.inputValue(), "sparsity");
  // Another visit knows them too.
  await reader.page.reload();
  await reader.input.fill("");
  await reader.input.click();
  await reader.page.getByText("Recent searches", { exact: true }).waitFor();
}));

test("one press forgets them all", kit(async (reader, keyboard) => {
  await search(reader, "kernel");
  await reader.input.fill("");
  await keyboard.press("ArrowDown");
  await reader.page.getByRole("button", { name: "Clear recent searches" }).click();
  await reader.panel.waitFor({ state: "hidden" });
  assert.equal(await reader.page.evaluate(() => localStorage.length), 0);
  await keyboard.press("ArrowDown");
  assert.ok(await reader.panel.isHidden());
}));

test("with the attribute, nothing is kept and nothing offered", kit(async (reader, keyboard) => {
  await search(reader, "kernel");
  assert.equal(await reader.page.evaluate(() => localStorage.length), 0);
  await reader.input.fill("");
  await keyboard.press("ArrowDown");
  assert.ok(await reader.panel.isHidden());
}, "off.html"));

test("a dialog opens with them", kit(async (reader, keyboard) => {
  await keyboard.press("Control+k");
  await search(reader, "kernel");
  await reader.input.fill("");
  await reader.page.getByText("Recent searches", { exact: true }).waitFor();
  assert.deepEqual(await shown(reader), ["kernel"]);
}, "modal.html"));

test("a browser that keeps nothing, and a store that holds something else, are no trouble", kit(async (reader, keyboard) => {
  await search(reader, "kernel");
  await reader.page.evaluate(() => {
    for (const key of Object.keys(localStorage)) localStorage[key] = '{"a":1}';
  });
  await reader.input.fill("");
  await keyboard.press("ArrowDown");
  assert.ok(await reader.panel.isHidden());
  await reader.page.evaluate(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
  });
  await search(reader, "sparsity");
  assert.equal(await reader.input.inputValue(), "sparsity");
}));
