// The page's side of a worker: what hangs or dies is replaced, and the same is asked once more. The workers here are
// played by the test; those of a browser are in tests/browser/worker.test.mjs.

import assert from "node:assert/strict";
import test from "node:test";
import { Remote } from "../../www/worker.js";

const PATIENCE = 5;
console.warn = () => {};

/**
 * A worker that does with each question what a part says: "answer", "hang", "die" or "fail".
 *
 * @param {(number: number, message: any) => string} part
 */
function stage(part) {
  const log = { made: 0, ended: 0, asked: 0 };
  const make = () => {
    log.made++;
    let gone = false;
    const worker = {
      /** @param {any} message */
      postMessage(message) {
        const act = message.operation ? part(log.asked++, message) : "answer";
        queueMicrotask(() => {
          if (gone || act === "hang") return;
          if (act === "die") worker.onerror({});
          else if (act === "fail") worker.onmessage({ data: { failure: { code: "corrupt", message: "damaged" } } });
          else worker.onmessage({ data: { value: message.args?.[0] } });
        });
      },
      terminate: () => ((gone = true), log.ended++),
    };
    queueMicrotask(() => worker.onmessage({ data: {} }));
    return worker;
  };
  const remote = new Remote(make, PATIENCE);
  remote.open(/** @type {any} */ ({}), new Uint8Array(8));
  return { remote, log };
}

for (const act of ["hang", "die"]) {
  test(`a thousand workers in a row ${act}, and every question is answered`, { timeout: 120_000 }, async () => {
    // The first try of each question fails.
    const { remote, log } = stage((number) => (number % 2 ? "answer" : act));
    const rounds = act === "hang" ? 200 : 1000;
    for (let round = 0; round < rounds; round++) assert.equal(await remote.ask("search", [String(round)]), String(round));
    assert.equal(log.ended, rounds);
    assert.equal(log.made, rounds + 1);
  });
}

test("what hangs twice is an error by name, and the next question is answered", async () => {
  const { remote } = stage((_, { args }) => (args[0] === "bad" ? "hang" : "answer"));
  await assert.rejects(remote.ask("search", ["bad"]), { name: "ThumbindexError", code: "hung" });
  assert.equal(await remote.ask("search", ["good"]), "good");
});

test("what dies twice is an error by name, and the next question is answered", async () => {
  const { remote } = stage((_, { args }) => (args[0] === "bad" ? "die" : "answer"));
  await assert.rejects(remote.ask("search", ["bad"]), { name: "ThumbindexError", code: "crashed" });
  assert.equal(await remote.ask("search", ["good"]), "good");
});

test("what the engine refuses is told and costs no worker", async () => {
  const { remote, log } = stage(() => "fail");
  await assert.rejects(remote.ask("search", ["x"]), { name: "ThumbindexError", code: "corrupt" });
  assert.equal(log.ended, 0);
});

test("questions that are aborted while they wait are never asked", async () => {
  const { remote, log } = stage(() => "answer");
  const stop = new AbortController();
  const first = remote.ask("search", ["first"]);
  const waiting = Array.from({ length: 100 }, (_, number) => remote.ask("search", [String(number)], stop.signal));
  stop.abort();
  assert.equal(await first, "first");
  for (const question of waiting) await assert.rejects(question, { name: "AbortError" });
  assert.ok(log.asked <= 1, `${log.asked} were asked`);
});

test("closing ends the worker, what waits and what comes", async () => {
  const { remote, log } = stage(() => "hang");
  const waiting = remote.ask("search", ["x"]);
  await new Promise((resolve) => setImmediate(resolve));
  remote.close();
  await assert.rejects(waiting, { code: "closed" });
  await assert.rejects(remote.ask("search", ["y"]), { code: "closed" });
  assert.equal(log.ended, 1);
});

test("at rest there is no worker; what is under way is answered before, and the next question starts another", async () => {
  const { remote, log } = stage(() => "answer");
  const waiting = ["a", "b"].map((text) => remote.ask("search", [text]));
  remote.rest();
  assert.deepEqual(await Promise.all(waiting), ["a", "b"]);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([log.made, log.ended], [1, 1]);
  remote.rest();
  assert.equal(await remote.ask("search", ["c"]), "c");
  assert.deepEqual([log.made, log.ended], [2, 1]);
});
