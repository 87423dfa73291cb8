// The same queries, answered by the native engine.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { paths } from "./paths.mjs";
import { queries } from "./queries.mjs";
import { names } from "./sites.mjs";

/** Queries, the native answers to them, and the files they come from: index, module and full module. */
export async function native() {
  const { index, wasm } = await names(paths.demo);
  const asked = await queries(paths.corpus);
  const indexFile = path.join(paths.demo, index);
  // A lone half of a surrogate pair is U+FFFD for every encoder of UTF-8.
  const input = asked.map((query) => `${query}\n`).join("");
  const output = execFileSync(paths.answers, [indexFile], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  const answers = output.trim().split("\n").map((line) => single(JSON.parse(line)));
  const [indexBytes, module, full] = await Promise.all([indexFile, path.join(paths.demo, wasm), paths.full].map((file) => readFile(file)));
  return { asked, answers, index: indexBytes, wasm: module, full };
}

/** Scores are 32-bit numbers: JSON writes them shorter than JavaScript widens them. @param {any} answer */
export function single(answer) {
  return { ...answer, hits: answer.hits.map((hit) => ({ ...hit, score: Math.fround(hit.score) })) };
}
