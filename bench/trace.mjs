// What is typed: the same queries in every run, and their keystrokes.

import { sample } from "./stats.mjs";

/**
 * The same number of queries of every kind, spread over the whole list, kinds in turn.
 *
 * @template {{kind: string}} Q
 * @param {Q[]} queries
 * @param {number} each
 * @returns {Q[]}
 */
export function perKind(queries, each) {
  const chosen = [...byKind(queries).values()].map((list) => sample(list, each));
  return Array.from({ length: each }, (_, at) => chosen.flatMap((list) => list.slice(at, at + 1))).flat();
}

/** @template {{kind: string}} Q @param {Q[]} queries @returns {Map<string, Q[]>} */
export function byKind(queries) {
  const kinds = new Map();
  for (const query of queries) {
    if (!kinds.has(query.kind)) kinds.set(query.kind, []);
    kinds.get(query.kind).push(query);
  }
  return kinds;
}

/** What stands in the box after each letter; spaces are keystrokes too. */
export function keystrokes(query) {
  const letters = [...query];
  return letters.map((_, at) => letters.slice(0, at + 1).join(""));
}
