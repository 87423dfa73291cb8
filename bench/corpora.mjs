// The collections, their queries and their judgements, read once and only when asked for. None of it
// is in the repository: a part whose data is missing is skipped by name.

import { spawn } from "node:child_process";
import { existsSync, createReadStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { paths } from "./paths.mjs";

/** @typedef {{id: string, title: string, text: string, authors: string}} Doc */
/** @typedef {{kind: string, query: string, relevant: Map<string, number>}} Query */

const FILES = {
  scifact: { corpus: "judged/scifact/corpus.jsonl", judged: "judged/scifact" },
  papers: { corpus: "corpus/papers.jsonl.xz" },
  abstracts: { corpus: "corpus/abstracts.jsonl" },
};

export const NAMES = Object.keys(FILES);

export class Corpus {
  #docs;

  constructor(name) {
    this.name = name;
    this.file = path.join(paths.data, FILES[name].corpus);
    this.judgedFolder = FILES[name].judged && path.join(paths.data, FILES[name].judged);
    this.knownFile = path.join(paths.data, "queries", `${name}.jsonl`);
  }

  /** Why this collection cannot be used, or null. */
  get missing() {
    for (const file of [this.file, this.knownFile]) {
      if (!existsSync(file)) return `${file} is not there (THUMBINDEX_DATA names another folder)`;
    }
    return null;
  }

  /** What the peers index: the same fields that the index is built from. @returns {Promise<Doc[]>} */
  async docs() {
    return (this.#docs ??= await readDocs(this.file));
  }

  /** Forgets the documents: 87,249 of them are a few hundred megabytes. */
  release() {
    this.#docs = undefined;
  }

  /** The first so many documents, as a collection of their own. @param {number} count */
  first(count) {
    const whole = this;
    const file = path.join(paths.scratch, `${this.name}-${count}.jsonl`);
    return {
      name: `${this.name}-${count}`,
      file,
      docs: async () => (await whole.docs()).slice(0, count),
      /** Writes them, once. */
      async prepared() {
        if (!existsSync(file)) {
          const lines = [];
          for await (const line of linesOf(whole.file)) {
            lines.push(line);
            if (lines.length === count) break;
          }
          await mkdir(paths.scratch, { recursive: true });
          await writeFile(file, `${lines.join("\n")}\n`);
        }
        return file;
      },
    };
  }

  /** Queries that were made from one document each. @returns {Promise<Query[]>} */
  async known() {
    const lines = await jsonLines(this.knownFile);
    return lines.map(({ kind, query, doc }) => ({ kind, query, relevant: new Map([[String(doc), 1]]) }));
  }

  /** Queries that people judged; none for most collections. @returns {Promise<Query[]>} */
  async judged() {
    if (!this.judgedFolder) return [];
    const grades = new Map();
    const table = await readFile(path.join(this.judgedFolder, "qrels.tsv"), "utf8");
    for (const line of table.trim().split("\n").slice(1)) {
      const [query, doc, grade] = line.split("\t");
      if (!grades.has(query)) grades.set(query, new Map());
      if (Number(grade) > 0) grades.get(query).set(doc, Number(grade));
    }
    const queries = await jsonLines(path.join(this.judgedFolder, "queries.jsonl"));
    return queries
      .filter(({ _id }) => grades.get(_id)?.size > 0)
      .map(({ _id, text }) => ({ kind: "judged", query: text, relevant: grades.get(_id) }));
  }
}

async function jsonLines(file) {
  return (await readFile(file, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
}

/** The lines of a file, packed or not. */
async function* linesOf(file) {
  const unpacker = file.endsWith(".xz") ? spawn("xz", ["--decompress", "--stdout", file], { stdio: ["ignore", "pipe", "inherit"] }) : undefined;
  const failed = unpacker && new Promise((_, reject) => unpacker.once("error", () => reject(new Error(`xz is needed to unpack ${file}`))));
  const input = unpacker?.stdout ?? createReadStream(file);
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await (failed ? Promise.race([lines.next(), failed]) : lines.next());
      if (done) return;
      yield value;
    }
  } finally {
    unpacker?.kill();
  }
}

async function readDocs(file) {
  const docs = [];
  for await (const line of linesOf(file)) {
    const { id, _id = id, title, text, abstract, authors } = JSON.parse(line);
    docs.push({ id: String(_id), title: title ?? "", text: text ?? abstract ?? "", authors: (authors ?? []).join(", ") });
  }
  return docs;
}
