// The guides of docs/generators.md, word for word: the line that indexes a site is run over the site that the generator built. A site that was
// not built on this machine is skipped by name. And the project's own documentation, as `cargo xtask docs` makes it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { GENERATORS, generated } from "../support/generate.mjs";
import { paths, root } from "../support/paths.mjs";
import { serve } from "../support/server.mjs";

const open = sharedBrowser();
const text = readFileSync(path.join(root, "docs/generators.md"), "utf8");
/** Name and lines of each guide. */
const guides = [...text.matchAll(/^## (.+)\n\n```sh\n([\s\S]*?)```/gm)].map(([, name, lines]) => ({ name, lines: lines.trim().split("\n") }));
const known = JSON.parse(readFileSync(path.join(paths.www, "adopt.json"), "utf8")).map(({ name }) => name);
const adopts = ({ lines }) => / --adopt (\w+)$/.exec(lines[1])?.[1];

test("each generator that is known has a guide of three lines, and each guide is of one folder", () => {
  assert.deepEqual(guides.map(adopts).filter(Boolean).sort(), [...known].sort());
  for (const { name, lines } of guides) {
    assert.equal(lines.length, 3, name);
    const [, built] = /^thumbindex build (\S+) --(adopt \w+|inject)$/.exec(lines[1]) ?? [];
    assert.equal(lines[2], `thumbindex serve ${built}`, name);
  }
});

/** Runs a line of a guide in a folder, with the command that was built. */
const run = (line, cwd) => execFileSync(paths.command, [...line.split(" ").slice(1), "--json"], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

for (const guide of guides) {
  const generator = adopts(guide);
  const site = generator && Object.keys(GENERATORS).find((name) => name.replace(/-.*/, "") === generator && generated(name));
  const skip = site || !generator ? false : `${generator} was not built here: node tests/support/generate.mjs ${generator}`;
  test(`${guide.name}: its line makes the site searchable`, { skip: skip || (generator ? false : "it is about generators of all kinds") }, () => {
    const folder = path.join(paths.scratch, "guides", String(site));
    rmSync(folder, { recursive: true, force: true });
    const [, , built = ""] = guide.lines[1]?.split(" ") ?? [];
    mkdirSync(path.dirname(path.join(folder, built)), { recursive: true });
    cpSync(String(generated(String(site))), path.join(folder, built), { recursive: true });
    const told = JSON.parse(run(guide.lines[1], folder));
    assert.ok(told.adopted[String(generator)] > 0 && told.pages > 3, JSON.stringify(told.adopted));
    assert.ok(existsSync(path.join(folder, built, "thumbindex/thumbindex.js")));
  });
}

const docs = path.join(root, "target/docs-site");
describe("the project's own documentation", { skip: existsSync(docs) ? false : "it was not built here: cargo xtask docs --no-serve" }, () => {
  test("is found by its own search, from the keys of its theme to the section", async () => {
    const server = await serve([docs]);
    await open(`${server.url}sites.html`, async ({ page }) => {
      await page.locator("thumb-index").filter({ visible: true }).first().waitFor();
      await page.keyboard.press("/");
      await page.waitForFunction(() => [...document.querySelectorAll("thumb-index")].some((own) => own.shadowRoot?.querySelector("dialog")?.open));
      await page.keyboard.type("from lunr elasticlunr");
      await page.waitForFunction(() => [...document.querySelectorAll("thumb-index")].some((own) => own.shadowRoot?.querySelector(".option")));
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/migrating\.html#from-lunr/);
    });
    await server.close();
  });
});
