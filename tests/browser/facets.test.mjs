// Filters and orders in the box: by pointer and by keyboard.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { violations } from "../support/axe.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const open = sharedBrowser();
let folder = "";
before(async () => {
  const documents = [...Array(60).keys()].map((number) => ({
    id: `${number}`,
    title: `${number % 2 ? "Moss" : "Fern"} notes, part ${number}`,
    authors: [["Ada", "Bo", "Cy"][number % 3]],
    year: 2000 + (number % 8),
    url: `/${number}.html`,
  }));
  folder = await build("facets", documents);
});
const pages = { "/": page('facets="author year" sorts="year"'), "/modal.html": page('facets="auto" layout="modal"'), "/plain.html": page(), "/shared.html": page('facets="author year" sorts="year" param="q"'), "/rtl.html": page('facets="author"').replace('lang="en"', 'lang="ar" dir="rtl"') };
const kit = (use, path = "", options = {}) => async () => {
  const server = await serve([folder, paths.www], { pages, policy: POLICIES[1] });
  await open(server.url + path, (reader) => use(reader, reader.page.keyboard, server), options);
  await server.close();
};
const row = (reader) => reader.page.locator("[part=facets]");
const chip = (reader, name) => row(reader).getByRole("button", { name: new RegExp(`^${name} \\(`) });
const years = (reader) => reader.page.evaluate(() => [...document.querySelector("thumb-index").shadowRoot.querySelectorAll("[part=byline]")].map((line) => Number(line.textContent.match(/\d{4}/)[0])));

test("a press on a value keeps the results that have it, another lets go, and the counts are those of the answer", kit(async (reader) => {
  await reader.type("moss");
  await chip(reader, "Ada").waitFor();
  assert.equal(await chip(reader, "Ada").innerText(), "Ada (10)");
  await chip(reader, "Ada").click();
  await reader.page.waitForFunction(() => [...document.querySelector("thumb-index").shadowRoot.querySelectorAll("[part=byline]")].every((line) => line.textContent.includes("Ada")));
  assert.equal(await chip(reader, "Ada").getAttribute("aria-pressed"), "true");
  // Of its own field other choices are told as if it were none; of others those that are left.
  assert.equal(await chip(reader, "Bo").innerText(), "Bo (10)");
  assert.match(await chip(reader, "2001").innerText(), /\((2|3)\)/);
  assert.match(await reader.page.locator("[part=status]").innerText(), /10/);
  assert.deepEqual(await violations(reader), []);
  await row(reader).getByRole("button", { name: "Remove filters" }).click();
  await reader.page.waitForFunction(() => !document.querySelector("thumb-index").shadowRoot.querySelector("[aria-pressed=true]"));
  assert.ok(await reader.focused(), "the focus goes to the text, for its button is gone");
  assert.match(await reader.page.locator("[part=status]").innerText(), /30/);
}));

test("the row is one Tab stop; arrows go along it, Space presses, Up leads back to the text", kit(async (reader, keyboard) => {
  await reader.type("moss");
  await chip(reader, "Ada").waitFor();
  const focused = () => reader.page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent);
  for (let presses = 0; presses < 6 && !/\(\d+\)/.test(await focused()); presses++) await keyboard.press("Tab");
  const first = await focused();
  await keyboard.press("ArrowRight");
  const second = await focused();
  assert.ok(/\(10\)/.test(first) && /\(10\)/.test(second) && first !== second, `${first} ${second}`);
  await keyboard.press("Space");
  await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector("[aria-pressed=true]"));
  await reader.page.waitForFunction((name) => [...document.querySelector("thumb-index").shadowRoot.querySelectorAll("[part=byline]")].every((line) => line.textContent.includes(name)), second.split(" ")[0]);
  assert.equal((await focused()).split(" ")[0], second.split(" ")[0], "the focus stays on what was pressed");
  await keyboard.press("ArrowUp");
  assert.ok(await reader.focused());
  // Arrows of the list are the list's.
  await keyboard.press("ArrowDown");
  assert.match(await reader.active(), /^Moss notes/);
}));

test("more values are a press away, and orders are those of the years", kit(async (reader) => {
  await reader.type("notes");
  await row(reader).getByRole("button", { name: "more" }).first().waitFor();
  const before = await row(reader).locator("[aria-pressed]").count();
  await row(reader).getByRole("button", { name: "more" }).first().click();
  await reader.page.waitForFunction((before) => document.querySelector("thumb-index").shadowRoot.querySelectorAll("[aria-pressed]").length > before, before).catch(() => {});
  await row(reader).getByRole("combobox").selectOption("-year");
  await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector("[part=byline]").textContent.includes("2007"));
  const down = await years(reader);
  assert.deepEqual(down, [...down].sort().reverse());
  await row(reader).getByRole("combobox").selectOption("year");
  await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector("[part=byline]").textContent.includes("2000"));
  const up = await years(reader);
  assert.deepEqual(up, [...up].sort());
}));

const told = (reader, test) => reader.page.waitForFunction((test) => {
  const lines = [...document.querySelector("thumb-index").shadowRoot.querySelectorAll("[part=byline]")].map((line) => line.textContent);
  return lines.length > 0 && lines.every((line) => new RegExp(test).test(line));
}, test);

test("a field of numbers takes bounds, by pointer and by keyboard", kit(async (reader, keyboard) => {
  await reader.type("moss");
  const [from, to] = [row(reader).getByRole("textbox", { name: "year ≥" }), row(reader).getByRole("textbox", { name: "year ≤" })];
  await from.waitFor();
  assert.deepEqual([await from.getAttribute("placeholder"), await to.getAttribute("placeholder")], ["2001", "2007"]);
  await from.click();
  await keyboard.type("2005");
  await keyboard.press("Enter");
  await told(reader, "200[57]");
  assert.deepEqual(await violations(reader), []);
  // Arrows move in the text.
  await keyboard.press("ArrowLeft");
  assert.equal(await from.evaluate((input) => /** @type {ShadowRoot} */ (input.getRootNode()).activeElement === input), true);
  await to.fill("2005");
  await to.press("Enter");
  await told(reader, "2005");
  await row(reader).getByRole("button", { name: "Remove filters" }).click();
  await reader.page.waitForFunction(() => /\b30\b/.test(document.querySelector("thumb-index").shadowRoot.querySelector("[part=status]").textContent));
  // Escape leads from a bound to the query, as from anywhere in the box.
  await from.click();
  await keyboard.press("Escape");
  assert.ok(await reader.focused());
}));

test("what is chosen is in the address, and a link brings it with the query", kit(async (reader, keyboard, server) => {
  await reader.type("moss");
  await chip(reader, "Ada").click();
  await told(reader, "Ada");
  await row(reader).getByRole("combobox").selectOption("-year");
  await reader.page.waitForURL(/q\.sort=-year/);
  const address = new URL(reader.page.url());
  await reader.page.waitForFunction(() => new URLSearchParams(location.search).get("q") === "moss");
  assert.deepEqual([...address.searchParams].filter(([name]) => name.startsWith("q.")), [["q.author", "Ada"], ["q.sort", "-year"]]);
  await open(`${server.url}shared.html?q=moss&q.author=Bo&q.year=2003..2007`, async (other) => {
    await other.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot?.querySelector("[part=byline]"));
    await told(other, "Bo.*200[357]");
    assert.equal(await chip(other, "Bo").getAttribute("aria-pressed"), "true");
    // Away and back: as it was.
    await chip(other, "Bo").click();
    await told(other, "200[357]");
    await other.page.goto("about:blank");
    await other.page.goBack();
    await other.page.waitForFunction(() => document.querySelector("thumb-index")?.shadowRoot?.querySelector("[part=byline]"));
    await told(other, "200[357]");
    assert.equal(await chip(other, "Bo").getAttribute("aria-pressed"), "false");
  });
}, "shared.html"));

test("in a dialog and from right to left it is the same, in the words of the page", kit(async (reader, keyboard) => {
  await reader.type("moss");
  await chip(reader, "Ada").waitFor();
  assert.equal(await row(reader).getAttribute("aria-label"), "مرشحات");
  await chip(reader, "Ada").focus();
  await keyboard.press("ArrowLeft");
  assert.match(await reader.page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent), /^(Bo|Cy)/);
}, "rtl.html"));

test("a box without the attribute fetches none of it, and one whose files do not come searches without", async () => {
  const server = await serve([folder, paths.www], { pages });
  await open(`${server.url}plain.html`, async (reader) => {
    await reader.type("moss");
    await reader.options.first().waitFor();
    assert.ok(!server.requests.some((name) => /^(facet|filters|full|narrow)/.test(name)), server.requests.join(" "));
  });
  server.fault = async (name, response) => /^(facet-\w{16}\.bin|filters)/.test(name) && (response.writeHead(500).end(), true);
  await open(server.url, async (reader) => {
    await reader.type("moss");
    await reader.options.first().waitFor();
    assert.equal(await row(reader).isVisible(), false);
  });
  await server.close();
});
