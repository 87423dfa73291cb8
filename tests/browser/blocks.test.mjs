// An index in blocks: the same answers, of the blocks that a query needs; and what a reader sees where one does not come.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { page } from "../support/sites.mjs";

const open = sharedBrowser();
const folder = path.join(paths.scratch, "blocks");
const small = path.join(paths.scratch, "blocks-small");
/** Copies of every paper, each with the text of another: enough for several blocks of each kind. */
const COPIES = 12;
before(async () => {
  const papers = (await readFile(paths.corpus, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
  const copies = papers.flatMap((paper, number) =>
    Array.from({ length: COPIES }, (_, copy) => ({ ...papers[(number + 5 * copy) % papers.length], id: `${number}-${copy}`, title: `${paper.title} ${copy}` })),
  );
  const corpus = path.join(paths.scratch, "blocks.jsonl");
  await mkdir(paths.scratch, { recursive: true });
  await writeFile(corpus, copies.map((record) => `${JSON.stringify(record)}\n`).join(""));
  for (const [shape, output] of [["large", folder], ["small", small]]) {
    await rm(output, { recursive: true, force: true });
    execFileSync(paths.command, ["build", corpus, "--output", output, "--shape", shape], { stdio: ["ignore", "pipe", "pipe"] });
  }
});

const QUERIES = ["kernel", "k", "nueral tang", '"neural tangent"', "learning -kernel", "graph neural networks", "xqzwvjk", "year:2019.. attention", "deeplearning"];
const isBlock = (/** @type {string} */ name) => name.endsWith(".tib");

test("the answers are those of the small shape, documents and neighbours too", async () => {
  const server = await serve([folder], { pages: { "/box.html": page() }, below: { "small/": small } });
  await open(`${server.url}box.html`, async ({ page }) => {
    const differing = await page.evaluate(async (queries) => {
      const large = await (await import("/client.js")).open();
      const small = await (await import("/small/client.js")).open();
      const differing = [];
      for (const query of queries) {
        const answers = await Promise.all([large, small].map((client) => client.search(query)));
        if (JSON.stringify(answers[0]) !== JSON.stringify(answers[1])) differing.push(query);
      }
      // A client that has nothing yet.
      const fresh = await (await import("/client.js")).open();
      for (const doc of [0, 300, 700]) {
        const all = async (client) => JSON.stringify([await client.similar(doc), await client.document(doc)]);
        if ((await all(fresh)) !== (await all(small))) differing.push(doc);
      }
      return differing;
    }, QUERIES);
    assert.deepEqual(differing, []);
  });
  await server.close();
});

test("a search fetches the blocks that it needs, and each once", async () => {
  // A worker that takes over, as it does on a busy machine, has none of them and asks the cache for all.
  const server = await serve([folder], { pages: { "/box.html": page('worker="never"') } });
  await open(`${server.url}box.html`, async (reader) => {
    await reader.type("kernel");
    const fetched = server.requests.filter(isBlock);
    assert.ok(fetched.length > 0 && fetched.length < (await readdir(folder)).filter(isBlock).length, `${fetched.length} blocks`);
    assert.equal(new Set(fetched).size, fetched.length);
    await reader.ask("kerne");
    await reader.ask("kernel");
    const again = server.requests.filter(isBlock);
    assert.equal(new Set(again).size, again.length);
  });
  await server.close();
});

for (const [fault, answer] of Object.entries({
  "is not there": (response) => response.writeHead(404).end("gone"),
  "is a page of the host's": (response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><p>Sign in"),
  "breaks off": (response) => (response.writeHead(200), response.write("x"), response.destroy()),
})) {
  test(`a block that ${fault} is an error with a retry, never "no results"`, async () => {
    const server = await serve([folder], { pages: { "/box.html": page() } });
    server.fault = (name, response) => isBlock(name) && (answer(response), true);
    await open(`${server.url}box.html`, async (reader) => {
      await reader.input.fill("kernel");
      const { message } = await reader.failed();
      assert.match(message, /b-[0-9a-f]{16}\.tib/);
      assert.deepEqual(await reader.news("results"), []);
      server.fault = null;
      await reader.panel.getByRole("button").first().click();
      await reader.answered("kernel");
      assert.ok((await reader.options.count()) > 0);
    });
    await server.close();
  });
}

test("a block that came damaged once is fetched anew", async () => {
  const server = await serve([folder], { pages: { "/box.html": page() } });
  let damaged = 0;
  server.fault = (name, response) => isBlock(name) && damaged++ === 0 && (response.writeHead(200).end("damaged"), true);
  await open(`${server.url}box.html`, async (reader) => {
    await reader.type("kernel");
    assert.ok(damaged > 1 && (await reader.options.count()) > 0);
    assert.deepEqual(await reader.news("error"), []);
  });
  await server.close();
});

test("the newest query wins while blocks of older ones are on their way", async () => {
  const server = await serve([folder], { pages: { "/box.html": page() } });
  server.fault = async (name) => (isBlock(name) && (await new Promise((resolve) => setTimeout(resolve, 150))), false);
  await open(`${server.url}box.html`, async (reader) => {
    await reader.input.focus();
    await reader.page.keyboard.type("graph kernel", { delay: 40 });
    await reader.answered("graph kernel");
    const answers = await reader.news("results");
    assert.equal(answers.at(-1).answer.missing.length, 0);
    assert.ok((await reader.options.count()) > 0);
  });
  await server.close();
});
