// Text from a corpus or from a query is text.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { PAYLOADS, payloadRecords, strange } from "../support/payloads.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { build } from "../support/sites.mjs";

const open = sharedBrowser();

for (const policy of [undefined, ...POLICIES]) {
  test(`${PAYLOADS.length} payloads in every field and as queries are shown and do nothing: ${policy ?? "no policy"}`, async () => {
    const folder = await build("payloads", payloadRecords);
    const server = await serve([folder, paths.demo], { policy });
    await open(server.url, async (reader) => {
      for (const payload of PAYLOADS) await reader.ask(payload);
      await reader.page.evaluate(() => document.querySelector("thumb-index").setAttribute("limit", "200"));
      await reader.ask("payload");
      assert.equal(await reader.options.count(), PAYLOADS.length);
      assert.deepEqual(await reader.page.evaluate(strange), []);
      for (let number = 0; number < PAYLOADS.length; number += 9) {
        await reader.options.nth(number).click();
        await reader.detail.waitFor();
        assert.deepEqual(await reader.page.evaluate(strange), []);
        await reader.page.keyboard.press("Escape");
      }
      assert.equal(await reader.page.evaluate(() => "hacked" in window), false);
      assert.deepEqual(await reader.violations(), []);
    });
    await server.close();
  });
}

test("a query from the address, from recent searches and from the history is text", async () => {
  const server = await serve([paths.demo]);
  for (const payload of PAYLOADS.filter((payload) => payload.startsWith("<")).slice(0, 4)) {
    await open(`${server.url}?q=${encodeURIComponent(payload)}`, async (reader) => {
      await reader.answered(payload);
      assert.equal(await reader.input.inputValue(), payload);
      await reader.page.evaluate((payload) => {
        localStorage["thumbindex:/"] = JSON.stringify([payload, 7, { toString: "x" }]);
        history.replaceState({ thumbindex: { "": { query: payload, limit: "9", selected: payload, scroll: {} } } }, "");
      }, payload);
      await reader.page.reload();
      await reader.answered(payload);
      await reader.input.fill("");
      await reader.page.keyboard.press("ArrowDown");
      await reader.page.getByText("Recent searches", { exact: true }).waitFor();
      assert.deepEqual(await reader.page.evaluate(strange), []);
      assert.equal(await reader.page.evaluate(() => "hacked" in window), false);
    });
  }
  await server.close();
});

test("links lead to web pages and letters only", async () => {
  const server = await serve([paths.demo, paths.www], { pages: { "/blank.html": "<!doctype html>" } });
  const refused = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "\u0001javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x", "file:///etc/passwd", "http://", ""];
  const allowed = { "https://example.org/a": "https://example.org/a", "mailto:a@example.org": "mailto:a@example.org", "a/b.html#c": `${server.url}a/b.html#c`, "?q=1": `${server.url}blank.html?q=1`, "//example.org/x": "http://example.org/x" };
  await open(`${server.url}blank.html`, async ({ page }) => {
    const safe = (urls) => page.evaluate(async (urls) => {
      const { safeUrl } = await import("/nodes.js");
      return urls.map((url) => safeUrl(url) ?? null);
    }, urls);
    assert.deepEqual(await safe(refused), refused.map(() => null));
    assert.deepEqual(await safe(Object.keys(allowed)), Object.values(allowed));
  });
  await server.close();
});
