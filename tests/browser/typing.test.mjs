// A reader types and sees.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { names, page } from "../support/sites.mjs";

const open = sharedBrowser();

test("every key is answered, and the right paper is found before its title is typed", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    const wanted = "Neural Tangent Kernel: Convergence and Generalization in Neural Networks";
    let found = 0;
    let typed = "";
    for (const letter of "neural tangent kernel") {
      await reader.type(letter);
      typed += letter;
      assert.ok((await reader.options.count()) > 0, `something for ${JSON.stringify(typed)}`);
      if (!found && (await reader.titles.first().textContent()) === wanted) found = typed.length;
    }
    assert.equal(await reader.titles.first().textContent(), wanted);
    assert.ok(found > 0 && found <= "neural tang".length, `first after ${found} letters`);
    // What was typed is marked as such.
    const marked = reader.titles.first().locator("mark").first();
    assert.equal((await marked.textContent())?.toLowerCase(), "neural");
    assert.equal(await marked.getAttribute("data-kind"), "exact");
  });
  await server.close();
});

test("a misspelt query finds the paper", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    await reader.ask("nueral tangant kernal");
    assert.match((await reader.titles.first().textContent()) ?? "", /^Neural Tangent Kernel/);
  });
  await server.close();
});

test("a word that is nowhere gives an honest nothing, and taking it back gives results again", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    await reader.ask("xqzwvjk");
    assert.equal(await reader.options.count(), 0);
    assert.match(await reader.panel.innerText(), /Nothing found for “xqzwvjk”/);
    assert.equal(await reader.input.getAttribute("aria-expanded"), "false");
    await reader.ask("kernel");
    assert.equal(await reader.input.getAttribute("aria-expanded"), "true");
    await reader.ask("kernel xqzwvjk");
    assert.ok((await reader.options.count()) > 0);
    assert.match(await reader.panel.innerText(), /xqzwvjk/);
  });
  await server.close();
});

test("nothing is fetched before somebody comes near the box, and then everything at once", async () => {
  const server = await serve([paths.demo], { pages: { "/": page() } });
  const { index, wasm, ui } = await names(paths.demo);
  await open(server.url, async (reader) => {
    await reader.page.waitForFunction(() => customElements.get("thumb-index"));
    assert.deepEqual(server.requests.filter((name) => name !== "favicon.ico"), ["index.html", "thumbindex.js"]);
    await reader.input.hover();
    await reader.page.waitForFunction(() => window.news.some(({ name }) => name === "ready"));
    assert.deepEqual(server.requests.filter((name) => name !== "favicon.ico").slice(2).sort(), [index, wasm, ui].sort());
  });
  await server.close();
});

for (const late of ["index", "wasm", "ui"]) {
  test(`what is typed while the ${late} is on its way is kept and answered`, async () => {
    const server = await serve([paths.demo]);
    const name = (await names(paths.demo))[late];
    let release = () => {};
    const held = new Promise((resolve) => (release = () => resolve(undefined)));
    server.fault = async (asked) => (asked === name && (await held), false);
    await open(server.url, async (reader) => {
      await reader.input.focus();
      await reader.page.keyboard.type("continual lear");
      if (late !== "ui") {
        await reader.panel.getByText("Loading the index").waitFor();
        assert.equal(await reader.panel.getAttribute("aria-busy"), "true");
      }
      assert.doesNotMatch(await reader.page.locator("body").innerText(), /Nothing found/);
      release();
      await reader.answered("continual lear");
      assert.equal(await reader.input.inputValue(), "continual lear");
      assert.ok((await reader.options.count()) > 0);
    });
    await server.close();
  });
}

test("the address keeps the query, and a reload answers it", async () => {
  const server = await serve([paths.demo]);
  await open(`${server.url}?q=kernel`, async (reader) => {
    await reader.answered("kernel");
    assert.ok((await reader.options.count()) > 0);
    await reader.ask("continual learning & more");
    await reader.page.waitForURL((url) => url.searchParams.get("q") === "continual learning & more");
    await reader.page.reload();
    await reader.answered("continual learning & more");
    await reader.input.fill("");
    await reader.page.waitForURL((url) => !url.searchParams.has("q"));
    assert.ok(await reader.panel.isHidden());
  });
  await server.close();
});

test("a correction is offered as a button, and more results come on demand", async () => {
  const server = await serve([paths.demo], { pages: { "/few.html": page('limit="2"') } });
  await open(`${server.url}few.html`, async (reader) => {
    await reader.ask("learning");
    assert.equal(await reader.options.count(), 2);
    await reader.page.getByRole("button", { name: "Show more" }).click();
    await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelectorAll(".option").length > 2);
  });
  await server.close();
});

test("a thousand quick changes end with the last one's answer", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    await reader.ask("kernel");
    await reader.page.evaluate(() => {
      const element = document.querySelector("thumb-index");
      for (let round = 0; round < 1000; round++) element.value = `learn ${round}`;
      element.value = "neural tangent";
    });
    await reader.answered("neural tangent");
    const asked = (await reader.news("results")).length;
    assert.ok(asked < 20, `${asked} of a thousand were answered`);
    assert.match((await reader.titles.first().textContent()) ?? "", /^Neural Tangent Kernel/);
  });
  await server.close();
});
