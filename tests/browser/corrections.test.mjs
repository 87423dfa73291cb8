// Queries that were corrected, queries that find nothing, and the button that explains what can be typed.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { page } from "../support/sites.mjs";

const open = sharedBrowser();
const german = '<script src="/german.js" type="module"></script></body>';
const pages = {
  "/": page(),
  "/plain.html": page('help="off"'),
  "/german.html": page().replace("</body>", german),
  "/german.js": 'document.querySelector("thumb-index").strings = { help: "So wird gesucht", syntax: [["-Wort", "ohne dieses Wort"]] };',
};

const kit = (use, path = "") => async () => {
  const server = await serve([paths.demo], { pages, policy: POLICIES[1] });
  await open(server.url + path, async (reader) => {
    await use(reader, reader.page.keyboard);
    assert.deepEqual(await reader.violations(), []);
  });
  await server.close();
};
const button = (reader, name) => reader.page.getByRole("button", { name });
const focused = (reader) => reader.panel.evaluate((panel) => panel.getRootNode().activeElement?.textContent);

/** “kernl” is answered as “kernel”, and the options of all searches are kept. */
const fake = async (reader) => {
  await reader.input.focus();
  await reader.page.waitForFunction(() => document.querySelector("thumb-index").client);
  await reader.page.evaluate(() => {
    window.options = [];
    const { client } = document.querySelector("thumb-index");
    const search = client.search.bind(client);
    client.search = async (query, options) => {
      window.options.push([query, options.typos ?? true]);
      const corrected = options.typos !== false && query.includes("kernl") ? query.replace("kernl", "kernel") : null;
      return { ...(await search(corrected ?? query, options)), didYouMean: corrected };
    };
  });
};
const options = (reader) => reader.page.evaluate(() => window.options);

test("a correction is told and announced, and the next Tab stop asks for what was typed", kit(async (reader, keyboard) => {
  await fake(reader);
  await reader.ask("kernl methods");
  assert.match(await reader.panel.innerText(), /Showing results for “kernel methods”/);
  await reader.page.waitForFunction(() => /^Showing results for “kernel methods”\. \d+/.test(document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent));
  await keyboard.press("Tab");
  assert.equal(await focused(reader), "Search only for “kernl methods”");
  await keyboard.press("Enter");
  await button(reader, "Allow other spellings").waitFor();
  assert.deepEqual((await options(reader)).at(-1), ["kernl methods", false]);
  assert.doesNotMatch(await reader.panel.innerText(), /Showing results for/);
  assert.ok(await reader.input.evaluate((input) => input.getRootNode().activeElement === input), "the focus is in the box again");
  await keyboard.press("Tab");
  assert.equal(await focused(reader), "Allow other spellings");
  await keyboard.press("Enter");
  await button(reader, "Search only for").waitFor();
}));

test("what was typed is meant until another query is", kit(async (reader) => {
  await fake(reader);
  await reader.ask("kernl");
  await button(reader, "Search only for").click();
  await button(reader, "Allow other spellings").waitFor();
  await reader.input.click();
  await reader.ask("kernl ");
  assert.equal((await options(reader)).at(-1)[1], false, "a blank makes no other query");
  await reader.ask("kernl m");
  await reader.ask("kernl");
  assert.deepEqual((await options(reader)).slice(-2), [["kernl m", true], ["kernl", true]]);
  assert.ok(await button(reader, "Search only for").isVisible());
}));

test("a word that is nowhere is named and announced beside the hits of the others", kit(async (reader) => {
  await reader.ask("neural xqzwvjk");
  assert.match(await reader.panel.innerText(), /No match for “xqzwvjk”/);
  assert.equal(await reader.panel.getByRole("button", { name: /Search/ }).count(), 0);
  await reader.page.waitForFunction(() => document.querySelector("thumb-index").shadowRoot.querySelector(".live").textContent.startsWith("No match for “xqzwvjk”. "));
}));

test("where a phrase is nowhere, the query without it is the next Tab stop", kit(async (reader, keyboard) => {
  await fake(reader);
  await reader.page.evaluate(() => {
    const { client } = document.querySelector("thumb-index");
    const search = client.search;
    client.search = async (query, options) => ({ ...(await search(query, options)), ...(query.includes('"') && { hits: [], total: 0, unmatched: ['"purple elephants"'] }) });
  });
  await reader.ask('kernel "purple elephants"');
  assert.match(await reader.panel.innerText(), /No match for “purple elephants”/);
  await keyboard.press("Tab");
  assert.equal(await focused(reader), "Search for “kernel”");
  await keyboard.press("Enter");
  await reader.answered("kernel");
  assert.equal(await reader.input.inputValue(), "kernel");
  assert.ok((await reader.options.count()) > 0);
}));

test("years that nothing is of are named, and the query without them is offered: nothing here is faked", kit(async (reader) => {
  await reader.ask("kernel year:1066");
  assert.match(await reader.panel.innerText(), /No match for “year:1066”/);
  await button(reader, "Search for “kernel”").click();
  await reader.answered("kernel");
  assert.ok((await reader.options.count()) > 0);
}));

test("the engine's own correction is shown, its words marked lightly, and the literal answer is one click away", kit(async (reader) => {
  await reader.ask("nueral netwroks");
  assert.match(await reader.panel.innerText(), /Showing results for “neural networks”/);
  assert.ok((await reader.options.count()) > 0);
  await button(reader, "Search only for").click();
  await button(reader, "Allow other spellings").waitFor();
  assert.equal(await reader.options.count(), 0);
}));

test("the empty box explains what can be typed: by Tab and Enter, until Escape or the first letter", kit(async (reader, keyboard) => {
  await reader.input.focus();
  const help = button(reader, "How to search");
  await help.waitFor();
  assert.equal(await help.getAttribute("aria-expanded"), "false");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  assert.equal(await help.getAttribute("aria-expanded"), "true");
  assert.match(await reader.panel.innerText(), /"a phrase"[^]*-word[^]*title:word[^]*year:2019\.\.2022[^]*this OR that[^]*start\*/);
  await keyboard.press("Escape");
  assert.ok(await reader.panel.isHidden());
  assert.equal(await help.getAttribute("aria-expanded"), "false");
  await keyboard.press("Enter");
  await reader.input.focus();
  await keyboard.press("Escape");
  assert.ok(await reader.panel.isHidden(), "Escape in the text closes it too");
  await help.click();
  await reader.type("kernel");
  assert.doesNotMatch(await reader.panel.innerText(), /a phrase/);
  assert.ok(await help.isHidden());
  await button(reader, "Clear").click();
  assert.ok(await help.isVisible());
  assert.ok(await reader.panel.isHidden());
}));

test("an attribute turns the explanation off, and a page says it in its own words", async () => {
  await kit(async (reader) => {
    await reader.ask("kernel");
    await reader.ask("neural");
    await button(reader, "Clear").click();
    assert.equal(await button(reader, "How to search").count(), 0);
  }, "plain.html")();
  await kit(async (reader) => {
    await reader.input.focus();
    await button(reader, "So wird gesucht").click();
    assert.equal((await reader.panel.innerText()).trim().replace(/\s+/g, " "), "-Wort ohne dieses Wort");
  }, "german.html")();
});

test("two boxes share one client, and the second opens nothing", async () => {
  const two = page('id="one"').replace("</main>", '<thumb-index id="two" label="Second"></thumb-index></main>');
  const server = await serve([paths.demo], { pages: { "/": two } });
  await open(server.url, async (reader) => {
    await reader.ask("kernel");
    await reader.page.evaluate(() => (document.querySelector("#two").client = document.querySelector("#one").client));
    const before = server.requests.length;
    await reader.page.locator("#two").getByRole("combobox").fill("continual learning");
    await reader.answered("continual learning");
    assert.ok((await reader.page.locator("#two .option").count()) > 0);
    assert.deepEqual(server.requests.slice(before), []);
  });
  await server.close();
});
