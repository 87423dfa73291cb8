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
  "/keys.html": page('hotkey="/ mod+k"'),
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

test("whatever opens a result in a new tab is told to the page and remembered, and the page can keep it", kit(async (reader, keyboard) => {
  await reader.type("alpha compass");
  const ways = [() => keyboard.press("Control+Enter"), () => reader.options.first().click({ button: "middle" }), () => reader.options.first().click({ modifiers: ["Control"] })];
  for (const act of ways) {
    const [tab] = await Promise.all([reader.page.context().waitForEvent("page"), act()]);
    await tab.close();
  }
  await reader.options.first().click({ button: "right" });
  const told = (await reader.news("select")).map(({ hit, newTab, url }) => [hit.id, newTab, new URL(url).pathname]);
  assert.deepEqual(told, ways.map(() => ["a", true, "/alpha.html"]));
  assert.deepEqual(JSON.parse(await reader.page.evaluate(() => localStorage["thumbindex:/"])), ["alpha compass"]);
  await reader.page.evaluate(() => document.addEventListener("thumb-index-select", (event) => event.preventDefault()));
  for (const act of ways) await act();
  await reader.page.waitForFunction(() => window.news.filter(({ name }) => name === "select").length === 6);
  assert.equal(reader.page.context().pages().length, 1);
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

test("Escape on a button of the results closes them, and the focus is in the text", kit(async (reader, keyboard) => {
  await reader.type("compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("Tab");
  assert.ok(!(await reader.focused()));
  await keyboard.press("Escape");
  assert.ok(await reader.panel.isHidden());
  assert.ok(await reader.focused());
}));

test("Enter is for the text that is there: it waits for an answer that is under way, and typing on takes it back", kit(async (reader, keyboard) => {
  await reader.type("beta");
  await reader.page.evaluate(() => {
    document.addEventListener("thumb-index-select", (event) => event.preventDefault());
    const { client } = document.querySelector("thumb-index");
    const search = client.search.bind(client);
    window.hold = () => (window.held = new Promise((resolve) => (window.release = () => resolve(undefined))));
    client.search = async (query, options) => (await window.held, search(query, options));
  });
  const hold = () => reader.page.evaluate(() => void window.hold());
  const release = () => reader.page.evaluate(() => window.release());
  await hold();
  const chosen = async () => (await reader.news("select")).map(({ hit }) => hit.id);
  await reader.input.fill("alpha");
  await keyboard.press("Enter");
  assert.deepEqual(await chosen(), [], "not the first of before");
  await release();
  await reader.answered("alpha");
  await reader.page.waitForFunction(() => window.news.some(({ name }) => name === "select"));
  assert.deepEqual(await chosen(), ["a"]);
  await hold();
  await reader.input.fill("beta");
  await keyboard.press("Enter");
  await reader.input.fill("gamma");
  await release();
  await reader.answered("gamma");
  assert.deepEqual(await chosen(), ["a"]);
}));

test("a press among the results that hits nothing leaves them open and the focus where it is; one beside them closes them", kit(async (reader) => {
  await reader.type("compass");
  await reader.panel.locator(".count").click();
  await reader.panel.locator(".foot").click({ position: { x: 2, y: 2 } });
  assert.ok(await reader.panel.isVisible());
  assert.ok(await reader.focused());
  // Also where the focus was never in the box.
  await reader.page.locator("h1").click();
  await reader.panel.waitFor({ state: "hidden" });
  await reader.page.evaluate(() => (document.querySelector("thumb-index").value = "alpha"));
  await reader.answered("alpha");
  assert.ok(await reader.panel.isVisible());
  await reader.page.locator("h1").click();
  await reader.panel.waitFor({ state: "hidden" });
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

test("keys of the browser are the browser's, and those of an input method too", kit(async (reader) => {
  const taken = (more) => reader.page.evaluate((more) => !document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, composed: true, cancelable: true, ...more })), more);
  assert.ok(!(await taken({ key: "K", ctrlKey: true, shiftKey: true })), "Ctrl-Shift-K");
  assert.ok(!(await taken({ key: "k", ctrlKey: true, isComposing: true })));
  assert.ok(!(await taken({ key: "k", ctrlKey: true, keyCode: 229 })));
  assert.ok(await taken({ key: "K", ctrlKey: true }), "with caps lock");
}, "keys.html"));

test("Enter never submits a form around the box", kit(async (reader, keyboard, server) => {
  await reader.input.focus();
  await keyboard.press("Enter");
  await reader.type("xqzwvjk");
  await keyboard.press("Enter");
  assert.equal(new URL(reader.page.url()).pathname, "/form.html");
  assert.ok(!server.requests.some((name) => name.startsWith("sent")));
}, "form.html"));
