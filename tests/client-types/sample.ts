// A program against the types that a build ships: `tsc` checks that it may say all this, and nothing wrong.

import { open, openBytes } from "../../target/thumbindex-tests/demo/client.js";
import type { Answer, Client, Explanation, Filter, Hit, ThumbindexError } from "../../target/thumbindex-tests/demo/client.js";

const client: Client = await open({ src: "search/", worker: "auto", signal: AbortSignal.timeout(10_000) });

let asked: AbortController | undefined;

/** As one types: only the newest question is answered. */
export async function typed(query: string): Promise<Hit[]> {
  asked?.abort();
  const { signal } = (asked = new AbortController());
  const answer: Answer = await client.search(query, { limit: 20, typos: true, openLastWord: true, snippets: false, signal });
  for (const { text, marks } of answer.hits.map(({ title }) => title)) {
    for (const { start, end, kind } of marks) console.log(text.slice(start, end), kind === "typo" ? "?" : "");
  }
  return answer.hits;
}

export async function rest(hit: Hit): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const texts: string[] = (await client.suggest("neur", { limit: 3, signal })).map(({ text }) => text);
  const similar: Hit[] = await client.similar(hit.doc, { signal });
  const whole = await client.document(hit.doc, { signal });
  const why: Explanation | null = await client.explain("neural", hit.doc, { signal });
  const filters: Filter[] = await client.filters({ signal });
  const years = filters.find(({ field }) => field === "year")?.range;
  console.log(texts, similar, whole?.body, why?.score, years?.min, client.info.documents, client.worker);
  client.close();
}

export async function bytes(wasm: ArrayBuffer, index: Uint8Array): Promise<string> {
  try {
    await openBytes(wasm, index, wasm, { filters: [] });
    return "open";
  } catch (failure) {
    return (failure as ThumbindexError).code;
  }
}

export async function narrowed(): Promise<number> {
  const { facets = [], hits } = await client.search("", { filters: { year: { from: 2010 }, author: ["Ada", "Bo"], venue: "Water" }, facets: ["year"], sort: "-year" });
  return hits.length + facets.flatMap(({ values }) => values).reduce((sum, { documents }) => sum + documents, 0);
}

// @ts-expect-error: a field has one order.
void client.search("x", { sort: { year: "down" } });
// @ts-expect-error: a query is text.
void client.search(7);
// @ts-expect-error: there is no such option.
void client.search("x", { fuzzy: true });
// @ts-expect-error: there is no such place to run.
void open({ worker: "sometimes" });
// @ts-expect-error: an explanation may be none.
void client.explain("x", 0).then((why) => why.score);
