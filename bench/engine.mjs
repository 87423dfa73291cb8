// The product under measurement: the finished command, and the module as pages load it.

import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { paths } from "./paths.mjs";
import { measured } from "./processes.mjs";

/** Why nothing can be measured, or null. */
export function notBuilt() {
  const needed = [paths.command, path.join(paths.glue, "glue.js"), path.join(paths.glue, "thumbindex.wasm")];
  const absent = needed.find((file) => !existsSync(file));
  return absent ? `${absent} is not there: run cargo xtask build` : null;
}

/** Builds the index of a collection and measures that. */
export async function build(corpus) {
  await mkdir(paths.scratch, { recursive: true });
  const folder = path.join(paths.scratch, corpus.name);
  const run = await measured(paths.command, ["build", "--json", "--output", folder, corpus.file]);
  const report = JSON.parse(run.output);
  const built = { folder, index: path.join(folder, report.index), ...run, output: undefined, report };
  await writeFile(`${folder}.json`, JSON.stringify({ from: origin(corpus), built }));
  return built;
}

/** The index of a collection: the last one, when the command and the documents are those of then. */
export async function built(corpus) {
  try {
    const last = JSON.parse(await readFile(path.join(paths.scratch, `${corpus.name}.json`), "utf8"));
    if (last.from === origin(corpus) && existsSync(last.built.index)) return last.built;
  } catch {
    // Never built, or half a file: build it.
  }
  console.error(`building the index of ${corpus.name}`);
  return build(corpus);
}

function origin(corpus) {
  const of = (file) => [file, statSync(file).size, statSync(file).mtimeMs].join(" ");
  return `${of(paths.command)}; ${of(corpus.file)}`;
}

/** Opens an index in an instance of its own. */
export async function open(file) {
  const { createGlue } = await import(pathToFileURL(path.join(paths.glue, "glue.js")).href);
  const module = await WebAssembly.compile(await readFile(path.join(paths.glue, "thumbindex.wasm")));
  const glue = createGlue();
  glue.attach(await WebAssembly.instantiate(module, glue.imports));
  try {
    return new glue.Engine(await readFile(file));
  } catch (failure) {
    const hint = "The command and the module may be of different builds: run cargo xtask build.";
    throw new Error(`${file}: ${failure.message}. ${hint}`, { cause: failure });
  }
}

/** Runs `thumbindex eval`: the summary, and per query the rank of the first relevant hit. */
export async function evaluate(corpus, folder, options) {
  const file = path.join(paths.scratch, `${corpus.name}-queries.jsonl`);
  const { output } = await run(["eval", "--json", "--per-query", file, ...options, folder]);
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  return { summary: JSON.parse(output), queries: lines.map((line) => JSON.parse(line)) };
}

function run(options) {
  return new Promise((resolve, reject) => {
    const child = spawn(paths.command, options, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve({ output }) : reject(new Error(`thumbindex ${options.join(" ")}: exit ${code}`))));
  });
}

/** The files that a page loads to search, user interface included. */
export async function pageFiles() {
  if (!existsSync(paths.assets)) return [];
  const names = await readdir(paths.assets);
  return names.filter((name) => !["client.js", "index.html", "page.css"].includes(name) && !name.startsWith("full-")).map((name) => path.join(paths.assets, name));
}
