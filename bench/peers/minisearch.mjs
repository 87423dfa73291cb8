// MiniSearch: an inverted index in JavaScript, serialised as JSON.

import MiniSearch from "minisearch";
import { version } from "../install.mjs";

export const name = "MiniSearch";
export const module = "minisearch";
export const settings = {
  typed: "prefix: true, fuzzy: 0.2, boost: { title: 2 }",
  prose: "boost: { title: 2 }",
};

const OPTIONS = {
  typed: { prefix: true, fuzzy: 0.2, boost: { title: 2 } },
  prose: { boost: { title: 2 } },
};

export const installed = () => version("minisearch");

/** The index itself; `stored` names what it keeps of the documents beside their ids. */
export function index(docs, stored = []) {
  const mini = new MiniSearch({ fields: ["title", "text", "authors"], storeFields: stored });
  mini.addAll(docs);
  return mini;
}

export async function open(docs) {
  const mini = index(docs);
  return { search: (query, limit, mode) => mini.search(query, OPTIONS[mode]).slice(0, limit).map(({ id }) => id) };
}
