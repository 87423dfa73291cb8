// What the network and the server can do wrong: the reader sees the answer or an error with a way
// to try again, and never "nothing found".

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { names } from "../support/sites.mjs";

const open = sharedBrowser();
const files = await names(paths.demo);
const bytes = { index: await readFile(path.join(paths.demo, files.index)), wasm: await readFile(path.join(paths.demo, files.wasm)) };
const html = "<!doctype html><title>Please log in</title>";
const send = (response, body, headers = {}) => (response.writeHead(200, headers).end(body), true);
const flipped = (bytes) => {
  const damaged = Uint8Array.from(bytes);
  damaged[damaged.length >> 1] ^= 1;
  return damaged;
};

/** What goes wrong with a file, and the code that a reader's page is told. */
const faults = [
  ["index", "is missing", (response) => (response.writeHead(404).end(), true), /^http$/],
  ["wasm", "is missing", (response) => (response.writeHead(404).end(), true), /^http$/],
  ["index", "is refused again and again", (response) => (response.writeHead(503).end(), true), /^http$/],
  ["index", "is cut off by the network", (response) => (response.destroy(), true), /^network$/],
  ["wasm", "is cut off by the network", (response) => (response.destroy(), true), /^network$/],
  ["index", "breaks off half-way", (response) => (response.writeHead(200, { "content-length": bytes.index.length }), response.write(bytes.index.subarray(0, 999)), setImmediate(() => response.destroy()), true), /^network$/],
  ["index", "is a login page", (response) => send(response, html, { "content-type": "text/html" }), /^not-an-index$/],
  ["wasm", "is a login page", (response) => send(response, html, { "content-type": "text/html" }), /^bad-module$/],
  ["index", "lacks its end", (response) => send(response, bytes.index.subarray(0, -100)), /^(truncated|corrupt)$/],
  ["index", "has a flipped bit", (response) => send(response, flipped(bytes.index)), /^(corrupt|truncated|malformed|version)$/],
  ["wasm", "lacks its end", (response) => send(response, bytes.wasm.subarray(0, -100)), /^bad-module$/],
];

for (const [file, what, fault, code] of faults) {
  test(`the ${file} ${what}: an error by name, and right again after a retry`, async () => {
    const server = await serve([paths.demo]);
    server.fault = (name, response) => name === files[file] && fault(response);
    await open(server.url, async (reader) => {
      await reader.input.focus();
      await reader.page.keyboard.type("kernel");
      const failure = await reader.failed();
      assert.match(failure.code, code);
      await reader.page.getByRole("alert").waitFor();
      const shown = await reader.panel.innerText();
      assert.ok(shown.includes(failure.message), shown);
      assert.doesNotMatch(shown, /Nothing found|0 results/);
      assert.equal(await reader.options.count(), 0);
      // Further keys do not hide the failure.
      await reader.page.keyboard.type("s");
      assert.ok(await reader.page.getByRole("alert").isVisible());
      server.fault = null;
      await reader.page.getByRole("button", { name: "Try again" }).click();
      await reader.answered("kernels");
      assert.ok((await reader.options.count()) > 0);
    });
    await server.close();
  });
}

/** What goes wrong and mends itself: the reader does not notice. */
const passing = [
  ["index", "is refused once", (response) => (response.writeHead(503, { "retry-after": "0" }).end(), true)],
  ["wasm", "is refused once", (response) => (response.writeHead(429).end(), true)],
  ["index", "is cut off once", (response) => (response.destroy(), true)],
  ["index", "is an old, damaged copy once", (response) => send(response, flipped(bytes.index))],
  ["wasm", "is an old, damaged copy once", (response) => send(response, bytes.wasm.subarray(0, 999))],
];

for (const [file, what, fault] of passing) {
  test(`the ${file} ${what}: the answer is right`, async () => {
    const server = await serve([paths.demo]);
    let left = 1;
    server.fault = (name, response) => name === files[file] && left-- > 0 && fault(response);
    await open(server.url, async (reader) => {
      await reader.type("kernel");
      assert.ok((await reader.options.count()) > 0);
      assert.deepEqual(await reader.news("error"), []);
    });
    await server.close();
  });
}

/** Odd ways in which servers send good bytes. */
const odd = [
  ["wasm", "without a type", (response) => send(response, bytes.wasm)],
  ["wasm", "as plain text", (response) => send(response, bytes.wasm, { "content-type": "text/plain; charset=utf-8" })],
  ["index", "as HTML", (response) => send(response, bytes.index, { "content-type": "text/html" })],
  ["index", "compressed and labelled", (response) => send(response, gzipSync(bytes.index), { "content-encoding": "gzip" })],
  ["index", "compressed and not labelled", (response) => send(response, gzipSync(bytes.index), { "content-type": "application/gzip" })],
  ["index", "compressed twice and labelled once", (response) => send(response, gzipSync(gzipSync(bytes.index)), { "content-encoding": "gzip" })],
  ["wasm", "compressed and not labelled", (response) => send(response, gzipSync(bytes.wasm))],
];

for (const [file, what, fault] of odd) {
  test(`the ${file} comes ${what}: the answer is right`, async () => {
    const server = await serve([paths.demo]);
    server.fault = (name, response) => name === files[file] && fault(response);
    await open(server.url, async (reader) => {
      await reader.type("kernel");
      assert.ok((await reader.options.count()) > 0);
    });
    await server.close();
  });
}

test("the rest of the interface cannot be loaded: the box says so, and a retry helps", async () => {
  const server = await serve([paths.demo]);
  server.fault = (name, response) => name === files.ui && (response.destroy(), true);
  await open(server.url, async (reader) => {
    await reader.input.focus();
    await reader.page.keyboard.type("kernel");
    await reader.failed();
    const again = reader.page.getByRole("button", { name: "Try again" });
    const asked = () => server.requests.filter((name) => name === files.ui).length;
    const before = asked();
    await again.click(); // Still cut off.
    await again.waitFor();
    assert.ok(asked() > before, "asked again");
    // What the keys and the focus asked for is over too: the next click alone brings the answer.
    await server.quiet();
    server.fault = null;
    await again.click();
    await reader.answered("kernel");
    assert.ok((await reader.options.count()) > 0);
    assert.equal(await again.count(), 0);
  });
  await server.close();
});

test("after the index is there, the network may go: every word works", async () => {
  const server = await serve([paths.demo]);
  await open(server.url, async (reader) => {
    await reader.type("kernel");
    await reader.page.context().setOffline(true);
    await server.close();
    for (const word of ["continual learning", "sparsity", "zqx"]) await reader.ask(word);
    await reader.ask("kernel");
    assert.ok((await reader.options.count()) > 0);
  });
});
