// A dialog that is closed and opened again at once, while its code, the history or the focus are still on their way.

import assert from "node:assert/strict";
import { before } from "node:test";
import { asking, inBoth, until } from "../support/both.mjs";
import { build } from "../support/sites.mjs";

const both = inBoth();
let folder = "";
before(async () => (folder = await build("reopen", [{ id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" }])));
const given = () => ({ folders: [folder], pages: { "/": asking('<thumb-index layout="modal"></thumb-index><p id="end">end</p>') } });

const isOpen = () => window.box().shadowRoot.querySelector("dialog").open;
/** Registered, and what belongs to the dialog is there. */
const ready = async (page) => {
  await until(page, () => customElements.get("thumb-index") && window.box().load().then(() => true));
};
/** Longer than the history takes, by its own clock: what was asked for before is done when this is. */
const settled = (page) => page.evaluate(async () => {
  for (let quiet = 0; quiet < 5; quiet++) await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
});

both("closed before its code is there, it opens again by the very next key, wherever the focus was left", given, async ({ page }, server) => {
  server.fault = (name) => name.startsWith("modal-") && new Promise(() => {});
  await until(page, () => customElements.get("thumb-index") !== undefined);
  await page.keyboard.press("/");
  await until(page, isOpen);
  // The browser lets go of the box with its next frame; the key is faster.
  const opened = await page.evaluate(() => {
    const root = window.box().shadowRoot;
    root.querySelector("dialog").close();
    const target = root.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true, composed: true, cancelable: true }));
    return root.querySelector("dialog").open;
  });
  assert.ok(opened);
  for (let round = 0; round < 5; round++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    assert.ok(await page.evaluate(isOpen), `round ${round}`);
  }
  assert.equal(await page.evaluate(() => window.box().value), "", "the key was no text");
});

both("closed and opened by keys as fast as they come, it is open, stays open, and one Escape closes it", given, async ({ page }) => {
  await ready(page);
  const length = await page.evaluate(() => history.length);
  for (let round = 0; round < 10; round++) {
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("/");
  await settled(page);
  assert.ok(await page.evaluate(isOpen));
  await until(page, () => history.state?.thumbindexModal === true);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(isOpen), false);
  await until(page, () => !history.state?.thumbindexModal);
  assert.equal(await page.evaluate(() => location.pathname), "/");
  assert.ok((await page.evaluate(() => history.length)) <= length + 1, "one step, however often");
});

both("opened again in the very turn in which it was closed, and before the history is back: it stays open", given, async ({ page }) => {
  await ready(page);
  for (const turns of [0, 1, 2, 5]) {
    await page.evaluate(() => window.box().show());
    await until(page, () => history.state?.thumbindexModal === true);
    await page.evaluate(async (turns) => {
      window.box().close();
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setTimeout(resolve));
      window.box().show();
    }, turns);
    await settled(page);
    assert.ok(await page.evaluate(isOpen), `${turns} turns later`);
    await until(page, () => history.state?.thumbindexModal === true);
    // Back closes it, as ever.
    await page.evaluate(() => history.back());
    await until(page, () => !window.box().shadowRoot.querySelector("dialog").open);
  }
});

both("taken out of the page while the history goes back, it opens and closes as before", given, async ({ page }) => {
  await ready(page);
  await page.evaluate(() => window.box().show());
  await until(page, () => history.state?.thumbindexModal === true);
  await page.evaluate(async () => {
    const box = window.box();
    box.close();
    await new Promise((resolve) => setTimeout(resolve));
    box.remove();
    await new Promise((resolve) => setTimeout(resolve, 100));
    document.querySelector("main").prepend(box);
  });
  for (let round = 0; round < 2; round++) {
    await page.evaluate(() => window.box().show());
    await until(page, () => history.state?.thumbindexModal === true);
    await page.keyboard.press("Escape");
    await until(page, () => !history.state?.thumbindexModal && !window.box().shadowRoot.querySelector("dialog").open);
  }
});
