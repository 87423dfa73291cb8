// The specification holds in a browser, the full module fetched when a query needs it.

import test from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { POLICIES, serve } from "../support/server.mjs";
import { built, holds, specification } from "../support/specification.mjs";

const open = sharedBrowser();

for (const { corpus, records, queries } of specification) {
  test(`${corpus}: every line`, async () => {
    const server = await serve([await built(corpus, records, "browser")], { policy: POLICIES[1] });
    await open(server.url, async ({ page }) => {
      const answers = await page.evaluate(async (queries) => {
        const { open } = await import("/client.js");
        const client = await open();
        const answers = [];
        for (const { query, options } of queries) answers.push(await client.search(query, options));
        return answers;
      }, queries);
      for (const [number, line] of queries.entries()) holds(line, answers[number]);
    });
    await server.close();
  });
}
