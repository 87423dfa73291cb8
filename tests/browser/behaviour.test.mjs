// What a reader does with a box, in Chromium and in Firefox: keys that lead to it, Enter, new tabs, one Escape, Back, Show more, the
// page behind a dialog, and a box that leaves the page.

import assert from "node:assert/strict";
import { before } from "node:test";
import { inBoth, until } from "../support/both.mjs";
import { build, page } from "../support/sites.mjs";

const both = inBoth();
let folder = "";
before(async () => {
  folder = await build("behaviour", [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
    { id: "b", title: "Beta compass", summary: "A second compass.", url: "/beta.html" },
    { id: "c", title: "Gamma lantern", summary: "A lantern, with nowhere to go." },
    ...Array.from({ length: 40 }, (_, number) => ({ id: `n${number}`, title: `Number ${number} of many`, summary: "One of many.", url: `/alpha.html?${number}` })),
  ]);
});
const LONG = `${"<p>Nothing.</p>".repeat(90)}`;
const pages = {
  "/": page(),
  "/inline.html": page('layout="inline" param="q"'),
  "/modal.html": page('layout="modal" hotkey="/ mod+k"').replace("</main>", `<textarea></textarea>${LONG}</main>`),
  "/worker.html": page('worker="always"'),
  "/rtl.html": page().replace('lang="en"', 'lang="he" dir="rtl"'),
  "/styled.html": page().replace("</head>", '<link rel="stylesheet" href="/hostile.css"></head>'),
  "/hostile.css": "input, .option, .panel, .title { display: none !important } main { letter-spacing: 0.3em; text-transform: uppercase; white-space: nowrap; text-align: center } thumb-index { --thumbindex-accent: rgb(1, 2, 3) } thumb-index::part(title) { font-style: italic }",
  "/alpha.html": "<!doctype html><title>Alpha</title>",
  "/beta.html": "<!doctype html><title>Beta</title>",
};
const given = (path = "") => () => ({ folders: [folder], pages, path });

/** A key with others held. */
async function chord({ keyboard }, ...keys) {
  const last = keys.pop();
  for (const key of keys) await keyboard.down(key);
  await keyboard.press(last);
  for (const key of keys.reverse()) await keyboard.up(key);
}
/** Reads something in the first box. @param {{page: any}} reader @param {Function} look gets the root of the box and the element */
const inside = ({ page }, look, argument) => page.evaluate(`(${look})(document.querySelector("thumb-index").shadowRoot, document.querySelector("thumb-index"), ${JSON.stringify(argument)})`);
/** Waits until something is so in the first box. */
const untilInside = async (reader, look, argument) => {
  for (const end = Date.now() + 45_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const seen = await inside(reader, look, argument).catch(() => undefined);
    if (seen) return seen;
    assert.ok(Date.now() < end, `in time: ${look}`);
  }
};
const opened = (root) => root.querySelector("dialog").open;
const closed = (root) => !root.querySelector("dialog").open;
const ready = ({ page }) => until(page, () => customElements.get("thumb-index") !== undefined && document.querySelector("thumb-index").shadowRoot !== null);
const tabs = async ({ page }) => (page.browserContext ? page.browserContext().pages() : page.context().pages());
const extras = ({ page }) => until(page, () => performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.includes("extras-") && responseEnd > 0));

both("a slash and Ctrl-K lead to the box, a slash in a field is a slash, and one key press is told by what it writes", given("modal.html"), async (reader) => {
  const { page } = reader;
  await ready(reader);
  for (const keys of [["/"], ["Control", "k"]]) {
    await chord(page, ...keys);
    await untilInside(reader, opened);
    await page.keyboard.press("Escape");
    await untilInside(reader, closed);
  }
  await page.evaluate(() => document.querySelector("textarea").focus());
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.querySelector("textarea").value), "/");
  assert.ok(await inside(reader, closed));
  await page.evaluate(() => document.querySelector("textarea").blur());
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", code: "Digit7", shiftKey: true, bubbles: true, composed: true, cancelable: true })));
  await untilInside(reader, opened);
});

both("Enter waits for the answer that is under way, and is for that", given(), async (reader) => {
  const { page } = reader;
  await reader.ask("beta");
  await page.evaluate(() => {
    document.addEventListener("thumb-index-select", (event) => event.preventDefault());
    const { client } = document.querySelector("thumb-index");
    const search = client.search.bind(client);
    const held = new Promise((resolve) => (window.release = () => resolve(undefined)));
    client.search = async (query, options) => (await held, search(query, options));
  });
  const chosen = () => page.evaluate(() => window.news.filter(({ name }) => name === "select").map(({ detail }) => detail.hit.id));
  await page.evaluate(() => (document.querySelector("thumb-index").value = "alpha"));
  await page.evaluate(() => document.querySelector("thumb-index").focus());
  await page.keyboard.press("Enter");
  assert.deepEqual(await chosen(), [], "not the first of before");
  await page.evaluate(() => window.release());
  await until(page, () => window.news.some(({ name }) => name === "select"));
  assert.deepEqual(await chosen(), ["a"]);
});

both("Ctrl-Enter, a middle click and a click with Ctrl open a new tab, and the page is told", given(), async (reader) => {
  const { page } = reader;
  await reader.ask("alpha compass");
  const { x, y } = await inside(reader, (root) => {
    const { left, top, width, height } = root.querySelector(".option").getBoundingClientRect();
    return { x: left + width / 3, y: top + height / 2 };
  });
  const ways = {
    "Ctrl-Enter": () => chord(page, "Control", "Enter"),
    "middle click": () => page.mouse.click(x, y, { button: "middle" }),
    "Ctrl and click": async () => {
      await page.keyboard.down("Control");
      await page.mouse.click(x, y);
      await page.keyboard.up("Control");
    },
  };
  let told = 0;
  for (const [way, act] of Object.entries(ways)) {
    const before = new Set(await tabs(reader));
    await act();
    told++;
    await until(page, (told) => window.news.filter(({ name, detail }) => name === "select" && detail.newTab).length === told, told);
    let made;
    for (const end = Date.now() + 20_000; !made && Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) made = (await tabs(reader)).find((tab) => !before.has(tab));
    assert.ok(made, way);
    await until(made, () => location.pathname === "/alpha.html");
    await made.close();
    await page.bringToFront();
    assert.equal(new URL(page.url()).pathname, "/", way);
  }
});

both("one Escape from a button among the results: the list closes, and the focus is in the text", given(), async (reader) => {
  const { page } = reader;
  await reader.type("compass");
  await page.keyboard.press("ArrowDown");
  await inside(reader, (root) => root.querySelector(".foot button:not([hidden])").focus());
  await page.keyboard.press("Escape");
  assert.equal(await inside(reader, (root) => root.querySelector(".panel").hidden), true);
  assert.equal(await inside(reader, (root) => root.activeElement.localName), "input");
});

both("one Escape from a button in the dialog closes it, and the focus is where it was", given("modal.html"), async (reader) => {
  const { page } = reader;
  await ready(reader);
  await page.evaluate(() => document.querySelector("textarea").focus());
  await chord(page, "Control", "k");
  await reader.type("compass");
  await page.keyboard.press("ArrowDown");
  await inside(reader, (root) => root.querySelector(".foot button:not([hidden])").focus());
  await page.keyboard.press("Escape");
  await untilInside(reader, closed);
  assert.equal(await page.evaluate(() => document.activeElement.localName), "textarea");
});

both("the page behind an open dialog stays where it is, as wide as it was, and moves again once it is closed", given("modal.html"), async (reader) => {
  const { page } = reader;
  await ready(reader);
  await page.evaluate(() => scrollTo(0, 300));
  const width = await page.evaluate(() => document.querySelector("main").getBoundingClientRect().width);
  await chord(page, "Control", "k");
  await untilInside(reader, (root) => root.querySelector("dialog").open && root.querySelector(".panel") !== null);
  await until(page, () => getComputedStyle(document.documentElement).overflowY === "hidden");
  assert.equal(await page.evaluate(() => document.querySelector("main").getBoundingClientRect().width), width);
  await page.mouse.move(5, 400);
  await page.mouse.wheel(...(page.browserContext ? [{ deltaY: 300 }] : [0, 300]));
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await page.evaluate(() => Math.round(scrollY)), 300);
  await page.keyboard.press("Escape");
  await until(page, () => getComputedStyle(document.documentElement).overflowY !== "hidden");
  assert.equal(await page.evaluate(() => Math.round(scrollY)), 300);
  await page.mouse.wheel(...(page.browserContext ? [{ deltaY: 300 }] : [0, 300]));
  await until(page, () => scrollY > 300);
  // An open dialog that leaves the page lets go of it too, and comes back open with it.
  await chord(page, "Control", "k");
  await until(page, () => getComputedStyle(document.documentElement).overflowY === "hidden");
  await page.evaluate(() => (window.box = document.querySelector("thumb-index")).remove());
  await until(page, () => getComputedStyle(document.documentElement).overflowY !== "hidden");
  await page.evaluate(() => document.querySelector("main").prepend(window.box));
  await untilInside(reader, (root) => root.querySelector("dialog").matches(":modal"));
  await reader.ask("alpha");
  await page.keyboard.press("Escape");
  await untilInside(reader, (root) => !root.querySelector("dialog").open);
});

both("Back brings query, number of results, selection and scroll, and the address shares the query", given("inline.html"), async (reader) => {
  const { page } = reader;
  await reader.ask("many");
  await extras(reader);
  // Show more goes on with the first that was not there before.
  await inside(reader, (root) => root.querySelector(".foot button").click());
  await untilInside(reader, (root) => root.querySelectorAll(".option").length === 30);
  const names = await inside(reader, (root) => [...root.querySelectorAll(".option .title")].map(({ textContent }) => textContent));
  assert.equal(await reader.active(), names[10]);
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowDown");
  const [title, scroll] = [await reader.active(), await page.evaluate(() => Math.round(scrollY))];
  assert.equal(title, names[15]);
  assert.ok(scroll > 0);
  await page.keyboard.press("Enter");
  await until(page, () => document.title === "Alpha");
  await page.evaluate(() => void setTimeout(() => history.back()));
  await until(page, () => document.title === "Test" && document.querySelector("thumb-index").shadowRoot?.querySelectorAll(".option").length === 30);
  await until(page, (title) => {
    const root = document.querySelector("thumb-index").shadowRoot;
    return root.getElementById(root.querySelector("input").getAttribute("aria-activedescendant") ?? "")?.querySelector(".title").textContent === title;
  }, title);
  await until(page, (scroll) => Math.abs(scrollY - scroll) <= 2, scroll);
  assert.equal(new URL(page.url()).searchParams.get("q"), "many");
});

both("from right to left, a row's handle stands where its title's lines end", given("rtl.html"), async (reader) => {
  await reader.ask("compass");
  const { handle, title } = await inside(reader, (root) => {
    const [handle, title] = [".more", ".title"].map((part) => root.querySelector(`.option ${part}`).getBoundingClientRect());
    return { handle: handle.left, title: title.left };
  });
  // The title is English: it begins at the left although the page begins at the right.
  assert.ok(handle > title, `${handle} ${title}`);
});

both("the page's style sheets do not reach in, and its custom properties and parts do", given("styled.html"), async (reader) => {
  await reader.ask("compass");
  const seen = await inside(reader, (root) => {
    const [title, input] = [root.querySelector(".title"), root.querySelector("input")].map((element) => getComputedStyle(element));
    return { input: input.display !== "none", title: title.display !== "none", colour: title.color, spacing: title.letterSpacing, transform: title.textTransform, align: title.textAlign, part: title.fontStyle };
  });
  assert.deepEqual(seen, { input: true, title: true, colour: "rgb(1, 2, 3)", spacing: "normal", transform: "none", align: "start", part: "italic" });
});

both("a box that leaves the page ends its worker, and works again where it comes back; one that moves keeps it", given("worker.html"), async (reader) => {
  const { page } = reader;
  await page.evaluate(() => {
    const { Worker } = window;
    window.living = new Set();
    window.begun = 0;
    window.Worker = class extends Worker {
      constructor(...how) {
        super(...how);
        window.begun++;
        window.living.add(this);
      }
      terminate() {
        window.living.delete(this);
        super.terminate();
      }
    };
  });
  await reader.ask("compass");
  assert.equal(await page.evaluate(() => document.querySelector("thumb-index").client.worker), true);
  await page.evaluate(() => document.body.append(document.querySelector("thumb-index")));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.deepEqual(await page.evaluate(() => [window.living.size, window.begun]), [1, 1], "it moved");
  await page.evaluate(() => (window.box = document.querySelector("thumb-index")).remove());
  await until(page, () => window.living.size === 0);
  await page.evaluate(() => document.querySelector("main").append(window.box));
  await reader.ask("alpha");
  assert.deepEqual(await page.evaluate(() => [document.querySelector("thumb-index").shadowRoot.querySelector(".option .title").textContent, window.living.size, window.begun]), ["Alpha compass", 1, 2]);
});

both("a box that left while it was loading starts nothing that lasts", given("worker.html"), async (reader) => {
  const { page } = reader;
  await ready(reader);
  await page.evaluate(() => {
    const { Worker } = window;
    window.living = new Set();
    window.Worker = class extends Worker {
      constructor(...how) {
        super(...how);
        window.living.add(this);
      }
      terminate() {
        window.living.delete(this);
        super.terminate();
      }
    };
    window.box = document.querySelector("thumb-index");
    window.box.load();
    window.box.remove();
  });
  await until(page, () => window.box.client !== undefined);
  await until(page, () => window.living.size === 0);
  await page.evaluate(() => document.querySelector("main").append(window.box));
  await reader.ask("alpha");
});

both("the list is named after what is in it", given(), async (reader) => {
  const { page } = reader;
  const name = () => inside(reader, (root) => root.querySelector("[role=listbox]").getAttribute("aria-label"));
  await page.evaluate(() => (localStorage["thumbindex:/"] = JSON.stringify(["compass"])));
  await reader.ask("compass");
  assert.equal(await name(), "Results");
  await page.evaluate(() => (document.querySelector("thumb-index").value = ""));
  await page.keyboard.press("ArrowDown");
  await untilInside(reader, (root) => root.querySelector(".option.recent")?.checkVisibility());
  assert.equal(await name(), "Recent searches");
});
