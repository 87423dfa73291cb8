// The element among others: moved, removed, doubled, configured.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { names, page } from "../support/sites.mjs";

const open = sharedBrowser();

test("moved, removed and added again, also while loading, it works on and listens once", async () => {
  const server = await serve([paths.demo], { pages: { "/": page() } });
  await open(server.url, async (reader) => {
    await reader.input.focus();
    await reader.page.evaluate(() => {
      const element = document.querySelector("thumb-index");
      element.load();
      for (let round = 0; round < 5; round++) {
        element.remove();
        document.querySelector("main").append(element);
      }
    });
    await reader.ask("kernel");
    assert.ok((await reader.options.count()) > 0);
    const before = (await reader.news("results")).length;
    await reader.page.evaluate(() => {
      const element = document.querySelector("thumb-index");
      const dialog = document.body.appendChild(document.createElement("dialog"));
      dialog.append(element);
      dialog.showModal();
    });
    await reader.ask("continual learning");
    assert.ok((await reader.options.count()) > 0);
    const answers = (await reader.news("results")).slice(before).map(({ query }) => query);
    assert.equal(answers.filter((query) => query === "continual learning").length, 1, "one listener, one answer");
    await reader.page.keyboard.press("ArrowDown");
    assert.equal(await reader.active(), await reader.titles.first().textContent(), "one step for one key");
  });
  await server.close();
});

test("two boxes on one page are independent, and a second script is no harm", async () => {
  const two = page('id="one"').replace("</main>", '<thumb-index id="two" label="Second"></thumb-index></main>').replace("</head>", '<script type="module" src="/thumbindex.js?again"></script></head>');
  const server = await serve([paths.demo], { pages: { "/": two } });
  await open(server.url, async (reader) => {
    const ask = async (id, query) => {
      await reader.page.locator(`#${id}`).getByRole("combobox").fill(query);
      await reader.answered(query);
      return reader.page.locator(`#${id} .title`).first().textContent();
    };
    const first = await ask("one", "neural tangent kernel");
    const second = await ask("two", "continual learning");
    assert.notEqual(first, second);
    assert.equal(await reader.page.locator("#one").getByRole("combobox").inputValue(), "neural tangent kernel");
    assert.equal(await reader.page.getByRole("combobox", { name: "Second" }).count(), 1);
  });
  await server.close();
});

test("attributes and properties say where the index is and what the box is called", async () => {
  const { index } = await names(paths.demo);
  const attributes = `src="/other/${index}" label="Papers" placeholder="Find a paper" limit="3"`;
  const server = await serve([paths.demo], { pages: { "/": page(attributes) } });
  server.fault = async (name, response) => {
    if (name !== `other/${index}`) return false;
    response.writeHead(302, { location: `/${index}` }).end();
    return true;
  };
  await open(server.url, async (reader) => {
    const box = reader.page.getByRole("combobox", { name: "Papers" });
    assert.equal(await box.getAttribute("placeholder"), "Find a paper");
    await reader.page.evaluate(() => {
      const element = document.querySelector("thumb-index");
      element.strings = { count: (shown, total) => `${shown} von ${total}`, clear: "Leeren" };
      element.value = "learning";
    });
    await reader.answered("learning");
    assert.equal(await reader.options.count(), 3);
    assert.match(await reader.panel.innerText(), /3 von \d+/);
    assert.ok(server.requests.includes(`other/${index}`));
    await reader.page.evaluate(() => document.querySelector("thumb-index").setAttribute("label", "Texts"));
    assert.equal(await reader.page.getByRole("combobox", { name: "Texts" }).count(), 1);
    await reader.page.getByRole("button", { name: "Leeren" }).click();
    assert.equal(await reader.page.evaluate(() => document.querySelector("thumb-index").value), "");
  });
  await server.close();
});

test("what a page sets before the script is there counts", async () => {
  const early = 'const box = document.querySelector("thumb-index"); box.strings = { hint: "Ask the librarian." }; box.client = { info: { documents: 1, build: "0" }, search: async () => ({ hits: [], total: 0, partial: false, missing: [], unmatched: [], didYouMean: null }) };';
  const server = await serve([paths.demo], { pages: { "/": page().replace("</body>", '<script src="/early.js"></script></body>'), "/early.js": early } });
  await open(server.url, async (reader) => {
    await reader.ask("kernel");
    assert.match(await reader.panel.innerText(), /Ask the librarian\./);
    assert.ok(!server.requests.some((name) => name.endsWith(".tix")), "its client was asked and no index opened");
  });
  await server.close();
});

test("news leaves the shadow: ready, results and select with their details", async () => {
  const server = await serve([paths.demo], { pages: { "/": page() } });
  await open(server.url, async (reader) => {
    await reader.ask("kernel");
    const [ready] = await reader.news("ready");
    assert.ok(ready.documents > 0);
    assert.match(ready.build, /^[0-9a-f]{16}$/);
    const { query, answer } = (await reader.news("results")).at(-1);
    assert.equal(query, "kernel");
    assert.equal(answer.hits.length, await reader.options.count());
    await reader.options.first().click();
    const [{ hit, newTab }] = await reader.news("select");
    assert.equal(hit.id, answer.hits[0].id);
    assert.equal(newTab, false);
  });
  await server.close();
});

test("the page's style sheet cannot reach in, and parts and properties can be styled", async () => {
  const style = "input { display: none } thumb-index { --thumbindex-accent: rgb(1, 2, 3) } thumb-index::part(title) { letter-spacing: 7px }";
  const server = await serve([paths.demo], { pages: { "/": page().replace("</head>", '<link rel="stylesheet" href="/own.css"></head>'), "/own.css": style } });
  await open(server.url, async (reader) => {
    await reader.ask("kernel");
    assert.ok(await reader.input.isVisible());
    const { color, letterSpacing } = await reader.titles.first().evaluate((title) => ({ ...getComputedStyle(title) , color: getComputedStyle(title).color, letterSpacing: getComputedStyle(title).letterSpacing }));
    assert.deepEqual([color, letterSpacing], ["rgb(1, 2, 3)", "7px"]);
  });
  await server.close();
});

test("a page that meddles with prototypes is searched all the same", async () => {
  const meddle = "Array.prototype.extra = () => 1; Object.prototype.inherited = 1; String.prototype.at = undefined;";
  const server = await serve([paths.demo], { pages: { "/": page().replace("<script", '<script src="/meddle.js"></script><script'), "/meddle.js": meddle } });
  await open(server.url, async ({ page }) => {
    await page.locator("thumb-index").getByRole("combobox").fill("kernel");
    await page.locator("thumb-index .option").first().waitFor();
  });
  await server.close();
});
