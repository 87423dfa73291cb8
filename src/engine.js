// The module as JavaScript holds it: one class over the two functions of `session.rs`. The glue factory
// puts this between wasm-bindgen's glue and what it hands out, so `load` and `ask` are in scope.

// The operations and flags of `session.rs`.
const SEARCH = 0, SUGGEST = 1, SIMILAR = 2, DOCUMENT = 3, INFO = 4, EXPLAIN = 5;
const TYPOS = 1, OPEN_LAST_WORD = 2, SNIPPETS = 4;
/** The number that stands for the index file where blocks are named. */
const INDEX = 0xffffffff;
const MOST_HITS = 1000;

/** A failure that the engine tells of; anything else that comes out of a call means that the instance is spent. */
function fail(failure) {
  if (!failure) return;
  const [code, message] = failure;
  throw Object.assign(new Error(message), { name: "ThumbindexError", code });
}

// A record comes as the list of its values, as `wire.rs` has them; those at the end may be missing.
const [ANSWER, HIT, EDITION, FIELD, VALUE, SUGGESTION, STORED, INFORMATION] = [
  "hits total partial missing unmatched didYouMean facets",
  "doc id url title snippet authors year venue keywords meta score editions",
  "doc version language",
  "field distinct min max values",
  "value documents",
  "text documents",
  "id title body url authors year venue keywords meta",
  "version build documents terms postings",
].map((names) => names.split(" "));
const KINDS = ["exact", "prefix", "stem", "compound", "variant", "typo"];

/** The object of a record: `into` makes what its values are of them. */
function named(names, values, into = {}) {
  const made = {};
  values.forEach((value, at) => (made[names[at]] = into[names[at]]?.(value) ?? value));
  return made;
}

/** What makes the objects of a list of records. */
const all = (names, into) => (list) => list.map((values) => named(names, values, into));

function marked([text, places]) {
  const marks = [];
  for (let at = 0; at < places.length; at += 3) marks.push({ start: places[at], end: places[at + 1], kind: KINDS[places[at + 2]] });
  return { text, marks };
}

/** What an explanation is: its records say their names themselves. */
function told(value) {
  if (!value?.map) return value;
  const [names, ...values] = value;
  return names?.[0] === "\0" ? named(names.slice(1).split(" "), values.map(told)) : value.map(told);
}

const hits = all(HIT, { title: marked, snippet: marked, editions: all(EDITION) });
const PARTS = { hits, facets: all(FIELD, { values: all(VALUE) }) };

/** Lone surrogates become U+FFFD, one UTF-16 unit like themselves. */
const encoder = new TextEncoder();

/** Asks about a text; `ask` is that of the module. */
function about(operation, text, number, flags) {
  return ask(operation, encoder.encode(text), number, flags);
}

class Engine {
  constructor(bytes = new Uint8Array()) {
    fail(load(INDEX, bytes));
  }
  provide(block, bytes) {
    fail(load(block, bytes));
  }
  search(query, options) {
    return search(query, options);
  }
  plan(query, options) {
    return search(query, { ...options, limit: 0 }).missing;
  }
  suggest(query, limit = 5) {
    return all(SUGGESTION)(about(SUGGEST, query, limit, 0));
  }
  similar(doc) {
    return hits(about(SIMILAR, "", doc, 0));
  }
  document(doc) {
    const values = about(DOCUMENT, "", doc, 0);
    // Numbers are those of blocks that are not there yet.
    return values?.[0].trim ? named(STORED, values) : values;
  }
  explain(query, doc) {
    return told(about(EXPLAIN, query, doc, 0));
  }
  info() {
    return named(INFORMATION, about(INFO, "", 0, 0));
  }
}

function search(query, options) {
  const { limit, typos, openLastWord, snippets } = options ?? {};
  const most = Number(limit ?? NaN);
  const flags = (typos ?? true ? TYPOS : 0) | (openLastWord ?? true ? OPEN_LAST_WORD : 0) | (snippets ?? true ? SNIPPETS : 0);
  return named(ANSWER, about(SEARCH, query, most === most ? Math.max(0, Math.min(most, MOST_HITS)) : 10, flags), PARTS);
}
