// Completions of what is being typed.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { page } from "../support/sites.mjs";

const open = sharedBrowser();
const pages = { "/": page(), "/off.html": page('suggestions="off"'), "/rtl.html": page().replace('lang="en"', 'lang="en" dir="rtl"') };

const kit = (use, path = "", options = {}) => async () => {
  const server = await serve([paths.demo], { pages });
  await open(server.url + path, async (reader) => {
    reader.chips = reader.panel.getByRole("toolbar", { name: "Completions" }).getByRole("button");
    await use(reader, reader.page.keyboard);
  }, options);
  await server.close();
};

/** Gives the completions of each query by hand, and keeps what was asked. */
const fake = async (reader, completions, wait = 0) => {
  await reader.input.focus();
  await reader.page.waitForFunction(() => document.querySelector("thumb-index").client);
  await reader.page.evaluate(({ completions, wait }) => {
    window.asked = [];
    window.drawn = [];
    document.addEventListener("thumb-index-results", ({ detail }) => window.drawn.push(detail.query));
    document.querySelector("thumb-index").client.suggest = async (query) => {
      window.asked.push(query);
      if (!window.drawn.includes(query)) window.asked.push(`before the hits of ${query}`);
      if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
      return (completions[query] ?? []).map((text) => ({ text, documents: 2 }));
    };
  }, { completions, wait });
};
const asked = (reader, count) => reader.page.waitForFunction((count) => window.asked.length >= count, count);
/** Which element has the focus, by its text. */
const focused = (reader) => reader.panel.evaluate((panel) => {
  const { activeElement } = panel.getRootNode();
  return activeElement?.localName === "input" ? "the text" : activeElement?.getAttribute("aria-label");
});

test("the engine's completions are shown by the word being typed and named by the whole query; a click asks for one", kit(async (reader) => {
  await reader.type("neural net");
  await reader.chips.first().waitFor();
  assert.equal(await reader.chips.first().textContent(), "networks");
  assert.equal(await reader.chips.first().getAttribute("aria-label"), "neural networks");
  await reader.chips.first().click();
  await reader.answered("neural networks");
  assert.equal(await reader.input.inputValue(), "neural networks");
  assert.equal(await focused(reader), "the text");
}));

test("the right arrow at the end of the text leads to them, arrows walk, Enter chooses", kit(async (reader, keyboard) => {
  await fake(reader, { kern: ["kernel", "kernels", "kernel methods"] });
  await reader.type("kern");
  await reader.chips.nth(2).waitFor();
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowRight");
  assert.equal(await focused(reader), "the text", "the arrow is the text's inside the text");
  for (const where of ["kernel", "kernels", "kernel methods", "kernel methods"]) {
    await keyboard.press("ArrowRight");
    assert.equal(await focused(reader), where);
  }
  for (const where of ["kernels", "kernel", "the text"]) {
    await keyboard.press("ArrowLeft");
    assert.equal(await focused(reader), where);
  }
  for (const key of ["ArrowUp", "ArrowDown"]) {
    await keyboard.press("End");
    await keyboard.press("ArrowRight");
    await keyboard.press(key);
    assert.equal(await focused(reader), "the text", key);
  }
  assert.ok(await reader.panel.isVisible());
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await keyboard.press("Enter");
  await reader.answered("kernels");
  assert.equal(await focused(reader), "the text");
}));

test("Escape among them is Escape in the text: one closes", kit(async (reader, keyboard) => {
  await fake(reader, { kern: ["kernel", "kernels"] });
  await reader.type("kern");
  await reader.chips.first().waitFor();
  await keyboard.press("ArrowRight");
  await keyboard.press("Escape");
  assert.ok(await reader.panel.isHidden());
  assert.equal(await focused(reader), "the text");
}));

test("they are one Tab stop, and whoever goes on typing there types into the box", kit(async (reader, keyboard) => {
  await fake(reader, { kern: ["kernel", "kernels"], kernel: ["kernels"] });
  await reader.type("kern");
  await reader.chips.first().waitFor();
  await keyboard.press("Tab");
  assert.equal(await focused(reader), "kernel");
  await keyboard.type("el");
  assert.equal(await reader.input.inputValue(), "kernel");
  await reader.answered("kernel");
  await reader.page.keyboard.press("Tab");
  await reader.page.keyboard.press("Backspace");
  assert.equal(await reader.input.inputValue(), "kerne");
}));

test("where the page is read from right to left, the left arrow leads on", kit(async (reader, keyboard) => {
  await fake(reader, { kern: ["kernel", "kernels"] });
  await reader.type("kern");
  await reader.chips.first().waitFor();
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowLeft");
  assert.equal(await focused(reader), "kernels");
}, "rtl.html"));

test("the first down arrow means the first hit, completions or not", kit(async (reader, keyboard) => {
  await reader.type("neural net");
  await reader.chips.first().waitFor();
  await keyboard.press("ArrowDown");
  assert.equal(await reader.active(), await reader.titles.first().textContent());
}));

for (const [where, options] of Object.entries({ wide: {}, narrow: { viewport: { width: 320, height: 640 } } })) {
  test(`they move no hit when they come, however long they are: ${where}`, kit(async (reader) => {
    await fake(reader, { kern: [`kernel ${"and much more ".repeat(9)}`, "kernels", "kernel methods", "kernelised", "kernel machines"] }, 1000);
    await reader.type("kern");
    const before = await reader.options.first().boundingBox();
    assert.equal(await reader.chips.count(), 0);
    await reader.chips.first().waitFor();
    assert.deepEqual(await reader.options.first().boundingBox(), before);
    const count = await reader.chips.count();
    assert.ok(count >= 1 && count <= 4, `${count}`);
    for (const chip of await reader.chips.all()) {
      const [inner, outer] = [await chip.boundingBox(), await reader.panel.locator(".status").boundingBox()];
      assert.ok(inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height + 1);
    }
  }, "", options));
}

test("nothing is offered that is typed already, that goes on from something else, or that is a row", kit(async (reader) => {
  await reader.type("neural tang");
  const title = await reader.titles.first().textContent();
  await reader.input.fill("");
  await fake(reader, { neural: ["neural", "Neural ", "kernel", title, "neural nets", "neural nets"], "neural ": ["neurally", "neural machines"] });
  await reader.ask("neural");
  await asked(reader, 1);
  await reader.chips.first().waitFor();
  assert.deepEqual(await reader.chips.evaluateAll((chips) => chips.map((chip) => chip.ariaLabel)), ["neural nets"]);
  await reader.ask("neural ");
  assert.equal(await reader.chips.count(), 1, "“neural nets” completes this too");
  await asked(reader, 2);
  await reader.panel.getByRole("button", { name: "neural machines", exact: true }).waitFor();
  assert.equal(await reader.chips.count(), 1);
  await reader.ask("xqzwvjk");
  assert.equal(await reader.chips.count(), 0);
}));

test("they are asked for when typing rests, and only the newest are shown", kit(async (reader) => {
  await fake(reader, { kern: ["kernel"], learn: ["learning"] }, 150);
  await reader.ask("kern");
  await asked(reader, 1);
  await reader.ask("learn");
  await reader.chips.first().waitFor();
  assert.deepEqual(await reader.chips.allTextContents(), ["learning"]);
  assert.deepEqual(await reader.page.evaluate(() => window.asked), ["kern", "learn"]);
}));

test("an attribute turns them off", kit(async (reader) => {
  await fake(reader, { kern: ["kernel"] });
  await reader.type("kern");
  await reader.page.waitForTimeout(300);
  assert.deepEqual(await reader.page.evaluate(() => window.asked), []);
  assert.equal(await reader.chips.count(), 0);
}, "off.html"));
