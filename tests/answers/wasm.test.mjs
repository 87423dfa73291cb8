// The module gives the answers of the native engine, and survives what it may be given.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { createGlue } from "#glue";
import { EngineHost } from "../../www/engine.js";
import { openBytes } from "../../www/client-core.js";
import { native, single } from "../support/answers.mjs";
import { paths } from "../support/paths.mjs";

const { asked, answers, index, wasm, full } = await native();

test("300 queries have the same hits, order, scores and marks as natively", async () => {
  const client = await openBytes(wasm, index, full);
  assert.equal(asked.length, 300);
  assert.ok(answers.filter(({ hits }) => hits.length > 0).length > 200, "most queries find something");
  for (const [number, query] of asked.entries()) {
    assert.deepEqual(single(await client.search(query)), answers[number], `query ${JSON.stringify(query)}`);
  }
});

test("queries with operators wait for the full module, and nothing else does", async () => {
  let loaded = 0;
  const host = new EngineHost(await WebAssembly.compile(wasm), index, { full: async () => (loaded++, WebAssembly.compile(full)) });
  const asks = async (query) => (assert.equal(await host.prepare(query), true), host.ask("search", [query]));
  const words = await asks("neural tangent kernel");
  assert.equal(loaded, 0);
  const phrase = await asks('"neural tangent kernel"');
  assert.ok(phrase.hits.length > 0 && phrase.hits.length < words.hits.length);
  assert.ok((await asks("learning year:2019..")).hits.every(({ year }) => year >= 2019));
  assert.deepEqual(await asks("neural tangent kernel"), words);
  assert.equal(loaded, 1);
});

test("without the full module a query with operators is answered as words, and marked", async () => {
  const client = await openBytes(wasm, index);
  assert.equal((await client.search('"neural tangent kernel"')).partial, true);
  assert.equal((await client.search("neural tangent kernel")).partial, false);
  await assert.rejects(client.explain("kernel", 0), { code: "no-full-module" });
});

test("a full module that does not arrive is asked for again", async () => {
  let tries = 0;
  const load = async () => {
    if (++tries === 1) throw new Error("lost");
    return WebAssembly.compile(full);
  };
  const host = new EngineHost(await WebAssembly.compile(wasm), index, { full: load });
  await assert.rejects(host.prepare('"a b"'), /lost/);
  assert.equal(await host.prepare('"a b"'), true);
});

test("a score is explained by the numbers that make it", async () => {
  const client = await openBytes(wasm, index, full);
  const { hits } = await client.search("neural tangent kernel");
  for (const { doc, score } of hits) {
    const explained = await client.explain("neural tangent kernel", doc);
    const { base, title, order, adjacent, sentence, lent } = explained;
    assert.ok(Math.abs(explained.score - score) <= 1e-4 * score);
    assert.ok(Math.abs(base * (1 + title + order + adjacent + sentence) + lent - score) <= 1e-4 * score);
  }
  assert.equal(await client.explain("neural", 4_000_000), null);
});

test("marks are ranges of UTF-16 units in order, inside the text and not across a surrogate pair", () => {
  for (const { hits } of answers) {
    for (const { text, marks } of hits.flatMap(({ title, snippet }) => [title, snippet])) {
      let end = 0;
      for (const mark of marks) {
        assert.ok(mark.start >= end && mark.end > mark.start && mark.end <= text.length, JSON.stringify({ text, marks }));
        assert.ok(text.slice(mark.start, mark.end).isWellFormed());
        end = mark.end;
      }
    }
  }
});

test("a lone surrogate counts as U+FFFD", async () => {
  const client = await openBytes(wasm, index);
  for (const [broken, replaced] of [["neural \ud83d", "neural \ufffd"], ["\udc00kernel", "\ufffdkernel"], ["a\ud800b", "a\ufffdb"]]) {
    assert.deepEqual(await client.search(broken), await client.search(replaced));
  }
});

test("options are read, and what is no number is no limit", async () => {
  const client = await openBytes(wasm, index);
  const count = async (options) => (await client.search("learning", options)).hits.length;
  assert.equal(await count({ limit: 3 }), 3);
  assert.equal(await count({ limit: 0 }), 0);
  assert.equal(await count({ limit: -5 }), 0);
  assert.equal(await count({ limit: "three" }), 10);
  assert.equal(await count({ limit: Number.NaN }), 10);
  assert.equal(await count({ limit: null, typos: null }), 10);
  assert.equal(await count({}), 10);
  assert.ok((await client.search("learning", { limit: 1e12 })).hits.length > 10);
  assert.ok((await client.search("learning", { snippets: false })).hits.every(({ snippet }) => snippet.text === ""));
  const strict = await client.search("nueral tangnet", { typos: false });
  const lenient = await client.search("nueral tangnet");
  assert.ok(strict.total < lenient.total, `${strict.total} < ${lenient.total}`);
});

test("similar, suggest and document answer from the same index", async () => {
  const client = await openBytes(wasm, index);
  const [first] = (await client.search("neural tangent kernel")).hits;
  const document = await client.document(first.doc);
  assert.equal(document?.title, first.title.text);
  assert.ok(document?.body.length > first.snippet.text.length / 2);
  assert.equal(await client.document(1e9), null);
  const similar = await client.similar(first.doc);
  assert.ok(similar.length > 0 && similar.every(({ doc }) => doc !== first.doc));
  const completions = await client.suggest("neural tang", 3);
  assert.ok(completions.length > 0 && completions.length <= 3);
  assert.ok(completions.some(({ text }) => text.startsWith("neural tang")), JSON.stringify(completions));
  const records = (await readFile(paths.corpus, "utf8")).trim().split("\n").length;
  assert.equal(client.info.documents, records);
});

test("every search is answered, unless its signal is aborted", async () => {
  const client = await openBytes(wasm, index, full);
  const [older, newer] = await Promise.all([client.search("kernel"), client.search("continual learning")]);
  assert.ok(older.hits.length > 0 && newer.hits.length > 0);
  const stop = new AbortController();
  const waiting = [
    client.search("kernel", { signal: stop.signal }),
    client.search('"neural tangent"', { signal: stop.signal }),
    client.explain("kernel", 0, { signal: stop.signal }),
  ];
  stop.abort();
  for (const question of waiting) await assert.rejects(question, { name: "AbortError" });
});

test("every question that is aborted before it begins rejects, with the reason that was given", async () => {
  const client = await openBytes(wasm, index, full, { filters: [] });
  const reason = new Error("the reader left");
  const signal = AbortSignal.abort(reason);
  const questions = [
    () => client.search("kernel", { signal }),
    () => client.suggest("kern", { signal }),
    () => client.similar(0, { signal }),
    () => client.document(0, { signal }),
    () => client.explain("kernel", 0, { signal }),
    () => client.filters({ signal }),
  ];
  for (const question of questions) await assert.rejects(question(), reason);
});

test("foreign and damaged files are refused by name, and a closed client says so", async () => {
  const code = async (bytes) => openBytes(wasm, bytes).then(() => "opened", ({ name, code }) => `${name} ${code}`);
  const page = new TextEncoder().encode("<!doctype html><title>404</title>");
  assert.equal(await code(page), "ThumbindexError not-an-index");
  assert.match(await code(new Uint8Array()), /^ThumbindexError (not-an-index|truncated)$/);
  assert.match(await code(index.subarray(0, index.length - 7)), /^ThumbindexError (truncated|corrupt)$/);
  for (let at = 0; at < index.length; at += Math.ceil(index.length / 50)) {
    const damaged = Uint8Array.from(index);
    damaged[at] ^= 4;
    assert.match(await code(damaged), /^ThumbindexError /, `byte ${at}`);
  }
  const client = await openBytes(wasm, index);
  client.close();
  await assert.rejects(client.search("kernel"), { code: "closed" });
  await assert.rejects(client.suggest("kernel"), { code: "closed" });
});

test("a small index needs no blocks, and bytes that are none change no answer", async () => {
  const host = new EngineHost(await WebAssembly.compile(wasm), index);
  const expected = await host.ask("search", ["kernel"]);
  assert.deepEqual(await host.ask("plan", ["kernel"]), []);
  await host.ask("provide", [0, Uint8Array.of(1, 2, 3)]).catch(({ name }) => assert.equal(name, "ThumbindexError"));
  assert.deepEqual(await host.ask("search", ["kernel"]), expected);
});

test("two instances do not know of each other", async () => {
  const module = await WebAssembly.compile(wasm);
  const engines = [];
  for (let number = 0; number < 2; number++) {
    const glue = createGlue();
    glue.attach(await WebAssembly.instantiate(module, glue.imports));
    engines.push(new glue.Engine(index));
  }
  const [one, two] = engines;
  const expected = two.search("kernel");
  for (let round = 0; round < 20; round++) {
    one.search(`learning ${round}`);
    assert.deepEqual(two.search("kernel"), expected);
  }
  assert.deepEqual(two.search("kernel"), expected);
});

test("an index that was compiled into the module gives the same answers", async () => {
  const folder = path.dirname(paths.trap);
  const { createGlue: createEmbeddedGlue } = await import(path.join(folder, "glue.js"));
  const glue = createEmbeddedGlue();
  const module = await WebAssembly.compile(await readFile(path.join(folder, "thumbindex.wasm")));
  glue.attach(await WebAssembly.instantiate(module, glue.imports));
  const engine = new glue.Engine();
  for (const [number, query] of asked.entries()) assert.deepEqual(single(engine.search(query)), answers[number], query);
});

test("a thousand traps in a row: every query is answered", async () => {
  const folder = path.dirname(paths.trap);
  const { createGlue: createTrapGlue } = await import(path.join(folder, "glue.js"));
  const module = await WebAssembly.compile(await readFile(path.join(folder, "thumbindex.wasm")));
  const start = async () => {
    const glue = createTrapGlue();
    glue.attach(await WebAssembly.instantiate(module, glue.imports));
    return new glue.Engine(index);
  };
  const quiet = console.error;
  console.error = () => {};
  try {
    for (let round = 0; round < 1000; round++) {
      const trapped = await start();
      globalThis.thumbindexTraps = 1;
      assert.throws(() => trapped.search("kernel"), WebAssembly.RuntimeError);
      if (round % 100 === 0) assert.ok((await start()).search("kernel").hits.length > 0);
    }
  } finally {
    console.error = quiet;
    delete globalThis.thumbindexTraps;
  }
});
