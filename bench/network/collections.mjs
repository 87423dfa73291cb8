// Indexes that are built for measurements over a network: always in blocks, whatever their size.

import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { paths } from "../paths.mjs";

/**
 * @param {{name: string, file: string, prepared?: () => Promise<string>}} corpus
 * @param {string} shape
 */
export async function built(corpus, shape) {
  await mkdir(paths.scratch, { recursive: true });
  const folder = path.join(paths.scratch, `${corpus.name}-${shape}`);
  const file = corpus.prepared ? await corpus.prepared() : corpus.file;
  const of = (/** @type {string} */ file) => [file, statSync(file).size, statSync(file).mtimeMs].join(" ");
  const from = `${of(paths.command)}; ${of(file)}`;
  const mark = `${folder}.from`;
  if (existsSync(mark) && (await readFile(mark, "utf8")) === from) return { folder };
  console.error(`building ${folder}`);
  execFileSync(paths.command, ["build", "--json", "--shape", shape, "--output", folder, file], { stdio: ["ignore", "pipe", "inherit"] });
  await writeFile(mark, from);
  return { folder };
}
