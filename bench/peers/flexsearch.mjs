// FlexSearch: every prefix of every word is a key, ranked by where in the text the words stand.

import { Index } from "flexsearch";
import { version } from "../install.mjs";

export const name = "FlexSearch";
export const module = "flexsearch";
// One text with the title in front ranks better than its document index with a field each: words count
// for more the earlier they stand, and that is all that its score knows.
export const settings = {
  typed: 'title and text as one, tokenize: "forward", resolution: 76, suggest: true',
  prose: "the same",
};

/** Twice the square root of a long abstract's length, as its manual advises. */
const RESOLUTION = 76;

export const installed = () => version("flexsearch");

export async function open(docs) {
  const index = new Index({ tokenize: "forward", resolution: RESOLUTION });
  for (const { id, title, text, authors } of docs) index.add(id, [title, authors, text].filter(Boolean).join(" "));
  return { search: (query, limit) => index.search(query, { limit, suggest: true }).map(String) };
}
