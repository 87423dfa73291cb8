// Lunr: an inverted index with stems; every other kind of match is asked for clause by clause.

import lunr from "lunr";
import { version } from "../install.mjs";

export const name = "Lunr";
export const module = "lunr";
export const settings = {
  typed: "title: boost 2; each word as it is (boost 5), from 2 letters as a prefix (2), from 4 with one edit (1)",
  prose: "title: boost 2; stems and stop words",
};

export const installed = () => version("lunr");

export async function open(docs) {
  const index = lunr(function () {
    this.ref("id");
    this.field("title", { boost: 2 });
    this.field("text");
    this.field("authors");
    for (const doc of docs) this.add(doc);
  });
  const search = (query, mode) =>
    index.query((clauses) => {
      for (const word of lunr.tokenizer(query)) {
        // The word as it is goes through the pipeline of the index, the others would lose their endings.
        clauses.term(word, { boost: mode === "prose" ? 1 : 5 });
        if (mode === "prose") continue;
        const { length } = String(word);
        // Shorter words make Lunr 2.3.9 name terms that it does not have, and throw.
        if (length >= 2) clauses.term(word, { boost: 2, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
        if (length >= 4) clauses.term(word, { boost: 1, usePipeline: false, editDistance: 1 });
      }
    });
  return { search: (query, limit, mode) => search(query, mode).slice(0, limit).map(({ ref }) => ref) };
}
