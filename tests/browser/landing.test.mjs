// Results lead to the words on a page.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
let folder = "";
const TEXT = "Well-known needles, threads & 100% wool are kept in the sewing box of the captain.";
before(async () => {
  folder = await build("landing", [
    { id: "a", title: "Of boxes", summary: TEXT, url: "/long.html" },
    { id: "b", title: "Of folds", summary: "A pleat is a fold of cloth that a tailor presses flat.", url: "/folded.html#part" },
  ]);
});
const filler = "<p>Nothing of note. Wool, threads and needles, but not those.</p>".repeat(80);
const landing = '<script type="module" src="/landing.js"></script>';
const pages = {
  "/": page(),
  "/off.html": page('fragments="off"'),
  "/old.html": page().replace("<script", '<script src="/old.js"></script><script'),
  "/old.js": "delete Document.prototype.fragmentDirective",
  "/long.html": `<!doctype html><script src="/old-if.js"></script>${landing}<title>Long</title>${filler}<p id="there">${TEXT.replace("&", "&amp;").replace("threads", "<em>threads</em>")}</p>${filler}`,
  "/folded.html": `<!doctype html><script src="/old-if.js"></script>${landing}<title>Folded</title>${filler}<details id="part"><summary>More</summary><p id="there">A pleat is a fold of cloth that a tailor presses flat.</p></details>${filler}`,
  "/old-if.js": 'if (sessionStorage.thumbindex) delete Document.prototype.fragmentDirective',
};
const kit = (use, path = "") => async () => {
  const server = await serve([folder, paths.demo, paths.www], { pages });
  await open(server.url + path, (reader) => use(reader, reader.page.keyboard));
  await server.close();
};
const inView = (reader) => reader.page.waitForFunction(() => {
  const place = document.getElementById("there");
  const { top, bottom } = place.getBoundingClientRect();
  return scrollY > 0 && place.checkVisibility() && top >= 0 && bottom <= innerHeight;
});
/** Until what comes behind the first hits is there. */
const settled = (reader) => reader.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.includes("extras-") && responseEnd > 0));

for (const [way, follow] of Object.entries({ Enter: ({ page }) => page.keyboard.press("Enter"), "a click": ({ options }) => options.first().click() })) {
  test(`${way} scrolls to the words, in this text and not in one that has only some of them`, kit(async (reader) => {
    await reader.type("threads wool captain");
    await settled(reader);
    await follow(reader);
    await reader.page.waitForURL(/long\.html/);
    await inView(reader);
  }));
}

test("a new tab scrolls there too", kit(async (reader) => {
  await reader.type("threads wool captain");
  await settled(reader);
  const [tab] = await Promise.all([reader.page.context().waitForEvent("page"), reader.options.first().click({ button: "middle" })]);
  await tab.waitForURL(/long\.html/);
  await inView({ page: tab });
}));

test("what is folded away is opened", kit(async (reader, keyboard) => {
  await reader.type("pleat tailor");
  await settled(reader);
  await keyboard.press("Enter");
  await reader.page.waitForURL(/folded\.html#part/);
  await inView(reader);
}));

test("with the attribute, links lead to the page alone", kit(async (reader, keyboard) => {
  await reader.type("threads wool captain");
  await settled(reader);
  await keyboard.press("Enter");
  await reader.page.waitForURL(/long\.html$/);
  assert.equal(await reader.page.evaluate(() => scrollY), 0);
}, "off.html"));

for (const [query, place] of [["threads wool captain", /long\.html$/], ["pleat tailor", /folded\.html#part$/]]) {
  test(`a browser without text fragments: the page's script marks the words, ${place.source}`, kit(async (reader, keyboard) => {
    await reader.type(query);
    await settled(reader);
    await keyboard.press("Enter");
    await reader.page.waitForURL(place);
    await inView(reader);
    assert.ok(await reader.page.evaluate(() => [...(CSS.highlights.get("thumb-index") ?? [])].length === 1));
    assert.equal(await reader.page.evaluate(() => sessionStorage.length), 0);
  }, "old.html"));
}

test("quotes are whole words in any script, without what would be read as syntax", kit(async ({ page }) => {
  const made = await page.evaluate(async () => {
    const { fragmentLink, quoted } = await import("/fragment.js");
    const at = (text, word, more = {}) => ({ text, marks: [{ start: text.indexOf(word), end: text.indexOf(word) + word.length, kind: "exact" }], ...more });
    return {
      part: quoted(at("the quick brown fox jumps over the lazy dog again", "jump"), "en"),
      gap: quoted(at("… brown fox … jumps over", "jumps"), "en"),
      japanese: quoted(at("機械学習による画像認識の研究", "画像"), "ja"),
      none: fragmentLink("/a", { snippet: { text: "x", marks: [] } }),
      syntax: fragmentLink("/a", { snippet: at("well-known, that & 100%", "that") }, "en"),
      hash: fragmentLink("/a#b", { snippet: at("only", "only") }, "en"),
    };
  });
  assert.deepEqual(made.part, { match: "jumps", quote: "the quick brown fox jumps over the lazy dog" });
  assert.deepEqual(made.gap, { match: "jumps", quote: "jumps over" });
  assert.equal(made.japanese.match, "画像");
  assert.equal(made.none, "/a");
  assert.equal(made.syntax, "/a#:~:text=well%2Dknown%2C%20that%20%26%20100&text=that");
  assert.equal(made.hash, "/a#b:~:text=only");
}));
