// The promises once more in Firefox, as Debian ships it: no second set of tests, but one pass over each promise.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { axe, findings } from "../support/axe.mjs";
import { sharedFirefox } from "../support/firefox.mjs";
import { paths } from "../support/paths.mjs";
import { PAYLOADS, payloadRecords, strange } from "../support/payloads.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedFirefox();
const STRICT = POLICIES.at(-1);
let folders = {};
before(async () => {
  folders = {
    payloads: await build("firefox-payloads", payloadRecords),
    compass: await build("firefox-compass", [
      { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
      { id: "b", title: "Beta compass", summary: "A second compass, with nowhere to go.", authors: ["Ada Lovelace"], year: 1843 },
    ]),
  };
});

const PAGES = {
  "/menu.html": page(),
  "/inline.html": page('layout="inline" param="q"'),
  "/modal.html": page('layout="modal"'),
  "/fallback.html": page("", '<p class="own"><a href="/map.html">All pages</a></p>'),
  "/alpha.html": `<!doctype html><title>Alpha</title>${"<p>Nothing.</p>".repeat(90)}<p id="there">A compass points north.</p>${"<p>Nothing.</p>".repeat(90)}`,
};
const kit = (folder, place, use, policy = undefined) => async () => {
  const server = await serve([folders[folder] ?? paths.demo, paths.demo], { policy, pages: PAGES });
  await open(server.url + place, (reader) => use(reader, reader.page.keyboard, server));
  await server.close();
};

for (const layout of ["menu", "inline", "modal"]) {
  for (const scheme of ["light", "dark"]) {
    test(`Firefox: axe finds nothing with results open: ${layout}, ${scheme}`, kit("demo", `${layout}.html`, async (reader, keyboard) => {
      await reader.page.evaluate((scheme) => document.documentElement.style.setProperty("color-scheme", scheme), scheme);
      if (scheme === "dark") await reader.page.evaluate(() => (document.body.style.background = "Canvas"));
      await reader.page.evaluate(axe);
      assert.deepEqual(await reader.page.evaluate(findings), [], "at rest");
      await reader.type("neural net");
      await keyboard.press("ArrowDown");
      assert.deepEqual(await reader.page.evaluate(findings), [], "with results");
      await keyboard.press("Enter");
      await reader.seen(".detail");
      assert.deepEqual(await reader.page.evaluate(findings), [], "with a document");
    }));
  }
}

test("Firefox: arrows, Home, End, Enter, Escape and Back", kit("compass", "menu.html", async (reader, keyboard) => {
  await reader.type("compass");
  const titles = await reader.titles();
  assert.equal(titles.length, 2);
  for (const [key, title] of [["ArrowDown", titles[0]], ["End", titles[1]], ["Home", titles[0]], ["ArrowUp", null], ["ArrowUp", titles[1]]]) {
    await keyboard.press(key);
    assert.equal(await reader.active(), title, key);
  }
  await keyboard.press("Escape");
  assert.equal(await reader.inside(".panel", ([panel]) => panel.hidden), true);
  await reader.ask("alpha compass");
  await reader.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("extras-")));
  await Promise.all([reader.page.waitForNavigation(), keyboard.press("Enter")]);
  // The text fragment leads to the words.
  await reader.page.waitForFunction(() => scrollY > 0 && document.getElementById("there").getBoundingClientRect().top < innerHeight);
  await reader.page.goBack();
  await reader.page.waitForFunction(() => document.querySelector("thumb-index")?.value === "alpha compass");
}));

test("Firefox: the dialog opens by a key, closes by one Escape, gives the focus back, and Back closes it", kit("compass", "modal.html", async (reader, keyboard) => {
  const openDialog = () => reader.inside("dialog", ([dialog]) => dialog.open);
  await reader.page.evaluate(() => document.querySelector("a[href]").focus());
  await keyboard.down("Control");
  await keyboard.press("k");
  await keyboard.up("Control");
  await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector("dialog").open);
  await reader.page.keyboard.type("compass");
  await reader.answered("compass");
  await keyboard.press("Escape");
  assert.equal(await openDialog(), false);
  assert.equal(await reader.page.evaluate(() => document.activeElement.localName), "a");
  await reader.page.waitForFunction(() => !history.state?.thumbindexModal);
  await reader.page.evaluate(() => document.querySelector("thumb-index").show());
  await reader.page.waitForFunction(() => history.state?.thumbindexModal);
  await reader.page.evaluate(() => history.back());
  await reader.page.waitForFunction(() => !document.querySelector("thumb-index").shadowRoot.querySelector("dialog").open);
}));

test("Firefox: while a word is composed, no key is the box's; what is composed is searched", kit("compass", "modal.html", async (reader) => {
  await reader.page.evaluate(() => document.querySelector("thumb-index").show());
  await reader.type("alpha compass");
  const address = reader.page.url();
  // WebDriver has no input method: the events are those that Firefox sends while one works.
  for (const more of [{ isComposing: true }, { keyCode: 229 }]) {
    for (const key of ["Escape", "Enter", "ArrowDown", "ArrowUp", "Home", "End", "ArrowRight", "/"]) {
      const taken = await reader.page.evaluate((key, more) => {
        const event = new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more });
        document.querySelector("thumb-index").shadowRoot.querySelector("input").dispatchEvent(event);
        return event.defaultPrevented;
      }, key, more);
      assert.equal(taken, false, key);
    }
  }
  assert.equal(await reader.active(), null);
  assert.equal(reader.page.url(), address);
  assert.equal(await reader.inside("dialog", ([dialog]) => dialog.open), true);
  await reader.page.evaluate(() => document.querySelector("thumb-index").shadowRoot.querySelector("input").dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true, composed: true })));
  await reader.ask("alpha comp");
  assert.ok((await reader.titles()).length > 0);
}));

for (const policy of [undefined, STRICT]) {
  test(`Firefox: ${PAYLOADS.length} payloads in every field and as queries are text, ${policy ? "under the strict policy" : "without a policy"}`, kit("payloads", "inline.html", async (reader, keyboard) => {
    for (const payload of PAYLOADS) await reader.ask(payload);
    await reader.page.evaluate(() => document.querySelector("thumb-index").setAttribute("limit", "200"));
    await reader.ask("payload");
    assert.ok((await reader.titles()).length >= 100);
    assert.deepEqual(await reader.page.evaluate(strange), []);
    for (let number = 0; number < PAYLOADS.length; number += 10) {
      await reader.inside(".option", new Function("options", `options[${number}].click()`));
      await reader.seen(".detail");
      assert.deepEqual(await reader.page.evaluate(strange), []);
      await keyboard.press("Escape");
    }
    assert.equal(await reader.page.evaluate(() => "hacked" in window), false);
    assert.deepEqual(await reader.page.evaluate(() => window.violations), []);
  }, policy));
}

test("Firefox: no violation of the strict policy, whatever is done", kit("compass", "modal.html", async (reader, keyboard) => {
  await reader.page.evaluate(() => document.querySelector("thumb-index").show());
  await reader.type("beta compass");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowRight");
  await reader.seen(".detail");
  await keyboard.press("Escape");
  await reader.ask("xqzwvjk");
  assert.deepEqual(await reader.page.evaluate(() => window.violations), []);
}, STRICT));

test("Firefox: a policy without 'wasm-unsafe-eval' is named, and the page's own links are there", kit("compass", "fallback.html", async (reader) => {
  await reader.focus();
  const { code } = await reader.failed();
  assert.equal(code, "csp");
  assert.match(await reader.inside(".panel", ([panel]) => panel.innerText), /'wasm-unsafe-eval'/);
  assert.match((await reader.errors()).join("\n"), /'wasm-unsafe-eval'/);
  assert.equal(await reader.page.evaluate(() => document.querySelector(".own").checkVisibility()), true);
}, "default-src 'self'"));
