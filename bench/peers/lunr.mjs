// Lunr: an inverted index with stems; every other kind of match is asked for clause by clause.

import lunr from "lunr";
import { version } from "../install.mjs";

export const name = "Lunr";
export const module = "lunr";
export const settings = {
  typed: "title boosted by 10; each word exact (boost 100), as a prefix (10) and with one edit (1)",
  prose: "title boosted by 10; stems and stop words",
};

export const installed = () => version("lunr");

export async function open(docs) {
  const index = lunr(function () {
    this.ref("id");
    this.field("title", { boost: 10 });
    this.field("text");
    this.field("authors");
    for (const doc of docs) this.add(doc);
  });
  const search = (query, mode) =>
    index.query((clauses) => {
      for (const word of lunr.tokenizer(query)) {
        // The word as it is goes through the pipeline of the index, the others would lose their endings.
        clauses.term(word, { boost: 100 });
        if (mode === "prose") continue;
        clauses.term(word, { boost: 10, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
        clauses.term(word, { boost: 1, usePipeline: false, editDistance: 1 });
      }
    });
  return { search: (query, limit, mode) => search(query, mode).slice(0, limit).map(({ ref }) => ref) };
}
