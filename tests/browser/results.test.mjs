// What is shown of an answer that no small corpus gives: the view alone, fed by hand.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";

const open = sharedBrowser();

/** Renders an answer and gives its text; presses the button of that name, if any, and tells what it asked for. */
const render = (page, answer, press, { query = "kernl", literal = false } = {}) =>
  page.evaluate(async ({ answer, press, query, literal }) => {
    const [{ Results }, { english }] = await Promise.all([import("/results.js"), import("/strings.js")]);
    const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
    const box = root.appendChild(document.createElement("div"));
    const results = new Results(box, english);
    const asked = [];
    const whole = { hits: [], total: 0, partial: false, missing: [], unmatched: [], didYouMean: null, ...answer };
    const commands = { ask: (query) => asked.push(query), literally: (on) => asked.push(on), more: () => asked.push("more") };
    results.answer(query, whole, literal, commands);
    [...root.querySelectorAll("button")].find(({ textContent }) => textContent === press)?.click();
    return { text: results.panel.innerText, asked, marks: [...root.querySelectorAll("mark")].map((mark) => [mark.dataset.kind, mark.textContent]) };
  }, { answer, press, query, literal });

const hit = (more) => ({ doc: 0, id: "x", url: "", title: { text: "Title", marks: [] }, snippet: { text: "", marks: [] }, authors: [], year: null, venue: "", keywords: [], meta: [], score: 1, ...more });

const cases = {
  "hits of a correction say so, and a button asks for what was typed": async (page) => {
    const { text, asked } = await render(page, { didYouMean: "kernel", hits: [hit()], total: 1 }, "Search only for “kernl”");
    assert.match(text, /Showing results for “kernel”/);
    assert.deepEqual(asked, [true]);
  },
  "an answer to what was typed has a button that allows other spellings": async (page) => {
    const { text, asked } = await render(page, {}, "Allow other spellings", { literal: true });
    assert.match(text, /Nothing found for “kernl”/);
    assert.deepEqual(asked, [false]);
  },
  "nothing found: the words without a match are named, and a button asks for the others": async (page) => {
    const { text, asked } = await render(page, { unmatched: ['"purple elephants"', "xqz"] }, "Search for “kernel OR methods”", { query: 'kernel "purple elephants" OR methods Xqz' });
    assert.match(text, /Nothing found for “kernel "purple elephants" OR methods Xqz”/);
    assert.match(text, /No match for “purple elephants”, “xqz”/);
    assert.deepEqual(asked, ["kernel OR methods"]);
  },
  "nothing found and no word left: no offer": async (page) => {
    const { text } = await render(page, { unmatched: ["xqz"] }, undefined, { query: "xqz -kernel year:2019" });
    assert.match(text, /Try fewer or other words/);
    assert.doesNotMatch(text, /Search for/);
  },
  "hits and a word without a match: one quiet line and no offer": async (page) => {
    const { text } = await render(page, { unmatched: ["xqz"], hits: [hit()], total: 1 }, undefined, { query: "kernel xqz" });
    assert.match(text, /No match for “xqz”/);
    assert.doesNotMatch(text, /Search for|Try fewer/);
  },
  "an incomplete answer without hits never says that there is nothing": async (page) => {
    const { text } = await render(page, { partial: true });
    assert.doesNotMatch(text, /Nothing found/);
    assert.match(text, /There may be more/);
  },
  "an incomplete answer with hits says so": async (page) => {
    const { text } = await render(page, { partial: true, hits: [hit()], total: 1 });
    assert.match(text, /1 result – There may be more/);
  },
  "four authors become three and others": async (page) => {
    const { text } = await render(page, { hits: [hit({ authors: ["A", "B", "C", "D"], venue: "V", year: 0 })], total: 1 });
    assert.match(text, /A, B, C et al\. · V · 0/);
  },
  "a hit without title shows its id": async (page) => {
    const { text } = await render(page, { hits: [hit({ id: "paper 7", title: { text: "", marks: [] } })], total: 1 });
    assert.match(text, /paper 7/);
  },
  "marks become elements at their UTF-16 places": async (page) => {
    const title = { text: "😀 Kernels, Noyau", marks: [{ start: 3, end: 9, kind: "exact" }, { start: 9, end: 10, kind: "prefix" }, { start: 12, end: 17, kind: "variant" }] };
    const { text, marks } = await render(page, { hits: [hit({ title })], total: 1 });
    assert.match(text, /^😀 Kernels, Noyau$/m);
    assert.deepEqual(marks, [["exact", "Kernel"], ["prefix", "s"], ["variant", "Noyau"]]);
  },
};

for (const [what, check] of Object.entries(cases)) {
  test(what, async () => {
    const server = await serve([paths.www], { pages: { "/blank.html": "<!doctype html>" } });
    await open(`${server.url}blank.html`, ({ page }) => check(page));
    await server.close();
  });
}

test("words that match nothing are taken out of a query, and its operators with them", async () => {
  const server = await serve([paths.www], { pages: { "/blank.html": "<!doctype html>" } });
  await open(`${server.url}blank.html`, async ({ page }) => {
    const cases = [
      ["neural xqz", ["xqz"], "neural"],
      ["Xqz neural", ["xqz"], "neural"],
      ["title:xqz neural", ["xqz"], "neural"],
      ["xqz* neural", ["xqz"], "neural"],
      ["naïve Éxqz", ["exqz"], "naïve"],
      ["neural OR xqz", ["xqz"], "neural"],
      ["xqz OR neural OR kernel", ["xqz"], "neural OR kernel"],
      ["kernel xqz-vjk -xqz", ["xqz", "vjk"], "kernel -xqz"],
      ["kernel xqz-methods", ["xqz"], "kernel xqz-methods"],
      ['author:"a b" kernel', ["a b"], "kernel"],
      ['"neural xqz', ["xqz"], '"neural'],
      ["xqz year:2019 -a", ["xqz"], ""],
      ["", [], ""],
    ];
    const given = await page.evaluate(async (cases) => {
      const { without } = await import("/query.js");
      return cases.map(([query, unmatched]) => without(query, unmatched));
    }, cases);
    assert.deepEqual(given, cases.map(([, , wanted]) => wanted));
  });
  await server.close();
});
