// What is shown of an answer that no small corpus gives: the view alone, fed by hand.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";

const open = sharedBrowser();

/** Renders an answer and gives its text; presses the button of that name, if any, and tells what it asked for. */
const render = (page, answer, press) =>
  page.evaluate(async ({ answer, press }) => {
    const [{ Results }, { english }] = await Promise.all([import("/results.js"), import("/strings.js")]);
    const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
    const results = new Results(root, english);
    const asked = [];
    const whole = { hits: [], total: 0, partial: false, missing: [], unmatched: [], didYouMean: null, ...answer };
    results.answer("kernl", whole, { correct: (query) => asked.push(query), more: () => asked.push("more") });
    [...root.querySelectorAll("button")].find(({ textContent }) => textContent === press)?.click();
    return { text: results.panel.innerText, asked, marks: [...root.querySelectorAll("mark")].map((mark) => [mark.dataset.kind, mark.textContent]) };
  }, { answer, press });

const hit = (more) => ({ doc: 0, id: "x", url: "", title: { text: "Title", marks: [] }, snippet: { text: "", marks: [] }, authors: [], year: null, venue: "", keywords: [], meta: [], score: 1, ...more });

const cases = {
  "a correction is a button that asks for it": async (page) => {
    const { text, asked } = await render(page, { didYouMean: "kernel" }, "kernel");
    assert.match(text, /Did you mean\s+kernel\s*\?/);
    assert.deepEqual(asked, ["kernel"]);
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
