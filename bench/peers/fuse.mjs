// Fuse.js: compares the query with every document, without an index of words.

import Fuse from "fuse.js";
import { version } from "../install.mjs";

export const name = "Fuse.js";
export const module = "fuse.js";
export const settings = {
  typed: "useTokenSearch: true, ignoreLocation: true, threshold: 0.2, title weighted 2 : 1",
  prose: "the same",
};

/** A query takes about a second over 5,000 abstracts: a few of each kind have to do. */
export const slow = { perKind: 10, judged: 15 };

export const installed = () => version("fuse.js");

export async function open(docs) {
  const keys = [{ name: "title", weight: 2 }, { name: "text", weight: 1 }, { name: "authors", weight: 1 }];
  const fuse = new Fuse(docs, { keys, useTokenSearch: true, ignoreLocation: true, threshold: 0.2 });
  return { search: (query, limit) => fuse.search(query, { limit }).map(({ item }) => item.id) };
}
