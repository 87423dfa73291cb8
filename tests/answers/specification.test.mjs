// The specification holds natively and in the module.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { openBytes } from "../../www/client-core.js";
import { paths } from "../support/paths.mjs";
import { names } from "../support/sites.mjs";
import { built, holds, specification } from "../support/specification.mjs";

for (const { corpus, records, queries } of specification) {
  const folder = await built(corpus, records, "answers");
  const { index, wasm } = await names(folder);
  const [module, bytes, full] = await Promise.all([path.join(folder, wasm), path.join(folder, index), paths.full].map((file) => readFile(file)));
  const client = await openBytes(module, bytes, full);
  for (const line of queries) {
    test(`${corpus}: ${line.idea}`, async () => {
      holds(line, await client.search(line.query, line.options));
      const typos = line.options?.typos === false ? ["--no-typos"] : [];
      // An argument that starts with a minus is a query all the same.
      const output = execFileSync(paths.command, ["search", folder, "--json", ...typos, "--", line.query], { encoding: "utf8" });
      holds(line, JSON.parse(output));
    });
  }
}
