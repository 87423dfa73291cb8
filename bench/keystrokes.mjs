// How long does an answer take while somebody types? Known-item queries, typed letter by letter, every keystroke a
// search of its own with snippets, as the page asks. One thread, in Node; the module runs as it is shipped.
//
// Every keystroke counts with the fastest of its repetitions: other work on the machine only ever adds time. The
// whole trace is repeated, not single searches, so that what an engine keeps from the keystroke before is kept here.

import { KEYSTROKES, compare } from "./bars.mjs";
import { built, open } from "./engine.mjs";
import { attempt } from "./peers.mjs";
import { milliseconds, ratio, table } from "./report.mjs";
import { median, percentile } from "./stats.mjs";
import { keystrokes, perKind } from "./trace.mjs";

const title = "Keystrokes";
const question = "How long does an answer take while somebody types? Milliseconds a keystroke, the fastest of 3 repetitions after a warm-up; the ten best hits. thumbindex finds their texts and cuts snippets too, as its page does; the others name the documents only, as thumbindex does in its second row.";

const REPETITIONS = 3;
const WORST = 5;

export async function run({ corpora, options, skip }) {
  const blocks = [];
  const bars = [];
  const data = {};
  for (const corpus of corpora.filter(({ name }) => KEYSTROKES[name])) {
    const large = corpus.name === "papers";
    const known = await corpus.known();
    const kinds = new Set(known.map(({ kind }) => kind)).size;
    const trace = (queries) => perKind(known, Math.ceil(queries / kinds)).map(({ query }) => query);
    const queries = trace(options.quick ? 24 : 200);
    const { index } = await built(corpus);
    // Peers are loaded afterwards: their garbage would be collected on this engine's time.
    const engine = await open(index);
    const rows = [await typed("thumbindex", queries, (query) => engine.search(query, { limit: 10 }))];
    rows.push(await typed("thumbindex, ids only", queries, (query) => engine.search(query, { limit: 10, snippets: false })));

    if (large && !options.peersLarge) {
      skip("keystrokes of MiniSearch on papers", "takes minutes and gigabytes; ask with --peers-large");
    } else {
      // MiniSearch takes up to seconds a keystroke here: one query of each kind, once.
      const some = large ? trace(kinds) : queries;
      const times = large ? 1 : REPETITIONS;
      for (const module of large ? ["minisearch"] : ["minisearch", "flexsearch"]) {
        const row = await attempt(`keystrokes of ${module} on ${corpus.name}`, skip, async () => {
          const peer = await import(`./peers/${module}.mjs`);
          const { search } = await peer.open(await corpus.docs(), corpus.name);
          return typed(`${peer.name} ${peer.installed()} (${peer.settings.typed})`, some, (query) => search(query, 10, "typed"), times);
        });
        if (row) rows.push(row);
      }
    }
    data[corpus.name] = rows;
    report(corpus, rows, blocks, bars);
  }
  return { title, question, blocks, bars, data };
}

function report(corpus, rows, blocks, bars) {
  const head = ["engine", "queries", "keystrokes", "p50", "p95", "p99", "max", "p50 : thumbindex", "p99 : thumbindex"];
  const [own] = rows;
  const shown = rows.map(({ name, queries, count, p50, p95, p99, max }) => {
    return [name, queries, count, ...[p50, p95, p99, max].map(milliseconds), ratio(p50, own.p50), ratio(p99, own.p99)];
  });
  blocks.push(`### ${corpus.name}`, table(head, shown));
  if (rows.some(({ queries }) => queries !== own.queries)) blocks.push("Slow engines typed a part of the queries, and only once: their ratios are rough.");
  blocks.push(table(["slowest keystrokes of thumbindex", "ms"], own.worst.map(({ query, ms }) => [`\`${query}\``, milliseconds(ms)])));
  blocks.push(`Between repetitions of a keystroke the slowest was ${own.spread.toFixed(2)} times the fastest in the median: ${own.spread > 1.3 ? "other work got in the way, times are upper bounds" : "they agree"}.`);

  const { p99, goal } = KEYSTROKES[corpus.name];
  const bar = (what, value, atMost) => bars.push(compare(`keystroke on ${corpus.name}, ${what}`, value, { atMost }, `${milliseconds(value)} ms`, `${atMost} ms`));
  bar("p99", own.p99, p99);
  bar("p50, goal", own.p50, goal.p50);
  bar("p99, goal", own.p99, goal.p99);
}

/** Types all queries several times. */
async function typed(name, queries, search, times = REPETITIONS) {
  const strokes = queries.flatMap(keystrokes);
  const fastest = new Float64Array(strokes.length).fill(Infinity);
  const slowest = new Float64Array(strokes.length);
  for (let repetition = times > 1 ? 0 : 1; repetition <= times; repetition++) {
    for (const [at, query] of strokes.entries()) {
      const start = performance.now();
      search(query);
      const ms = performance.now() - start;
      if (repetition === 0) continue;
      fastest[at] = Math.min(fastest[at], ms);
      slowest[at] = Math.max(slowest[at], ms);
    }
  }
  // A prefix that several queries share is one entry here.
  const worst = new Map();
  for (const [at, query] of strokes.entries()) worst.set(query, Math.max(worst.get(query) ?? 0, fastest[at]));
  return {
    name,
    queries: queries.length,
    count: strokes.length,
    p50: percentile(fastest, 0.5),
    p95: percentile(fastest, 0.95),
    p99: percentile(fastest, 0.99),
    max: percentile(fastest, 1),
    spread: median(fastest.map((ms, at) => slowest[at] / Math.max(ms, 1e-6))),
    worst: [...worst].map(([query, ms]) => ({ query, ms })).sort((a, b) => b.ms - a.ms).slice(0, WORST),
  };
}
