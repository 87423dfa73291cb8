// Text from a corpus or from a query is text.

import assert from "node:assert/strict";
import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { build } from "../support/sites.mjs";

const open = sharedBrowser();

const PAYLOADS = [
  "<img src=x onerror=window.hacked=1>",
  "<script>window.hacked=1</script>",
  '"><svg onload=window.hacked=1>',
  "<a href=javascript:window.hacked=1>x</a>",
  "</span></div><style>*{display:none}</style>",
  "<iframe srcdoc='<script>parent.hacked=1</script>'>",
  "${window.hacked=1}",
  "{{constructor.constructor('window.hacked=1')()}}",
  "&lt;img src=x onerror=window.hacked=1&gt;",
  "__proto__ constructor toString hasOwnProperty",
  "\u202eright to left\u202c \u0000 \ufeff \u200d",
];

test("markup in titles, texts, authors, venues and keywords is shown and does nothing", async () => {
  const records = PAYLOADS.map((payload, number) => ({
    id: `p${number}`,
    title: `payload ${payload}`,
    summary: `payload text ${payload}`,
    authors: [payload, "Somebody"],
    venue: payload,
    topics: [payload],
  }));
  const folder = await build("payloads", records);
  for (const policy of [undefined, ...POLICIES]) {
    const server = await serve([folder, paths.demo], { policy });
    await open(server.url, async (reader) => {
      await reader.ask("payload");
      assert.ok((await reader.options.count()) >= 10);
      for (const number of [0, 1, 2]) {
        await reader.options.nth(number).click();
        await reader.detail.waitFor();
        await reader.page.keyboard.press("Escape");
      }
      for (const payload of PAYLOADS) await reader.ask(payload);
      const strange = await reader.page.evaluate(() => {
        const tags = new Set("a article button div h2 h3 input li mark p slot span strong ul".split(" "));
        const elements = [...document.querySelector("thumb-index").shadowRoot.querySelectorAll("*")];
        return elements.filter((element) => !tags.has(element.localName) || [...element.attributes].some(({ name }) => name.startsWith("on") || name === "style")).map((element) => element.outerHTML);
      });
      assert.deepEqual(strange, []);
      assert.equal(await reader.page.evaluate(() => "hacked" in window), false);
    });
    await server.close();
  }
});

test("markup in a query is shown and does nothing, also from the address", async () => {
  const server = await serve([paths.demo]);
  for (const payload of PAYLOADS.filter((payload) => payload.startsWith("<"))) {
    await open(`${server.url}?q=${encodeURIComponent(payload)}`, async (reader) => {
      await reader.answered(payload);
      assert.equal(await reader.input.inputValue(), payload);
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
