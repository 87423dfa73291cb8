// What assistive technology is told.

import assert from "node:assert/strict";
import test from "node:test";
import { NARROW, looks, violations } from "../support/axe.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { page } from "../support/sites.mjs";

const open = sharedBrowser();

/** Runs in the page: answers to these queries differ in these parts, unless they are wanted as typed. */
function fake(answers) {
  const { client } = document.querySelector("thumb-index");
  const search = client.search.bind(client);
  client.search = async (query, options) => ({ ...(await search(query, options)), ...(options.typos === false ? {} : answers[query]) });
}

for (const look of looks) {
  const { colorScheme = "forced colors", viewport } = look;
  test(`axe finds nothing, and nothing sticks out: ${colorScheme}, ${viewport.width} pixels`, async () => {
    const server = await serve([paths.demo], { pages: { "/menu.html": page() } });
    for (const place of ["", "menu.html"]) {
      await open(server.url + place, async (reader) => {
        const check = async (what) => {
          assert.deepEqual(await violations(reader), [], `${place} ${what}`);
          const over = await reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.equal(over, 0, `${place} ${what} is wider than the window`);
        };
        await check("at rest");
        await reader.input.focus();
        await reader.page.getByRole("button", { name: "How to search" }).click();
        await check("with the query language");
        await reader.ask("neural net");
        await reader.panel.getByRole("toolbar").getByRole("button").first().waitFor();
        await check("with completions");
        await reader.page.keyboard.press("ArrowDown");
        await check("with results");
        await reader.page.keyboard.press("Enter");
        await reader.detail.waitFor();
        await check("with a document");
        await reader.ask("nueral xqzwvjk");
        await check("with a word that is nowhere");
        await reader.page.evaluate(fake, { "kernl learning": { didYouMean: "kernel learning" }, 'kernel "x y"': { hits: [], total: 0, unmatched: ["x y"] } });
        await reader.ask("kernl learning");
        await check("with a correction");
        await reader.page.getByRole("button", { name: "Search only for" }).click();
        await reader.page.getByRole("button", { name: "Allow other spellings" }).waitFor();
        await check("as typed");
        await reader.ask('kernel "x y"');
        await check("with a query without a phrase to offer");
        await reader.ask("xqzwvjk");
        await check("with nothing");
        await reader.input.fill("");
        server.fault = (name, response) => name.endsWith(".tix") && (response.writeHead(404).end(), true);
        await reader.page.evaluate(() => history.replaceState(null, ""));
        await reader.page.reload();
        await reader.input.focus();
        await reader.page.keyboard.type("kernel");
        await reader.failed();
        await check("with an error");
        server.fault = null;
      }, look);
    }
    await server.close();
  });
}

test("the tree says: combobox, expanded, with a listbox of options whose names hold what is seen", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    await reader.type("neural tang");
    await reader.page.keyboard.press("ArrowDown");
    const session = await reader.page.context().newCDPSession(reader.page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const role = (wanted) => nodes.filter((node) => node.role?.value === wanted && !node.ignored);
    const property = (node, name) => node.properties?.find((property) => property.name === name)?.value;
    const [combobox] = role("combobox");
    assert.equal(combobox.name.value, "Search this collection");
    assert.equal(property(combobox, "expanded").value, true);
    assert.ok(property(combobox, "focused").value);
    assert.equal(property(combobox, "controls").relatedNodes.length, 1);
    assert.equal(property(combobox, "activedescendant").relatedNodes.length, 1);
    assert.equal(role("listbox").length, 1);
    const options = role("option");
    assert.equal(options.length, await reader.options.count());
    assert.match(options[0].name.value, /^Neural Tangent Kernel/);
    assert.equal(property(options[0], "selected").value, true);
  });
  await server.close();
});

test("the count is announced once typing rests, and again only when it changes", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    await reader.page.evaluate(() => (window.said = []));
    await reader.type("ke");
    await reader.live.evaluate((live) => new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true }));
    await reader.type("rnel");
    await reader.page.waitForFunction(() => window.said.length > 0);
    const said = await reader.page.evaluate(() => window.said);
    const shown = await reader.panel.locator(".status .count").textContent();
    assert.match(shown, /^(\d+ of )?\d+ results?$/);
    assert.deepEqual(said, [`${shown}, 1 completion`]);
    assert.equal(await reader.live.getAttribute("role"), "status");
  });
  await server.close();
});

test("a new answer is announced although an option was meant, and the count again when the text alone is", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    const said = (pattern) => reader.page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent), pattern);
    await reader.type("kernel");
    await said("results");
    await reader.page.keyboard.press("ArrowDown");
    await said("^1 of 10");
    await reader.page.keyboard.press("ArrowUp");
    await said("results");
    await reader.page.keyboard.press("ArrowDown");
    await reader.ask("xqzwvjk");
    await said("^Nothing found");
  });
  await server.close();
});

test("the box is large enough that phones do not zoom, and buttons are large enough to hit", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    await reader.ask("learning");
    const size = await reader.input.evaluate((input) => Number.parseFloat(getComputedStyle(input).fontSize));
    assert.ok(size >= 16, `${size}px`);
    for (const button of await reader.page.getByRole("button").all()) {
      const box = await button.boundingBox();
      assert.ok(box && box.height >= 24 && box.width >= 24, await button.innerText());
    }
  }, { viewport: NARROW, hasTouch: true, isMobile: true });
  await server.close();
});
