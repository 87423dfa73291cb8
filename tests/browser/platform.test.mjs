// What a search box on a static page has to do to be the one that people choose: one test for each row, named after it. The
// files beside this one go deeper into each.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import test, { before } from "node:test";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { violations } from "../support/axe.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { build, names, page } from "../support/sites.mjs";

const open = sharedBrowser();
let folder = "";
before(async () => {
  folder = await build("platform", [
    { id: "a", title: "Alpha compass", summary: "A compass points north.", url: "/alpha.html" },
    { id: "b", title: "Beta compass", summary: "A second compass.", url: "/beta.html" },
  ]);
});
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const pages = {
  "/": page('param="q"'),
  "/modal.html": page('layout="modal"'),
  "/bar.html": page().replace("</head>", "<style>main { letter-spacing: 0.3em; text-align: center; text-indent: 3em; text-transform: uppercase; white-space: nowrap }</style></head>"),
  "/rtl.html": page().replace('lang="en"', 'lang="he" dir="rtl"'),
  "/fallback.html": page("", '<form action="/find"><input name="q" aria-label="Find"></form>'),
  "/alpha.html": `<!doctype html><title>Alpha</title>${"<p>Nothing.</p>".repeat(90)}<p id="there">A compass points north.</p>${"<p>Nothing.</p>".repeat(90)}`,
};
const row = (name, place, use, { policy, ...options } = {}) =>
  test(name, async () => {
    const server = await serve([folder], { pages, policy });
    await open(server.url + place, (reader) => use(reader, server), options);
    await server.close();
  });
const compressed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
const asked = (server) => server.requests.filter((name) => name !== "favicon.ico" && !name.endsWith(".html"));

row("bytes before interaction", "", async ({ page }, server) => {
  await page.waitForFunction(() => customElements.get("thumb-index"));
  assert.deepEqual(asked(server), ["thumbindex.js"]);
  assert.ok(compressed(await readFile(path.join(folder, "thumbindex.js"))) <= 2048, "with the names of the files in it");
});

row("bytes to first result", "", async (reader, server) => {
  await reader.type("compass");
  const { wasm, index, ui } = await names(folder);
  const first = asked(server).filter((name) => !name.startsWith("extras-"));
  assert.deepEqual(first.toSorted(), ["thumbindex.js", index, ui, wasm].toSorted(), "four requests");
});

row("keystroke while engine is cold", "", async (reader, server) => {
  const { wasm } = await names(folder);
  server.fault = async (name) => (name === wasm && (await new Promise((resolve) => setTimeout(resolve, 2000))), false);
  await reader.input.focus();
  await reader.page.keyboard.type("alpha com");
  assert.doesNotMatch(await reader.page.locator("body").innerText(), /Nothing found/);
  await reader.answered("alpha com");
  assert.equal(await reader.titles.first().textContent(), "Alpha compass");
});

row("a11y", "", async (reader) => {
  await reader.type("compass");
  await reader.page.keyboard.press("ArrowDown");
  assert.deepEqual(await violations(reader), []);
  assert.equal(await reader.input.getAttribute("aria-expanded"), "true");
  assert.equal(await reader.input.getAttribute("aria-activedescendant"), await reader.options.first().getAttribute("id"));
});

row("announcements", "", async (reader) => {
  await reader.input.focus();
  await reader.live.evaluate((live) => {
    window.said = [];
    new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
  });
  await reader.type("compass");
  await reader.page.waitForFunction(() => window.said.length > 0);
  await reader.page.keyboard.press("ArrowDown");
  await reader.page.keyboard.press("ArrowDown");
  await reader.page.waitForFunction(() => window.said.length > 1);
  assert.deepEqual(await reader.page.evaluate(() => window.said), ["2 results", "2 of 2. ↑ ↓ choose, Enter opens, → details"], "not once a key, but once typing or stepping rests");
});

row("keyboard", "modal.html", async (reader) => {
  const dialog = reader.page.getByRole("dialog");
  for (const key of ["/", "Control+k"]) {
    await reader.page.getByRole("button", { name: "Search" }).waitFor();
    await reader.page.keyboard.press(key);
    await dialog.waitFor();
    await reader.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  }
  await reader.page.keyboard.press("/");
  await reader.type("alpha compass");
  const [tab] = await Promise.all([reader.page.context().waitForEvent("page"), reader.page.keyboard.press("Control+Enter")]);
  await tab.waitForURL(/alpha\.html/);
});

row("IME", "modal.html", async (reader) => {
  await reader.page.getByRole("button", { name: "Search" }).click();
  await reader.type("alpha ");
  const session = await reader.page.context().newCDPSession(reader.page);
  await session.send("Input.imeSetComposition", { text: "comp", selectionStart: 4, selectionEnd: 4 });
  await reader.answered("alpha comp");
  for (const key of ["Escape", "ArrowDown", "Enter"]) await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, windowsVirtualKeyCode: 229 });
  assert.ok(await reader.page.getByRole("dialog").isVisible());
  assert.equal(await reader.active(), null);
  assert.equal(new URL(reader.page.url()).pathname, "/modal.html");
});

row("phone", "modal.html", async (reader) => {
  await reader.page.getByRole("button", { name: "Search" }).tap();
  await reader.type("compass");
  assert.ok((await reader.input.evaluate((input) => Number.parseFloat(getComputedStyle(input).fontSize))) >= 16);
  assert.equal(await reader.page.evaluate(() => document.documentElement.scrollWidth), 320);
  await reader.page.goBack();
  await reader.page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(new URL(reader.page.url()).pathname, "/modal.html");
}, PHONE);

for (const [look, options, place = ""] of [["forced-colors", { forcedColors: "active" }], ["contrast", { contrast: "more" }], ["motion", { reducedMotion: "reduce" }, "modal.html"], ["rtl", {}, "rtl.html"]]) {
  row(`forced colors / motion / RTL / contrast: ${look}`, place, async (reader) => {
    await reader.page.evaluate(() => document.querySelector("thumb-index").focus());
    await reader.ask("compass");
    await reader.page.keyboard.press("ArrowDown");
    const seen = await reader.page.evaluate(() => {
      const root = document.querySelector("thumb-index").shadowRoot;
      const look = (selector) => getComputedStyle(root.querySelector(selector));
      return {
        outline: look(".option[aria-selected=true]").outlineStyle,
        muted: [look(".count").color, look(".option").color],
        moving: root.getAnimations().length,
        direction: look(".panel").direction,
        notch: look(".option[aria-selected=true]").direction,
      };
    });
    if (look === "forced-colors") assert.equal(seen.outline, "solid");
    if (look === "contrast") assert.equal(seen.muted[0], seen.muted[1], "nothing stands back");
    if (look === "motion") assert.equal(seen.moving, 0);
    if (look === "rtl") assert.equal(seen.direction, "rtl");
    await reader.page.screenshot({ path: path.join(paths.screenshots, `look-${look}.png`), caret: "hide" });
  }, options);
}

row("theming", "", async (reader) => {
  await reader.page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("input, .option { display: none !important } thumb-index { --thumbindex-accent: rgb(1, 2, 3) } thumb-index::part(option) { letter-spacing: 7px }");
    document.adoptedStyleSheets = [sheet];
  });
  const body = await reader.page.evaluate(() => getComputedStyle(document.body).cssText);
  await reader.ask("compass");
  const option = await reader.titles.first().evaluate((title) => [getComputedStyle(title).color, getComputedStyle(title).letterSpacing]);
  assert.deepEqual(option, ["rgb(1, 2, 3)", "7px"]);
  assert.equal(await reader.page.evaluate(() => getComputedStyle(document.body).cssText), body, "nothing leaks out");
});

row("theming: what a page inherits to a box in its bar of links", "bar.html", async (reader) => {
  await reader.ask("compass");
  const seen = await reader.titles.first().evaluate((title) => {
    const { whiteSpaceCollapse, textWrapMode, textTransform, letterSpacing, textIndent, textAlign } = getComputedStyle(title);
    return { whiteSpaceCollapse, textWrapMode, textTransform, letterSpacing, textIndent, textAlign };
  });
  assert.deepEqual(seen, { whiteSpaceCollapse: "collapse", textWrapMode: "wrap", textTransform: "none", letterSpacing: "normal", textIndent: "0px", textAlign: "start" });
});

row("landing on the match", "", async (reader) => {
  await reader.type("north");
  await reader.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("extras-")));
  await reader.page.keyboard.press("Enter");
  await reader.page.waitForURL(/alpha\.html/);
  await reader.page.waitForFunction(() => scrollY > 0 && document.getElementById("there").getBoundingClientRect().bottom < innerHeight);
});

row("deep link and history", "?q=compass", async (reader) => {
  await reader.answered("compass");
  await reader.input.focus();
  for (let step = 0; step < 2; step++) await reader.page.keyboard.press("ArrowDown");
  const title = await reader.active();
  await reader.page.keyboard.press("Enter");
  await reader.page.waitForURL(/(alpha|beta)\.html/);
  await reader.page.goBack();
  await reader.answered("compass");
  assert.equal(await reader.active(), title);
  assert.equal(new URL(reader.page.url()).searchParams.get("q"), "compass");
});

row("no JavaScript", "fallback.html", async ({ page }) => assert.ok(await page.getByRole("textbox", { name: "Find" }).isVisible()), { javaScriptEnabled: false });

row("offline", "", async (reader, server) => {
  await reader.type("alpha");
  await reader.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.includes("extras-") && responseEnd > 0));
  await server.close();
  for (const word of ["beta", "compass", "second"]) {
    await reader.ask(word);
    assert.ok((await reader.options.count()) > 0, word);
  }
  await reader.page.keyboard.press("ArrowDown");
  await reader.page.keyboard.press("ArrowRight");
  await reader.detail.waitFor();
});

row("strict CSP", "modal.html", async (reader) => {
  await reader.page.getByRole("button", { name: "Search" }).click();
  await reader.type("compass");
  await reader.page.keyboard.press("ArrowDown");
  await reader.page.keyboard.press("ArrowRight");
  await reader.detail.waitFor();
  await reader.page.keyboard.press("Escape");
  assert.deepEqual(await reader.violations(), []);
}, { policy: POLICIES.at(-1) });

row("no wasm", "fallback.html", async (reader) => {
  await reader.page.evaluate(() => delete globalThis.WebAssembly);
  await reader.input.focus();
  assert.equal((await reader.failed()).code, "no-wasm");
  assert.ok(await reader.page.getByRole("textbox", { name: "Find" }).isVisible());
});

row("errors", "", async (reader, server) => {
  const { index } = await names(folder);
  server.fault = (name, response) => name === index && (response.writeHead(404).end(), true);
  await reader.input.focus();
  await reader.page.keyboard.type("compass");
  const { code, message } = await reader.failed();
  // A code, a cause that names the thing, and what to do.
  assert.equal(code, "http");
  assert.equal(message, `The server answered 404 for ${index}. The site may just have been updated: reload the page. If you run the site, upload the whole folder that “thumbindex build” wrote.`);
});

test("file:// and one file", async () => {
  execFileSync(paths.command, ["build", path.join(paths.scratch, "platform.jsonl"), "--single", path.join(paths.scratch, "platform.html")], { stdio: "pipe" });
  await open(pathToFileURL(path.join(paths.scratch, "platform.html")).href, async (reader) => {
    await reader.type("alpha com");
    assert.equal(await reader.titles.first().textContent(), "Alpha compass");
  });
});

/** Scores are of single precision, and JSON writes as few digits as tell them apart. */
const single = (answer) => JSON.parse(JSON.stringify(answer), (_, value) => (typeof value === "number" ? Math.fround(value) : value));
/** What the command says, as machines read it. */
const command = (...query) => JSON.parse(execFileSync(paths.command, ["search", folder, "--json", ...query], { encoding: "utf8" }));
const client = ({ page }, ask) => page.evaluate(ask);

row("explain", "", async (reader) => {
  const inPage = await client(reader, async () => {
    const { open } = await import("/client.js");
    const client = await open();
    const { hits } = await client.search("compas");
    return Promise.all(hits.map(({ doc }) => client.explain("compas", doc)));
  });
  assert.equal(inPage.length, 2);
  assert.ok(inPage.every(({ score, clauses }) => score > 0 && clauses.length > 0));
  assert.deepEqual(single(inPage), single(command("--explain", "compas").explanations), "the same numbers as in the command");
});

row("agents / machines", "", async (reader) => {
  const inPage = await client(reader, async () => (await import("/client.js")).open().then((client) => client.search("alpha cmpass")));
  assert.ok(inPage.hits.length > 0);
  assert.deepEqual(single(command("alpha", "cmpass")), single(inPage));
});

row("languages of the UI", "rtl.html", async (reader) => {
  await reader.ask("xqzwvjk");
  assert.match(await reader.panel.innerText(), /לא נמצא דבר עבור „xqzwvjk”/);
  const languages = new Set((await readdir(folder)).map((name) => /^([a-z]{2})-[0-9a-f]{16}\.js$/.exec(name)?.[1]).filter((name) => name && name !== "ui"));
  assert.equal(languages.size, 10, "and English");
});
