// Chromium gives the answers of the native engine.

import assert from "node:assert/strict";
import test from "node:test";
import { native, single } from "../support/answers.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { POLICIES, serve } from "../support/server.mjs";

const open = sharedBrowser();

test("300 queries have the same hits, order, scores and marks as natively", async () => {
  const { asked, answers } = await native();
  const server = await serve([paths.demo], { policy: POLICIES[1] });
  await open(server.url, async ({ page }) => {
    const given = await page.evaluate(async (asked) => {
      const { open } = await import("/client.js");
      const client = await open();
      const answers = [];
      for (const query of asked) answers.push(await client.search(query));
      client.close();
      return answers;
    }, asked);
    for (const [number, query] of asked.entries()) {
      assert.deepEqual(single(given[number]), answers[number], `query ${JSON.stringify(query)}`);
    }
  });
  await server.close();
});
