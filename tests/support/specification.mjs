// The specification of search: tiny corpora, queries, and what must come out. One idea a line.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./paths.mjs";
import { build } from "./sites.mjs";

/** @type {{corpus: string, records: object[], queries: any[]}[]} */
export const specification = JSON.parse(await readFile(path.join(root, "tests/specification.json"), "utf8"));

/** Builds the index of a corpus for one kind of test. @param {string} name @param {object[]} records @param {string} user */
export const built = (name, records, user) => build(`specification-${name}-${user}`, records);

/**
 * Holds an answer against what a line says.
 *
 * - `first`: these hits lead, in this order
 * - `order`: these are the hits, in this order
 * - `only`: these are the hits, in any order
 * - `among`: these are among the hits
 * - `none`: there is no hit
 *
 * @param {any} line
 * @param {{hits: {id: string}[], unmatched: string[], didYouMean: string | null}} answer
 */
export function holds(line, { hits, unmatched, didYouMean }) {
  const ids = hits.map(({ id }) => id);
  const about = `${line.idea}: ${JSON.stringify(line.query)} gave ${JSON.stringify({ ids, unmatched, didYouMean })}`;
  const { first, order, only, among, none } = line;
  assert.ok(first ?? order ?? only ?? among ?? none, `${line.idea}: nothing is expected`);
  if (first) assert.deepEqual(ids.slice(0, first.length), first, about);
  if (order) assert.deepEqual(ids, order, about);
  if (only) assert.deepEqual(ids.toSorted(), only.toSorted(), about);
  if (among) for (const id of among) assert.ok(ids.includes(id), about);
  if (none) assert.deepEqual(ids, [], about);
  assert.deepEqual(unmatched, line.unmatched ?? [], about);
  if (line.didYouMean) assert.equal(didYouMean, line.didYouMean, about);
}
