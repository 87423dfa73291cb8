// Does the right document come first? Two kinds of queries: sentences whose relevant documents people judged, and
// typed queries that were made from one document each. Every peer gets the setting that its manual advises for
// either kind; thumbindex has one setting for both.

import { QUALITY, compare } from "./bars.mjs";
import { built, evaluate } from "./engine.mjs";
import { attempt } from "./peers.mjs";
import { percent, share, table } from "./report.mjs";
import { stability } from "./stability.mjs";
import { margin, mean, sample, scores } from "./stats.mjs";
import { byKind, perKind } from "./trace.mjs";

const title = "Quality";
const question = "Does the right document come first? ± is half the width of the 95 % interval.";

const PEERS = ["minisearch", "pagefind", "lunr", "flexsearch", "orama", "fuse"];

export async function run({ corpora, options, skip }) {
  const blocks = [];
  const bars = [];
  const data = {};
  for (const corpus of corpora.filter(({ name }) => QUALITY[name])) {
    const { folder } = await built(corpus);
    const known = await evaluate(corpus, folder, ["--known-items", corpus.knownFile]);
    const judged = await judgedOf(corpus, folder);
    const rows = await peersOf(corpus, { known, judged }, { options, skip });
    const own = { name: "thumbindex", ...ownKnown(known.queries), judged: judged?.strict };
    data[corpus.name] = { thumbindex: own, judged, peers: rows };
    blocks.push(`### ${corpus.name}`, ...tables(corpus, [own, ...rows]));
    ownBars(corpus, own, judged, bars);
    if (judged) blocks.push(typoCost(judged));
    if (QUALITY[corpus.name].flicker) {
      const calm = await stability(corpus, { options, bars });
      blocks.push(...calm.blocks);
      data[corpus.name].stability = calm.rows;
    }
  }
  if (blocks.length > 0) blocks.push("Settings of the peers, for typed queries and for sentences:", await settings());
  return { title, question, blocks, bars, data };
}

/** Judged queries as a person would ask them in the box, and without tolerance for typing errors. */
async function judgedOf(corpus, folder) {
  if (!corpus.judgedFolder) return undefined;
  const ask = (...more) => evaluate(corpus, folder, ["--beir", corpus.judgedFolder, ...more]);
  const of = ({ summary }) => ({ ndcg: summary["ndcg@10"], recall: summary["recall@100"], queries: summary.queries });
  const { summary, queries } = await ask();
  const byText = new Map(queries.map((query) => [query.query, query["ndcg@10"]]));
  const variants = { strict: of({ summary }), withoutTypos: of(await ask("--no-typos")), finished: of(await ask("--finished")) };
  return { ...variants, ndcgOf: (query) => byText.get(query) };
}

/** Success by kind from what `eval` says of every query. */
function ownKnown(queries) {
  return summed(queries.map(({ kind, rank }) => ({ kind, one: rank === 1 ? 1 : 0, ten: rank !== null && rank <= 10 ? 1 : 0 })));
}

function summed(results) {
  const kinds = {};
  for (const [kind, list] of byKind(results)) {
    const ones = list.map(({ one }) => one);
    kinds[kind] = { queries: list.length, one: mean(ones), ten: mean(list.map(({ ten }) => ten)), margin: margin(ones) };
  }
  const all = Object.values(kinds);
  // The margins of independent means add up by their squares.
  const spread = Math.sqrt(all.reduce((sum, { margin }) => sum + margin ** 2, 0)) / all.length;
  return { queries: results.length, kinds, one: mean(all.map(({ one }) => one)), ten: mean(all.map(({ ten }) => ten)), margin: spread };
}

async function peersOf(corpus, own, { options, skip }) {
  const large = corpus.name === "papers";
  if (large && !options.peersLarge) {
    skip("quality of the peers on papers", "takes minutes and gigabytes; ask with --peers-large (MiniSearch alone)");
    return [];
  }
  const rows = [];
  for (const module of large ? ["minisearch"] : PEERS) {
    console.error(`${module} on ${corpus.name}`);
    const row = await attempt(`quality of ${module} on ${corpus.name}`, skip, () => peerOn(module, corpus, own, options));
    if (row) rows.push(row);
  }
  return rows;
}

async function peerOn(module, corpus, own, options) {
  const peer = await import(`./peers/${module}.mjs`);
  const docs = await corpus.docs();
  const { search } = await peer.open(docs, corpus.name);
  // Slow peers answer few queries where there are many documents.
  const few = docs.length > 1000 ? peer.slow : undefined;
  const large = docs.length > 50_000;
  const each = Math.min(few?.perKind ?? Infinity, options.quick ? (large ? 2 : 10) : large ? 20 : Infinity);
  const typed = (await corpus.known()).map((query, at) => ({ ...query, at }));
  const chosen = each === Infinity ? typed : perKind(typed, each);
  const results = [];
  for (const { kind, query, relevant } of chosen) results.push({ kind, ...scores(await search(query, 100, "typed"), relevant) });
  // On the same queries, or a part of them would be compared with all of them.
  const same = chosen.length < typed.length ? ownKnown(chosen.map(({ at }) => own.known.queries[at])) : undefined;
  const count = Math.min(few?.judged ?? Infinity, options.quick ? 30 : Infinity);
  const judged = await judgedByPeer(corpus, search, count, own.judged);
  return { name: `${peer.name} ${peer.installed()}`, ...summed(results), judged, same };
}

async function judgedByPeer(corpus, search, count, own) {
  const all = await corpus.judged();
  const queries = sample(all, count);
  if (queries.length === 0) return undefined;
  const results = [];
  for (const { query, relevant } of queries) results.push(scores(await search(query, 100, "prose"), relevant));
  const ndcgs = results.map(({ ndcg }) => ndcg);
  const same = queries.length < all.length ? mean(queries.map(({ query }) => own.ndcgOf(query))) : undefined;
  return { ndcg: mean(ndcgs), recall: mean(results.map(({ recall }) => recall)), queries: queries.length, margin: margin(ndcgs), same };
}

function tables(corpus, rows) {
  const kinds = Object.keys(rows[0].kinds);
  const { kinds: floors = {}, mean: middle } = QUALITY[corpus.name];
  const line = (name, one, ten, queries, same, of) => [name, queries, one, ten, same, ...kinds.map(of)];
  const known = rows.map((row) => {
    const same = row.same ? `${share(row.same.one)} / ${share(row.same.ten)}` : "";
    const one = `${share(row.one)} ± ${share(row.margin)}`;
    return line(row.name, one, share(row.ten), row.queries, same, (kind) => share(row.kinds[kind].one));
  });
  known.push(line("*wanted*", middle.one.atLeast, middle.ten?.atLeast, "", "", (kind) => floors[kind]?.atLeast));
  known.push(line("*ceiling*", middle.one.ceiling, middle.ten?.ceiling, "", "", (kind) => floors[kind]?.ceiling));
  const head = ["typed queries", "queries", "@1, mean over kinds", "@10", "thumbindex on the same queries", ...kinds.map((kind) => `${kind} @1`)];
  const blocks = [table(head, known)];
  const judged = rows.filter((row) => row.judged);
  if (judged.length > 0) {
    const shown = judged.map(({ name, judged: { queries, ndcg, recall, margin, same } }) => {
      return [name, queries, share(ndcg) + (margin ? ` ± ${share(margin)}` : ""), share(recall), same === undefined ? "" : share(same)];
    });
    blocks.push(table(["judged sentences", "queries", "nDCG@10", "recall@100", "thumbindex on the same queries"], shown));
  }
  return blocks;
}

function typoCost({ strict, withoutTypos, finished }) {
  const lines = [["as typed", strict], ["typing errors not tolerated", withoutTypos], ["last word complete", finished]];
  return table(["thumbindex on judged sentences", "nDCG@10", "recall@100"], lines.map(([name, { ndcg, recall }]) => [name, share(ndcg), share(recall)]));
}

function ownBars({ name }, own, judged, bars) {
  const wanted = QUALITY[name];
  const add = (what, value, bar) => bars.push(compare(`${name}: ${what}`, value, bar, share(value), String(bar.atLeast ?? bar.atMost)));
  add("@1, mean over kinds", own.one, wanted.mean.one);
  if (wanted.mean.ten) add("@10, mean over kinds", own.ten, wanted.mean.ten);
  for (const [kind, bar] of Object.entries(wanted.kinds ?? {})) add(`@1, ${kind}`, own.kinds[kind].one, bar);
  if (wanted.must) {
    add("@1, must", own.one, { atLeast: wanted.must.one });
    add("nDCG@10, must", judged.strict.ndcg, { atLeast: wanted.must.ndcg });
  }
  if (!judged) return;
  add("nDCG@10", judged.strict.ndcg, { atLeast: wanted.judged.ndcg });
  add("recall@100", judged.strict.recall, { atLeast: wanted.judged.recall });
  const loss = judged.withoutTypos.ndcg - judged.strict.ndcg;
  bars.push(compare(`${name}: nDCG@10 lost by tolerating typing errors`, loss, { atMost: wanted.typoLoss }, `${(loss * 100).toFixed(2)} points`, `${wanted.typoLoss * 100} points`));
}

async function settings() {
  const rows = [];
  for (const module of PEERS) {
    const { name, settings } = await import(`./peers/${module}.mjs`);
    rows.push([name, settings.typed, settings.prose]);
  }
  return table(["peer", "typed", "sentences"], rows);
}
