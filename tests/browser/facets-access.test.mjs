// The row of filters for everybody: axe in every look, 320 pixels, forced colours, both directions, all languages, keys, Back.

import assert from "node:assert/strict";
import test, { before } from "node:test";
import { axe, findings, looks, violations } from "../support/axe.mjs";
import { inBoth, until } from "../support/both.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { PAYLOADS, payloadRecords, strange } from "../support/payloads.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { build, page } from "../support/sites.mjs";

const both = inBoth();
const openChromium = sharedBrowser();
let folder = "";
let hostile = "";
before(async () => {
  hostile = await build("facets-payloads", payloadRecords);
  const documents = [...Array(60).keys()].map((number) => ({
    id: `${number}`,
    title: `${number % 2 ? "Moss" : "Fern"} notes, part ${number}`,
    summary: "What grows where it is damp.",
    authors: [["Ada of the long and winding name", "Bo", "Cy"][number % 3]],
    year: 2000 + (number % 8),
    url: `/next.html?${number}`,
  }));
  folder = await build("facets-access", documents);
});
const ATTRIBUTES = 'facets="author year" sorts="year"';
const LANGUAGES = ["en", "de", "fr", "es", "pt", "zh", "ja", "ko", "ar", "he", "ru"];
const pages = {
  "/": page(ATTRIBUTES),
  "/inline.html": page(`${ATTRIBUTES} layout="inline"`),
  "/modal.html": page(`${ATTRIBUTES} layout="modal"`),
  "/next.html": "<!doctype html><title>Next</title>",
  ...Object.fromEntries(LANGUAGES.map((lang) => [`/${lang}.html`, page(ATTRIBUTES).replace('lang="en"', `lang="${lang}" dir="${["ar", "he"].includes(lang) ? "rtl" : "ltr"}"`)])),
};
const given = (path = "") => () => ({ folders: [folder], pages, path });
/** Reads something in the box; of an element, that it is there. */
const root = ({ page }, look, argument) =>
  page.evaluate(`(() => {
    const seen = (${look})(document.querySelector("thumb-index").shadowRoot, ${JSON.stringify(argument)});
    return seen instanceof Node || seen;
  })()`);
const untilSeen = async (reader, look, argument) => {
  for (const end = Date.now() + 45_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const seen = await root(reader, look, argument).catch(() => undefined);
    if (seen) return seen;
    assert.ok(Date.now() < end, `in time: ${look}`);
  }
};
const shown = (reader) => untilSeen(reader, (root) => root.querySelector("[part=facets]")?.checkVisibility());
/** Presses the value with this name. */
const press = (reader, name) => root(reader, (root, name) => [...root.querySelectorAll("[part=facets] button")].find(({ textContent }) => textContent.startsWith(name)).click(), name);
const pressed = (reader) => root(reader, (root) => [...root.querySelectorAll("[aria-pressed=true]")].map(({ textContent }) => textContent.replace(/ \(\d+\)$/, "")));
const focused = (reader) => root(reader, (root) => root.activeElement?.textContent || root.activeElement?.localName);

/** Every look with one of the places; what is left of them is tried in both browsers below. */
const PLACES = ["", "modal.html", "modal.html", "ar.html", "ar.html"];
for (const [number, look] of looks.entries()) {
  test(`axe finds nothing in the row, chosen or not, and nothing sticks out: ${look.colorScheme ?? "forced colors"}, ${look.viewport.width} pixels`, async () => {
    const server = await serve([folder], { pages });
    const place = PLACES[number];
    await openChromium(server.url + place, async (reader) => {
      await reader.page.evaluate(() => document.querySelector("thumb-index").focus());
      await reader.ask("moss");
      await shown(reader);
      const check = async (what) => {
        assert.deepEqual(await violations(reader), [], `${place} ${what}`);
        assert.equal(await reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${place} ${what}`);
      };
      await check("with values");
      await press(reader, "Ada");
      await untilSeen(reader, (root) => root.querySelector("[aria-pressed=true]") && root.querySelector(".all"));
      await check("with a chosen one");
      const small = await root(reader, (root) => [...root.querySelectorAll("[part=facets] :is(button, select)")].map((stop) => stop.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24).length);
      assert.equal(small, 0, "large enough to hit");
      const rows = await root(reader, (root) => root.querySelector("[part=facets]").getBoundingClientRect().height);
      assert.ok(rows < (look.viewport.width > 400 ? 160 : 200), `${place}: the row takes ${rows} pixels`);
    }, look);
    await server.close();
  });
}

for (const scheme of ["light", "dark"]) {
  for (const place of ["inline.html", "modal.html"]) {
    both(`axe finds nothing in the row: ${place}, ${scheme}`, given(place), async (reader) => {
      await reader.page.evaluate((scheme) => {
        document.documentElement.style.setProperty("color-scheme", scheme);
        document.body.style.background = "Canvas";
      }, scheme);
      await until(reader.page, () => customElements.get("thumb-index") !== undefined);
      await reader.page.evaluate(() => document.querySelector("thumb-index").focus());
      await reader.ask("moss");
      await shown(reader);
      await press(reader, "Bo");
      await untilSeen(reader, (root) => root.querySelector(".all"));
      await reader.page.evaluate(axe);
      assert.deepEqual(await reader.page.evaluate(findings), []);
    });
  }
}

both("keys: arrows, Home and End go along the row, up and down lead back to the text, and so does typing", given(), async (reader) => {
  const { keyboard } = reader.page;
  await reader.ask("moss");
  await shown(reader);
  await root(reader, (root) => root.querySelector("[part=facets] button").focus());
  const first = await focused(reader);
  await keyboard.press("ArrowRight");
  assert.notEqual(await focused(reader), first);
  await keyboard.press("End");
  await keyboard.press("ArrowLeft");
  assert.match(await focused(reader), /^(more|200\d|Best)/);
  await keyboard.press("Home");
  assert.equal(await focused(reader), first);
  await keyboard.press("ArrowLeft");
  assert.equal(await focused(reader), "input", "before the first stands the text");
  for (const key of ["ArrowDown", "ArrowUp"]) {
    await root(reader, (root) => root.querySelector("[part=facets] button").focus());
    await keyboard.press(key);
    assert.equal(await focused(reader), "input", key);
  }
  await root(reader, (root) => root.querySelector("[part=facets] button").focus());
  await keyboard.type("y");
  await reader.answered("mossy");
  assert.equal(await focused(reader), "input");
  assert.equal(await root(reader, (root) => root.querySelectorAll("[part=facets] [tabindex='0']").length), 1, "one stop");
});

both("one Escape from the row closes the dialog, and the list", given("modal.html"), async (reader) => {
  await until(reader.page, () => customElements.get("thumb-index") !== undefined);
  await reader.page.evaluate(() => document.querySelector("thumb-index").show());
  await reader.ask("moss");
  await shown(reader);
  await root(reader, (root) => root.querySelector("[part=facets] button").focus());
  await reader.page.keyboard.press("Escape");
  await untilSeen(reader, (root) => !root.querySelector("dialog").open);
});

both("Back from a result brings what was chosen, and the list that goes with it", given("inline.html"), async (reader) => {
  await reader.ask("moss");
  await shown(reader);
  await press(reader, "Bo");
  await untilSeen(reader, (root) => root.querySelector(".count").textContent.includes("10 results"));
  await root(reader, (root) => {
    const select = root.querySelector("select");
    select.value = "-year";
    select.dispatchEvent(new Event("change"));
  });
  await untilSeen(reader, (root) => root.querySelector("[part=byline]").textContent.includes("2007"));
  await reader.page.evaluate(() => document.querySelector("thumb-index").focus());
  for (let step = 0; step < 3; step++) await reader.page.keyboard.press("ArrowDown");
  const title = await reader.active();
  await reader.page.keyboard.press("Enter");
  await until(reader.page, () => document.title === "Next");
  await reader.page.evaluate(() => void setTimeout(() => history.back()));
  await until(reader.page, () => document.title === "Test" && Boolean(document.querySelector("thumb-index").shadowRoot?.querySelector(".option")));
  await shown(reader);
  assert.deepEqual(await pressed(reader), ["Bo"]);
  assert.equal(await root(reader, (root) => root.querySelector("select").value), "-year");
  await untilSeen(reader, (root, title) => root.getElementById(root.querySelector("input").getAttribute("aria-activedescendant") ?? "")?.querySelector(".title").textContent === title, title);
});

both("the row goes with the text that it is for", given(), async (reader) => {
  await reader.page.evaluate(() => (localStorage["thumbindex:/"] = JSON.stringify(["fern"])));
  await reader.ask("moss");
  await shown(reader);
  await press(reader, "Bo");
  await untilSeen(reader, (root) => root.querySelector(".all"));
  await reader.page.evaluate(() => (document.querySelector("thumb-index").value = ""));
  await reader.page.evaluate(() => document.querySelector("thumb-index").focus());
  await reader.page.keyboard.press("ArrowDown");
  await untilSeen(reader, (root) => root.querySelector(".option.recent")?.checkVisibility());
  assert.equal(await root(reader, (root) => root.querySelector("[part=facets]").checkVisibility()), false);
  // With nothing found, what keeps things out can be let go of.
  await reader.ask("xqzwvjk");
  await untilSeen(reader, (root) => root.querySelector(".all")?.checkVisibility());
});

both("in every language the row has words of its own, and what fields are called", given("en.html"), async (reader, server) => {
  const seen = {};
  for (const lang of LANGUAGES) {
    await reader.page.goto(`${server.url}${lang}.html`);
    await reader.ask("moss");
    await shown(reader);
    await press(reader, "Bo");
    await untilSeen(reader, (root) => root.querySelector(".all"));
    seen[lang] = await root(reader, (root) => {
      const bar = root.querySelector("[part=facets]");
      return { bar: bar.ariaLabel, fields: [...bar.querySelectorAll("[role=group]")].map(({ ariaLabel }) => ariaLabel).join(), orders: [...bar.querySelectorAll("option")].map(({ textContent }) => textContent).join(), all: bar.querySelector(".all").textContent };
    });
    const over = await reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, lang);
  }
  assert.deepEqual(seen.en, { bar: "Filters", fields: "Author,Year", orders: "Best first,Year, descending,Year, ascending", all: "Remove filters" });
  for (const part of ["all", "orders", "fields"]) {
    const words = LANGUAGES.map((lang) => seen[lang][part]);
    assert.ok(new Set(words).size >= LANGUAGES.length - 1, `${part}: ${words}`);
    assert.ok(words.every(Boolean));
  }
});

for (const policy of [undefined, POLICIES.at(-1)]) {
  both(`payloads as values are text, ${policy ? "under the strict policy" : "without a policy"}`, () => ({ folders: [hostile], policy, pages: { "/": page('layout="inline" facets="author venue keyword" sorts="author venue"') } }), async (reader) => {
    await reader.ask("payload");
    await shown(reader);
    const names = () => root(reader, (root) => [...root.querySelectorAll("[aria-pressed]")].map(({ textContent }) => textContent));
    for (const field of ["author", "venue", "keyword"]) {
      const before = (await names()).length;
      await root(reader, (root, field) => [...root.querySelectorAll(`[data-field=${field}] button`)].find(({ textContent }) => textContent === "more").click(), field);
      await untilSeen(reader, (root, before) => root.querySelectorAll("[aria-pressed]").length > before, before);
    }
    assert.ok((await names()).filter((name) => PAYLOADS.some((payload) => name.startsWith(payload.trim().slice(0, 8)))).length > 20, "payloads are among the values");
    await root(reader, (root) => root.querySelector("[data-field=venue] [aria-pressed]").click());
    await untilSeen(reader, (root) => root.querySelector("[aria-pressed=true]") && root.querySelector(".all"));
    assert.deepEqual(await reader.page.evaluate(strange), []);
    assert.equal(await reader.page.evaluate(() => "hacked" in window), false);
    assert.deepEqual(await reader.page.evaluate(() => window.violations), []);
  });
}
