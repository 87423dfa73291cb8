// Input methods: while a word is being composed every key is theirs, and what is composed is searched all the same. The
// keys come through Chromium's own machinery, as those of a real input method do.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
let folder = "";
const pages = { "/menu.html": page('hotkey="/ mod+k"'), "/modal.html": page('layout="modal"'), "/alpha.html": "<title>Alpha</title>" };

before(async () => {
  folder = await build("input-methods", [
    { id: "a", title: "東京 compass", summary: "A compass in Tokyo.", url: "/alpha.html" },
    { id: "b", title: "京都 compass", summary: "A compass in Kyoto.", url: "/alpha.html" },
  ]);
});

/** A key as it arrives while a word is composed. */
const composing = (session) => async (key, more = {}) => {
  await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, windowsVirtualKeyCode: 229, ...more });
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", key, windowsVirtualKeyCode: 229, ...more });
};

/** What must hold while a word is composed, one row each. */
const rows = {
  "Escape does not close": async ({ press, still }) => {
    await press("Escape");
    await still();
  },
  "Enter opens nothing": async ({ press, still }) => {
    await press("Enter");
    await still();
  },
  "Down means no option": async ({ press, reader, still }) => {
    await press("ArrowDown");
    assert.equal(await reader.active(), null);
    await still();
  },
  "Down and Enter open nothing": async ({ press, still }) => {
    await press("ArrowDown");
    await press("Enter");
    await still();
  },
  "Up means no option": async ({ press, reader, still }) => {
    await press("ArrowUp");
    assert.equal(await reader.active(), null);
    await still();
  },
  "the hotkeys are letters": async ({ press, still }) => {
    await press("/");
    await press("k", { modifiers: 2 });
    await still();
  },
  "what is composed is searched at every step": async ({ reader, session, query }) => {
    for (const text of ["comp", "compa", "compas"]) {
      await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      await reader.answered(`${query}${text}`);
    }
    assert.ok((await reader.options.count()) > 0);
  },
  "once the word is there, the keys are the box's again": async ({ reader, session, query }) => {
    await session.send("Input.insertText", { text: "compass" });
    await reader.answered(`${query}compass`);
    await reader.page.keyboard.press("ArrowDown");
    assert.notEqual(await reader.active(), null);
    await reader.page.keyboard.press("Enter");
    await reader.page.waitForURL(/alpha\.html/);
  },
};

for (const layout of ["menu", "modal"]) {
  for (const [row, check] of Object.entries(rows)) {
    test(`while a word is composed (${layout}): ${row}`, async () => {
      const server = await serve([folder], { pages });
      await open(`${server.url}${layout}.html`, async (reader) => {
        if (layout === "modal") await reader.page.getByRole("button", { name: "Search" }).click();
        await reader.type("東京 ");
        const session = await reader.page.context().newCDPSession(reader.page);
        await session.send("Input.imeSetComposition", { text: "comp", selectionStart: 4, selectionEnd: 4 });
        await reader.answered("東京 comp");
        const address = reader.page.url();
        const still = async () => {
          assert.ok(await reader.panel.isVisible());
          assert.ok(await reader.focused());
          assert.equal(await reader.input.inputValue(), "東京 comp");
          assert.equal(reader.page.url(), address);
        };
        await check({ reader, session, press: composing(session), still, query: "東京 " });
      });
      await server.close();
    });
  }
}
