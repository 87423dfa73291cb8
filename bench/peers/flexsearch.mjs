// FlexSearch: every prefix of every word is a key, ranked by where in the text the words stand.

import { Charset, Document } from "flexsearch";
import { version } from "../install.mjs";

export const name = "FlexSearch";
export const module = "flexsearch";
export const settings = {
  typed: 'document index, tokenize: "forward", encoder: Charset.LatinBalance, suggest: true; title before text',
  prose: "the same",
};

export const installed = () => version("flexsearch");

export async function open(docs) {
  const field = (name) => ({ field: name, tokenize: "forward", encoder: Charset.LatinBalance });
  const index = new Document({ document: { id: "id", index: [field("title"), field("text"), field("authors")] } });
  for (const doc of docs) index.add(doc);
  const search = (query, limit) => {
    // One list for each field; a document counts where it comes first.
    const found = new Set();
    for (const { result } of index.search(query, { limit, suggest: true })) {
      for (const id of result) found.add(String(id));
    }
    return [...found].slice(0, limit);
  };
  return { search };
}
