// Does the list stay calm while somebody types? For queries made from one document: after how many letters is it
// among the first five, and does it leave the first ten and come back?

import { QUALITY, compare } from "./bars.mjs";
import { built, open } from "./engine.mjs";
import { percent, table } from "./report.mjs";
import { mean } from "./stats.mjs";
import { keystrokes, perKind } from "./trace.mjs";

/** Kinds that a person types straight through: the others are slips of a special sort. */
const KINDS = ["words3", "prefix", "typo", "abstract"];

export async function stability(corpus, { options, bars }) {
  const known = (await corpus.known()).filter(({ kind }) => KINDS.includes(kind));
  const queries = perKind(known, options.quick ? 10 : 100);
  const engine = await open((await built(corpus)).index);
  const ids = (query) => engine.search(query, { limit: 10, snippets: false }).hits.map(({ id }) => id);
  const rows = [typed("thumbindex", queries, ids)];
  const peer = await import("./peers/minisearch.mjs");
  const { search } = await peer.open(await corpus.docs());
  rows.push(typed(`${peer.name} ${peer.installed()}`, queries, (query) => search(query, 10, "typed")));

  const [{ letters, flicker }] = rows;
  const bar = QUALITY[corpus.name];
  const named = (what) => `${corpus.name}, typed: ${what}`;
  bars.push(compare(named("letters until in the first five"), letters, { atMost: bar.lettersUntilTop5 }, letters.toFixed(1), bar.lettersUntilTop5.toFixed(1)));
  bars.push(compare(named("leaves the first ten and comes back"), flicker, { atMost: bar.flicker }, percent(flicker), percent(bar.flicker)));
  const head = ["engine", "letters until in the first five (mean)", "queries in which it gets there", "leaves the first ten and comes back", "the same without spaces and words' first letters"];
  const shown = rows.map(({ name, letters, reached, flicker, flickerFromSecondLetter }) => {
    return [name, letters.toFixed(1), ...[reached, flicker, flickerFromSecondLetter].map(percent)];
  });
  const length = mean(queries.map(({ query }) => [...query].length));
  const caption = `Typed letter by letter: ${queries.length} queries of ${length.toFixed(1)} letters in the mean (${KINDS.join(", ")}). The letters are counted over those queries in which the document gets there.`;
  return { blocks: [caption, table(head, shown)], rows };
}

function typed(name, queries, search) {
  const until = [];
  let flickers = 0;
  let later = 0;
  for (const { query, relevant } of queries) {
    const texts = keystrokes(query);
    const ranks = texts.map((text) => search(text).findIndex((id) => relevant.has(id)));
    const first = ranks.findIndex((rank) => rank >= 0 && rank < 5);
    if (first >= 0) until.push(first + 1);
    if (returns(ranks)) flickers++;
    // A word's first letter says so little that a list may well change for it.
    if (returns(ranks.filter((_, at) => /\S\S$/.test(texts[at])))) later++;
  }
  const of = (count) => count / queries.length;
  return { name, letters: mean(until), reached: of(until.length), flicker: of(flickers), flickerFromSecondLetter: of(later) };
}

/** Whether it was there, then not, and later again. */
function returns(ranks) {
  return /10+1/.test(ranks.map((rank) => (rank >= 0 ? "1" : "0")).join(""));
}
