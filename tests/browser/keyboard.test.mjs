// Keys: the focus stays in the box, and options are links.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
let folder = "";

before(async () => {
  folder = await build("keyboard", [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
    { id: "b", title: "Beta compass compass", summary: "A second compass.", url: "/beta.html" },
    { id: "c", title: "Gamma compass", summary: "A third compass, with nowhere to go." },
  ]);
});

const pages = {
  "/": page(),
  "/inline.html": page('layout="inline" hotkey="/"'),
  "/alpha.html": "<title>Alpha</title>",
  "/beta.html": "<title>Beta</title>",
  "/form.html": page().replace("<main>", '<main><form action="/sent.html">').replace("</main>", "</form></main>"),
};
const kit = (use, path = "") => async () => {
  const server = await serve([folder], { pages });
  await open(server.url + path, (reader) => use(reader, reader.page.keyboard, server));
  await server.close();
};

test("arrows walk through the options and back to the text", kit(async (reader, keyboard) => {
  await reader.type("compass");
  assert.equal(await reader.options.count(), 3);
  const titles = await reader.titles.allTextContents();
  assert.equal(await reader.active(), null);
  for (const title of [...titles, null, titles[0]]) {
    await keyboard.press("ArrowDown");
    assert.equal(await reader.active(), title);
  }
  for (const title of [null, titles[2], titles[1]]) {
    await keyboard.press("ArrowUp");
    assert.equal(await reader.active(), title);
  }
  assert.deepEqual(await reader.options.evaluateAll((options) => options.map((option) => option.ariaSelected)), ["false", "true", "false"]);
  assert.ok(await reader.input.evaluate((input) => input.getRootNode().activeElement === input), "the focus is in the box");
  await keyboard.press("Home");
  assert.equal(await reader.active(), titles[0], "the first");
  await keyboard.press("End");
  assert.equal(await reader.active(), titles[2], "the last");
  await keyboard.press("ArrowDown");
  assert.equal(await reader.active(), null);
  // Without an option, keys that edit text are the text's.
  await keyboard.press("Home");
  await keyboard.type("x");
  assert.equal(await reader.input.inputValue(), "xcompass");
}));

test("Enter opens the option, or the first one", kit(async (reader, keyboard) => {
  await reader.type("alpha compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await reader.page.waitForURL(/alpha\.html/);
  await reader.page.goBack();
  await reader.ask("beta");
  await keyboard.press("Enter");
  await reader.page.waitForURL(/beta\.html/);
}));

test("Ctrl-Enter and a middle click open a new tab", kit(async (reader, keyboard) => {
  await reader.type("alpha compass");
  for (const act of [() => keyboard.press("Control+Enter"), () => reader.options.first().click({ button: "middle" })]) {
    const [tab] = await Promise.all([reader.page.context().waitForEvent("page"), act()]);
    await tab.waitForURL(/alpha\.html/);
    assert.equal(await tab.evaluate(() => window.opener), null);
    await tab.close();
  }
  assert.equal(new URL(reader.page.url()).pathname, "/");
}));

test("a page can take a choice over", kit(async (reader, keyboard) => {
  await reader.page.evaluate(() => document.addEventListener("thumb-index-select", (event) => event.preventDefault()));
  await reader.type("alpha compass");
  await keyboard.press("Enter");
  await reader.options.first().click();
  const chosen = await reader.news("select");
  assert.deepEqual(chosen.map(({ hit, newTab }) => [hit.id, newTab]), [["a", false], ["a", false]]);
  assert.equal(new URL(reader.page.url()).pathname, "/");
}));

test("Escape closes the list and then clears the text", kit(async (reader, keyboard) => {
  await reader.type("compass");
  await keyboard.press("Escape");
  assert.ok(await reader.panel.isHidden());
  assert.equal(await reader.input.getAttribute("aria-expanded"), "false");
  assert.equal(await reader.input.inputValue(), "compass");
  await keyboard.press("ArrowDown");
  await reader.options.first().waitFor();
  await keyboard.press("Escape");
  await keyboard.press("Escape");
  assert.equal(await reader.input.inputValue(), "");
}));

test("leaving the box closes the list", kit(async (reader, keyboard) => {
  await reader.type("compass");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await reader.panel.waitFor({ state: "hidden" });
}));

test("a document that leads nowhere is read in place, and Escape goes back", kit(async (reader, keyboard) => {
  await reader.type("gamma compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await reader.detail.waitFor();
  assert.match(await reader.detail.innerText(), /A third compass, with nowhere to go\./);
  assert.equal(await reader.input.getAttribute("aria-expanded"), "false");
  await keyboard.press("Escape");
  await reader.options.first().waitFor();
  assert.ok(await reader.input.evaluate((input) => input.getRootNode().activeElement === input));
}, "inline.html"));

test("the hotkey focuses the box, but not from another field or while a key is held", kit(async (reader, keyboard) => {
  await reader.page.evaluate(() => document.querySelector("main").append(document.createElement("input")));
  const focused = () => reader.page.evaluate(() => document.activeElement?.localName);
  await keyboard.press("Control+/");
  assert.equal(await focused(), "body");
  await reader.page.locator("main > input").focus();
  await keyboard.press("/");
  assert.equal(await focused(), "input");
  await reader.page.locator("main > input").blur();
  await keyboard.press("/");
  assert.equal(await focused(), "thumb-index");
  assert.equal(await reader.input.inputValue(), "");
}, "inline.html"));

test("the key is what it writes, not where it lies: Shift may be held for it", kit(async (reader) => {
  // On German and Danish keyboards a slash is Shift and 7.
  await reader.page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", code: "Digit7", shiftKey: true, bubbles: true, composed: true, cancelable: true })));
  assert.ok(await reader.focused());
}, "inline.html"));

test("Enter never submits a form around the box", kit(async (reader, keyboard, server) => {
  await reader.input.focus();
  await keyboard.press("Enter");
  await reader.type("xqzwvjk");
  await keyboard.press("Enter");
  assert.equal(new URL(reader.page.url()).pathname, "/form.html");
  assert.ok(!server.requests.some((name) => name.startsWith("sent")));
}, "form.html"));
