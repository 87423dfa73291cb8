// Strict policies, and what a page shows where WebAssembly is impossible.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { page } from "../support/sites.mjs";

const open = sharedBrowser();
const LINKS = '<p class="own"><a href="/map.html">All pages</a></p>';

for (const policy of POLICIES) {
  test(`works with no violation under: ${policy}`, async () => {
    const server = await serve([paths.demo], { policy });
    await open(server.url, async (reader) => {
      await reader.type("neural tang");
      assert.ok((await reader.options.count()) > 0);
      await reader.page.keyboard.press("ArrowDown");
      await reader.page.keyboard.press("Enter");
      await reader.detail.waitFor();
      await reader.page.keyboard.press("Escape");
      await reader.ask("xqzwvjk");
      assert.deepEqual(await reader.violations(), []);
      assert.deepEqual(reader.console.filter((text) => /Content.Security.Policy|Refused/i.test(text)), []);
      // The looks come through adopted sheets, which the policy lets pass.
      assert.equal(await reader.input.evaluate((input) => getComputedStyle(input).borderTopWidth), "0px");
    });
    await server.close();
  });
}

test("a policy without 'wasm-unsafe-eval' is named, and the page's own links are shown again", async () => {
  const server = await serve([paths.demo], { policy: "default-src 'self'", pages: { "/": page("", LINKS) } });
  await open(server.url, async (reader) => {
    assert.ok(await reader.page.locator(".own").isHidden());
    await reader.input.focus();
    const { code, message } = await reader.failed();
    assert.equal(code, "csp");
    assert.match(message, /script-src 'self' 'wasm-unsafe-eval'/);
    assert.ok(reader.console.some((text) => text.includes("'wasm-unsafe-eval'")), "the console names the directive");
    await reader.page.getByRole("link", { name: "All pages" }).waitFor();
    assert.match(await reader.panel.innerText(), /'wasm-unsafe-eval'/);
    await reader.page.keyboard.type("kernel");
    assert.doesNotMatch(await reader.page.locator("body").innerText(), /Nothing found/);
    assert.ok(await reader.page.locator(".own").isVisible());
  });
  await server.close();
});

test("without WebAssembly the page's own links are shown again", async () => {
  const server = await serve([paths.demo], { pages: { "/": page("", LINKS).replace("<script", '<script src="/no-wasm.js"></script><script'), "/no-wasm.js": "delete globalThis.WebAssembly" } });
  await open(server.url, async (reader) => {
    await reader.input.focus();
    assert.equal((await reader.failed()).code, "no-wasm");
    assert.ok(await reader.page.locator(".own").isVisible());
    assert.equal(await reader.page.getByRole("button", { name: "Try again" }).count(), 0);
  });
  await server.close();
});

test("without scripts the page's own links are there from the beginning", async () => {
  const server = await serve([paths.demo], { pages: { "/": page("", LINKS) } });
  const look = async (reader) => assert.ok(await reader.page.locator(".own").isVisible());
  await open(server.url, look, { javaScriptEnabled: false });
  await server.close();
});
