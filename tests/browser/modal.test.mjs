// The layout with a button and a dialog.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
let folder = "";

before(async () => {
  folder = await build("modal", [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
    { id: "b", title: "Beta compass", summary: "A second compass.", url: "#end" },
    ...Array.from({ length: 20 }, (_, number) => ({ id: `n${number}`, title: `Compass number ${number}`, summary: "One of many that a compass has.", url: `/alpha.html?${number}` })),
  ]);
});

const pages = {
  "/": page('layout="modal"').replace("</main>", '<textarea></textarea><p id="end">end</p></main>'),
  "/shared.html": page('layout="modal" param="q"'),
  "/keys.html": page('layout="modal" hotkey="s"'),
  "/none.html": page('layout="modal" hotkey=""'),
  "/own.html": page('layout="modal" label="Find"', '<span slot="trigger">Find a paper</span><p class="own">Own</p>'),
  "/alpha.html": "<title>Alpha</title><p>A compass points north.",
};
const kit = (use, path = "", options = {}) => async () => {
  const server = await serve([folder], { pages });
  await open(server.url + path, async (reader) => {
    reader.dialog = reader.page.getByRole("dialog", { name: "Search" });
    reader.trigger = reader.page.getByRole("button", { name: "Search" });
    await use(reader, reader.page.keyboard, server);
  }, options);
  await server.close();
};

test("a press opens the dialog at once, before anything else has come, and what is typed is answered", kit(async (reader, keyboard, server) => {
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  server.fault = async (name) => (name.startsWith("ui-") && (await held), false);
  await reader.trigger.click();
  await reader.dialog.waitFor();
  await keyboard.type("alpha comp");
  release();
  await reader.answered("alpha comp");
  assert.equal(await reader.titles.first().textContent(), "Alpha compass");
}));

for (const key of ["/", "Control+k", "Meta+k", "Control+K"]) {
  test(`${key} opens it`, kit(async (reader, keyboard) => {
    await reader.trigger.waitFor();
    await keyboard.press(key);
    await reader.dialog.waitFor();
    assert.ok(await reader.focused());
    assert.equal(await reader.input.inputValue(), "");
  }));
}

test("a slash in a field is a slash, and Ctrl-K opens from there", kit(async (reader, keyboard) => {
  await reader.page.locator("textarea").focus();
  await keyboard.press("/");
  assert.equal(await reader.page.locator("textarea").inputValue(), "/");
  await keyboard.press("Control+k");
  await reader.dialog.waitFor();
}));

test("the page names other keys, or none", async () => {
  await kit(async (reader, keyboard) => {
    await reader.trigger.waitFor();
    await keyboard.press("/");
    assert.equal(await reader.dialog.count(), 0);
    await keyboard.press("s");
    await reader.dialog.waitFor();
  }, "keys.html")();
  await kit(async (reader, keyboard) => {
    await reader.trigger.waitFor();
    for (const key of ["/", "Control+k", "s"]) await keyboard.press(key);
    assert.equal(await reader.dialog.count(), 0);
  }, "none.html")();
});

test("one Escape closes it, whatever is in it, and the focus is where it was", kit(async (reader, keyboard) => {
  const field = reader.page.locator("textarea");
  for (const [opener, press] of [[reader.trigger, "Enter"], [field, "Control+k"]]) {
    await opener.focus();
    await keyboard.press(press);
    await reader.dialog.waitFor();
    await reader.ask("compass");
    await keyboard.press("ArrowDown");
    await keyboard.press("Escape");
    await reader.dialog.waitFor({ state: "hidden" });
    assert.ok(await opener.evaluate((element) => element.getRootNode().activeElement === element));
  }
  // The text is there when it opens again, marked to be typed over.
  await keyboard.press("Control+k");
  await reader.page.keyboard.type("al");
  assert.equal(await reader.input.inputValue(), "al");
}));

test("Back closes it and stays on the page; Forward opens it again", kit(async (reader) => {
  await reader.trigger.click();
  await reader.ask("compass");
  await reader.page.evaluate(() => history.back());
  await reader.dialog.waitFor({ state: "hidden" });
  assert.equal(new URL(reader.page.url()).pathname, "/");
  await reader.page.evaluate(() => history.forward());
  await reader.dialog.waitFor();
}, "", { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true }));

test("closing leaves no step behind in the history", kit(async (reader, keyboard) => {
  const before = await reader.page.evaluate(() => history.state);
  for (const way of ["Escape", "button", "beside"]) {
    await keyboard.press("Control+k");
    await reader.dialog.waitFor();
    await reader.page.waitForFunction(() => history.state?.thumbindexModal);
    if (way === "Escape") await keyboard.press("Escape");
    else if (way === "button") await reader.page.getByRole("button", { name: "Close" }).click();
    else await reader.page.mouse.click(5, 5);
    await reader.dialog.waitFor({ state: "hidden" });
    await reader.page.waitForFunction(() => !history.state?.thumbindexModal);
  }
  assert.deepEqual(await reader.page.evaluate(() => history.state), before);
}));

test("opened again before the history is back, it stays open", kit(async (reader, keyboard) => {
  await reader.trigger.click();
  await reader.ask("compass");
  await reader.page.evaluate(() => {
    const element = document.querySelector("thumb-index");
    element.close();
    element.show();
  });
  await reader.page.waitForFunction(() => history.state?.thumbindexModal);
  assert.ok(await reader.dialog.isVisible());
  await keyboard.press("Escape");
  await reader.dialog.waitFor({ state: "hidden" });
}));

test("opened and closed faster than the history goes back, it leads nowhere else", kit(async (reader) => {
  await reader.trigger.click();
  await reader.ask("compass");
  const gone = reader.page.evaluate(() => new Promise((resolve) => addEventListener("popstate", resolve, { once: true })).then(() => location.pathname));
  await reader.page.evaluate(async () => {
    const element = document.querySelector("thumb-index");
    const dialog = element.shadowRoot.querySelector("dialog");
    const closed = () => new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    for (let round = 0; round < 3; round++) {
      const over = closed();
      element.close();
      await over;
      element.show();
    }
    element.close();
  });
  assert.equal(await gone, "/");
  await reader.page.waitForFunction(() => !history.state?.thumbindexModal);
  assert.equal(new URL(reader.page.url()).pathname, "/");
}));

test("Back from a result brings the dialog, the query, the selection and the scroll", kit(async (reader, keyboard) => {
  await reader.trigger.click();
  await reader.ask("compass");
  for (let step = 0; step < 8; step++) await keyboard.press("ArrowDown");
  const [title, scroll] = [await reader.active(), await reader.panel.evaluate((panel) => panel.scrollTop)];
  assert.ok(scroll > 0);
  await keyboard.press("Enter");
  await reader.page.waitForURL(/alpha\.html/);
  await reader.page.goBack();
  await reader.answered("compass");
  await reader.dialog.waitFor();
  assert.equal(await reader.active(), title);
  assert.ok(Math.abs((await reader.panel.evaluate((panel) => panel.scrollTop)) - scroll) < 2);
  await keyboard.press("Escape");
  await reader.dialog.waitFor({ state: "hidden" });
}, "", { viewport: { width: 900, height: 600 } }));

test("a result on the page itself closes the dialog and goes there", kit(async (reader, keyboard) => {
  await reader.trigger.click();
  await reader.ask("beta compass");
  await keyboard.press("Enter");
  await reader.dialog.waitFor({ state: "hidden" });
  await reader.page.waitForURL(/#end/);
  assert.equal(await reader.page.evaluate(() => Boolean(history.state?.thumbindexModal)), false);
}));

test("a shared address opens it with its answer", kit(async (reader) => {
  await reader.answered("compass");
  await reader.dialog.waitFor();
  assert.ok((await reader.options.count()) > 0);
}, "shared.html?q=compass"));

test("the button says what the page wants, and no fallback is seen", kit(async (reader) => {
  await reader.page.getByRole("button", { name: "Find a paper" }).click();
  await reader.page.getByRole("dialog", { name: "Find" }).waitFor();
  assert.ok(await reader.page.locator(".own").isHidden());
}, "own.html"));

test("on a phone it fills the screen, and nothing sticks out", kit(async (reader) => {
  await reader.trigger.click();
  await reader.ask("compass");
  const { width, height } = await reader.dialog.boundingBox();
  assert.deepEqual([width, height].map(Math.round), [320, 640]);
  assert.equal(await reader.page.evaluate(() => document.documentElement.scrollWidth), 320);
  const last = await reader.panel.boundingBox();
  assert.ok(last.y + last.height <= 640.5);
}, "", { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }));
