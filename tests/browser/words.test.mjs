// The words of the interface: eleven languages, each in a file of its own.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { build, names, page } from "../support/sites.mjs";

const open = sharedBrowser();
const load = (file) => import(pathToFileURL(path.join(paths.www, file)).href);
const { english } = await load("strings.js");
const files = (await readdir(path.join(paths.www, "words"))).filter((file) => /^[a-z]{2}\.js$/.test(file));
const languages = new Map([["en", english]]);
for (const file of files) languages.set(file.slice(0, 2), (await load(`words/${file}`)).words);
const CODES = ["network", "timeout", "http", "bad-manifest", "bad-module", "corrupt", "malformed", "not-an-index", "truncated", "version", "no-wasm", "csp", "crashed"];

test("eleven languages are spoken", () => {
  assert.deepEqual([...languages.keys()].sort(), ["ar", "de", "en", "es", "fr", "he", "ja", "ko", "pt", "ru", "zh"]);
});

for (const [language, words] of languages) {
  test(`${language}: every text is there, says what it is about, and is not that of another language`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
    for (const [key, value] of Object.entries(words)) {
      assert.equal(typeof value, typeof english[key], key);
      if (typeof value === "string") assert.ok(value.trim() && !value.includes("undefined"), key);
      // Languages may share a word, but not a sentence.
      if (language !== "en" && typeof value === "string" && value.split(" ").length > 2) assert.notEqual(value, english[key], key);
    }
    for (const key of ["nothing", "corrected", "literally", "instead"]) assert.match(words[key]("kernel"), /kernel/, key);
    assert.match(words.unmatched(["one", "two"]), /one.*two/);
    assert.match(words.count(10, 35), /10.*35|35.*10/);
    assert.match(words.selected(2, 35), /2.*35|35.*2/);
    assert.equal(words.syntax.length, english.syntax.length);
    for (const [number, [example, meaning]] of words.syntax.entries()) {
      // What the engine reads is not translated.
      for (const [operator] of english.syntax[number][0].matchAll(/title:|year:2019\.\.2022|OR|^-|\*$|"/g)) assert.ok(example.includes(operator), example);
      assert.ok(meaning.trim());
    }
    if (language === "en") return;
    for (const code of CODES) {
      const said = words.errors[code]({ file: "index-7.tix", status: 503 });
      assert.ok(said.trim(), code);
      if (code === "csp") assert.match(said, /'wasm-unsafe-eval'/);
      if (code === "http") assert.match(said, /503/);
      if (code === "network") assert.match(said, /index-7\.tix/);
    }
  });
}

test("numbers bend their nouns by the rules of the language", () => {
  const counts = (language) => [0, 1, 2, 3, 5, 11, 21, 1234].map((count) => languages.get(language).count(count, count));
  assert.deepEqual(counts("en"), ["0 results", "1 result", "2 results", "3 results", "5 results", "11 results", "21 results", "1,234 results"]);
  assert.deepEqual(counts("fr").slice(0, 3), ["0 résultat", "1 résultat", "2 résultats"]);
  assert.deepEqual(counts("ru").slice(0, 7), ["0 результатов", "1 результат", "2 результата", "3 результата", "5 результатов", "11 результатов", "21 результат"]);
  assert.deepEqual(counts("ar").slice(0, 3), ["لا نتائج", "نتيجة واحدة", "نتيجتان"]);
  assert.match(counts("ar")[3], /نتائج/);
  assert.match(counts("ar")[5], /نتيجة/);
  assert.deepEqual(counts("ja").slice(1, 3), ["1 件", "2 件"]);
});

const speak = (use, attributes = "", html = 'lang="en"') => async () => {
  const server = await serve([paths.demo], { pages: { "/": page(attributes).replace('lang="en"', html) } });
  await open(server.url, (reader) => use(reader, server));
  await server.close();
};

test("the page's language is spoken, and its file alone is fetched", speak(async (reader, server) => {
  await reader.input.waitFor();
  await reader.ask("xqzwvjk");
  assert.match(await reader.panel.innerText(), /Nichts gefunden für „xqzwvjk“/);
  assert.ok(await reader.page.getByRole("combobox", { name: "Suche" }).isVisible());
  assert.deepEqual(server.requests.filter((name) => /^(..)-[0-9a-f]{16}\.js$/.test(name) && !name.startsWith("ui")).map((name) => name.slice(0, 2)), ["de"]);
}, "", 'lang="de-AT"'));

test("English costs no file, and neither does a language that is not there", async () => {
  for (const html of ['lang="en-GB"', 'lang="tlh"', ""]) {
    await speak(async (reader, server) => {
      await reader.ask("xqzwvjk");
      assert.match(await reader.panel.innerText(), /Nothing found/);
      assert.deepEqual(server.requests.filter((name) => /^[a-t]{2}-/.test(name)), []);
    }, "", html)();
  }
});

test("the element's own language goes before the page's, and the page's texts before all", speak(async (reader) => {
  await reader.page.evaluate(() => (document.querySelector("thumb-index").strings = { hint: "À vous." }));
  await reader.ask("xqzwvjk");
  assert.match(await reader.panel.innerText(), /Aucun résultat pour « xqzwvjk »\s+À vous\./);
}, 'lang="fr"', 'lang="de"'));

test("a failure is told in the page's language, and in English to programs", speak(async (reader, server) => {
  const { index } = await names(paths.demo);
  server.fault = (name, response) => name === index && (response.writeHead(404).end(), true);
  await reader.input.focus();
  await reader.page.keyboard.type("kernel");
  const { code, message } = await reader.failed();
  assert.equal(code, "http");
  assert.match(message, /^The server answered 404/);
  await reader.page.getByRole("button", { name: "Erneut versuchen" }).waitFor();
  assert.match(await reader.panel.innerText(), new RegExp(`Der Server antwortete mit 404 auf ${index}`));
}, "", 'lang="de"'));

test("a language that cannot be fetched is no reason not to search", speak(async (reader, server) => {
  server.fault = (name, response) => name.startsWith("ja-") && (response.destroy(), true);
  await reader.ask("kernel");
  assert.match(await reader.panel.innerText(), /results/);
}, "", 'lang="ja"'));

test("the handle of a row stands where its title's lines end, whichever way the page runs", async () => {
  const folder = await build("words-both-ways", [{ id: "l", title: "Compass of brass" }, { id: "r", title: "מצפן compass" }].map((record) => ({ ...record, url: "/a.html", summary: record.title })));
  const server = await serve([folder], { pages: { "/ltr.html": page(), "/rtl.html": page().replace('lang="en"', 'lang="he" dir="rtl"') } });
  for (const direction of ["ltr", "rtl"]) {
    await open(`${server.url}${direction}.html`, async (reader) => {
      await reader.ask("compass");
      const sides = await reader.options.evaluateAll((options) => Object.fromEntries(options.map((option) => {
        const [handle, row] = [option.querySelector(".more"), option].map((element) => element.getBoundingClientRect());
        return [option.dataset.id, handle.left > row.left + row.width / 2 ? "right" : "left"];
      })));
      assert.deepEqual(sides, { l: "right", r: "left" }, direction);
    });
  }
  await server.close();
});

test("where words run from right to left, nothing sticks out and the count stands at the left", speak(async (reader) => {
  await reader.ask("kernel");
  const count = await reader.panel.locator(".count").boundingBox();
  const panel = await reader.panel.boundingBox();
  assert.ok(count.x - panel.x < 40, "the end of the line");
  assert.equal(await reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  assert.match(await reader.panel.locator(".count").textContent(), /من/);
}, "", 'lang="ar" dir="rtl"'));
