// What assistive technology is told of the dialog.

import assert from "node:assert/strict";
import test from "node:test";
import { looks, violations } from "../support/axe.mjs";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";
import { page } from "../support/sites.mjs";

const open = sharedBrowser();

for (const look of looks) {
  const { colorScheme = "forced colors", viewport } = look;
  test(`axe finds nothing in the dialog: ${colorScheme}, ${viewport.width} pixels`, async () => {
    const server = await serve([paths.demo], { pages: { "/": page('layout="modal"') } });
    await open(server.url, async (reader) => {
      const check = async (what) => assert.deepEqual(await violations(reader), [], what);
      await check("closed");
      await reader.page.getByRole("button", { name: "Search" }).click();
      await check("empty");
      await reader.ask("kernel");
      await reader.page.keyboard.press("ArrowDown");
      await check("with results");
      await reader.page.keyboard.press("Enter");
      await reader.detail.waitFor();
      await check("with a document");
      await reader.page.keyboard.press("Escape");
      await reader.input.fill("");
      await reader.options.first().waitFor();
      await check("with recent searches");
    }, look);
    await server.close();
  });
}
