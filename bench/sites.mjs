// Sites, beside Pagefind on the same folder: known items, time and memory of the build.
//
//     node bench/sites.mjs NAME=FOLDER ...     with target/release/thumbindex and bench/node_modules
//     --each N (100)                           items of each kind

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { inNode } from "./peers/pagefind.mjs";
import { paths } from "./paths.mjs";
import { itemsOf, pagesOf } from "./site-items.mjs";

const folderArguments = process.argv.slice(2).filter((argument) => argument.includes("="));
const each = Number(process.argv[process.argv.indexOf("--each") + 1]) || 100;
const scratch = path.join(paths.scratch, "sites");
const { command } = paths;

/** Runs a program; gives seconds and the most memory it took, in MB. */
function timed(program, args) {
  const start = process.hrtime.bigint();
  const run = spawnSync("/usr/bin/time", ["-f", "%M", program, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (run.status !== 0) throw new Error(`${program}: ${run.stderr.slice(-500)}`);
  return { seconds, megabytes: Number(run.stderr.trim().split("\n").at(-1)) / 1024 };
}

const pageOf = (url) => decodeURIComponent(url.replace(/^\.?\//u, "").replace(/[#?].*$/u, "")).replace(/(^|\/)$/u, "$1index.html");

/** Success at 1 and at 10 by kind. */
async function score(items, search) {
  const kinds = {};
  for (const { kind, query, path } of items) {
    const found = (await search(query)).map(pageOf);
    const group = (kinds[kind] ??= { queries: 0, first: 0, ten: 0 });
    group.queries += 1;
    group.first += Number(found[0] === path);
    group.ten += Number(found.includes(path));
  }
  return kinds;
}

const percent = (part, whole) => `${((100 * part) / whole).toFixed(0).padStart(4)}`;

for (const argument of folderArguments) {
  const [name, folder] = argument.split("=");
  mkdirSync(scratch, { recursive: true });
  const ours = path.join(scratch, name);
  const theirs = path.join(scratch, `${name}-pagefind`);
  rmSync(theirs, { recursive: true, force: true });
  const built = timed(command, ["build", folder, "-o", ours]);
  const pagefind = createRequire(import.meta.url).resolve("@pagefind/linux-x64/package.json");
  let peer;
  let builtByPeer = "failed";
  try {
    const time = timed(path.join(path.dirname(pagefind), "bin", "pagefind_extended"), ["--site", folder, "--output-path", theirs]);
    builtByPeer = `${time.seconds.toFixed(1)} s, ${time.megabytes.toFixed(0)} MB`;
    peer = await inNode(theirs);
  } catch (failure) {
    console.error(`${name}: Pagefind: ${failure.message}`);
  }
  const pages = await pagesOf(folder);
  const items = itemsOf(pages, each);
  writeFileSync(path.join(scratch, `${name}-items.jsonl`), items.map((item) => JSON.stringify(item)).join("\n"));
  console.log(`\n${name}: ${pages.length} pages, ${items.length} queries; build ${built.seconds.toFixed(1)} s, ${built.megabytes.toFixed(0)} MB; Pagefind ${builtByPeer}`);
  const one = await score(items, async (query) => {
    const answer = JSON.parse(execFileSync(command, ["search", ours, "--json", "--", query], { encoding: "utf8" }));
    return answer.hits.map((hit) => hit.url);
  });
  const other =
    peer &&
    (await score(items, async (query) => {
      const { results } = await peer.search(query);
      return Promise.all(results.slice(0, 10).map(async ({ data }) => (await data()).raw_url));
    }));
  console.log(`${"".padEnd(20)} queries   @1  @10   Pagefind @1  @10`);
  const kinds = Object.keys(one);
  const mean = (scores, of) => kinds.reduce((sum, kind) => sum + scores[kind][of] / scores[kind].queries, 0) / kinds.length;
  for (const kind of kinds) {
    const line = (scores) => `${percent(scores.first, scores.queries)} ${percent(scores.ten, scores.queries)}`;
    console.log(`${kind.padEnd(20)} ${String(one[kind].queries).padStart(7)} ${line(one[kind])}          ${other ? line(other[kind]) : ""}`);
  }
  const means = (scores) => `${percent(mean(scores, "first"), 1)} ${percent(mean(scores, "ten"), 1)}`;
  console.log(`${"mean over kinds".padEnd(20)} ${"".padStart(7)} ${means(one)}          ${other ? means(other) : ""}`);
}
