// The address and the history: a link shares the query, and Back brings the reader to where they were.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
let folder = "";
before(async () => {
  folder = await build("history", Array.from({ length: 40 }, (_, number) => ({ id: `n${number}`, title: `Compass number ${number}`, summary: "One of many.", url: `/next.html?${number}` })));
});
const pages = { "/menu.html": page(), "/inline.html": page('layout="inline" param="q"'), "/two.html": page('id="a"').replace("</main>", '<thumb-index id="b"></thumb-index></main>'), "/next.html": "<title>Next</title>" };
const kit = (use, path) => async () => {
  const server = await serve([folder], { pages });
  await open(server.url + path, (reader) => use(reader, reader.page.keyboard), { viewport: { width: 800, height: 500 } });
  await server.close();
};

for (const place of ["menu.html", "inline.html"]) {
  test(`Back brings query, number of results, selection and scroll: ${place}`, kit(async (reader, keyboard) => {
    await reader.ask("compass");
    await reader.page.getByRole("button", { name: "Show more" }).click();
    await reader.options.nth(29).waitFor();
    for (let step = 0; step < 15; step++) await keyboard.press("ArrowDown");
    const where = () => reader.page.evaluate(() => Math.round(document.querySelector("thumb-index").shadowRoot.querySelector(".panel").scrollTop + scrollY));
    const [title, scroll] = [await reader.active(), await where()];
    assert.ok(scroll > 0);
    await keyboard.press("Enter");
    await reader.page.waitForURL(/next\.html/);
    await reader.page.goBack();
    await reader.answered("compass");
    assert.equal(await reader.active(), title);
    assert.equal(await reader.options.count(), 30);
    await reader.page.waitForFunction(() => true);
    assert.ok(Math.abs((await where()) - scroll) <= 2, `${await where()} for ${scroll}`);
    // And goes on from there by keys.
    await keyboard.press("ArrowUp");
    assert.equal(await reader.active(), await reader.titles.nth((await reader.titles.allTextContents()).indexOf(title) - 1).textContent());
  }, place));
}

for (const place of ["menu.html", "inline.html"]) {
  test(`Show more goes on where the reader was, with the first that was not there before: ${place}`, kit(async (reader, keyboard) => {
    await reader.ask("compass");
    await keyboard.press("ArrowUp");
    const where = () => reader.page.evaluate(() => Math.round(document.querySelector("thumb-index").shadowRoot.querySelector(".panel").scrollTop + scrollY));
    const before = await where();
    assert.ok(before > 0);
    await reader.page.getByRole("button", { name: "Show more" }).click();
    await reader.options.nth(29).waitFor();
    assert.equal(await reader.active(), await reader.titles.nth(10).textContent());
    assert.ok((await where()) >= before, `${await where()} after ${before}`);
    const { bottom, height } = await reader.options.nth(10).evaluate((option) => ({ bottom: option.getBoundingClientRect().bottom, height: innerHeight }));
    assert.ok(bottom <= height);
  }, place));
}

test("the page's own state of the history stays, and so does its address where no parameter is named", kit(async (reader, keyboard) => {
  await reader.page.evaluate(() => history.replaceState({ mine: 1 }, ""));
  const address = reader.page.url();
  await reader.ask("compass");
  await reader.page.waitForFunction(() => history.state?.thumbindex?.[""]?.query === "compass");
  assert.equal(await reader.page.evaluate(() => history.state.mine), 1);
  assert.equal(reader.page.url(), address);
}, "menu.html"));

test("two boxes with ids keep their queries apart", kit(async (reader) => {
  await reader.page.locator("#b").getByRole("combobox").fill("compass 7");
  await reader.answered("compass 7");
  await reader.page.waitForFunction(() => history.state?.thumbindex?.b);
  await reader.page.reload();
  await reader.answered("compass 7");
  const values = await reader.page.evaluate(() => ["a", "b"].map((id) => document.getElementById(id).value));
  assert.deepEqual(values, ["", "compass 7"]);
}, "two.html"));
