// The module as JavaScript holds it: one class over the two functions of `session.rs`. The glue factory
// puts this between wasm-bindgen's glue and what it hands out, so `load` and `ask` are in scope.

// The operations and flags of `session.rs`.
const [SEARCH, SUGGEST, SIMILAR, DOCUMENT, INFO, EXPLAIN] = [0, 1, 2, 3, 4, 5];
const [TYPOS, OPEN_LAST_WORD, SNIPPETS] = [1, 2, 4];
/** The number that stands for the index file where blocks are named. */
const INDEX = 0xffffffff;
const MOST_HITS = 1000;

/** A failure that the engine tells of; anything else that comes out of a call means that the instance is spent. */
function fail(failure) {
  if (!failure) return;
  const error = new Error(failure.message);
  error.name = "ThumbindexError";
  error.code = failure.code;
  throw error;
}

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
    return about(SUGGEST, query, limit, 0);
  }
  similar(doc) {
    return about(SIMILAR, "", doc, 0);
  }
  document(doc) {
    return about(DOCUMENT, "", doc, 0);
  }
  explain(query, doc) {
    return about(EXPLAIN, query, doc, 0);
  }
  info() {
    return about(INFO, "", 0, 0);
  }
}

function search(query, options) {
  const { limit, typos, openLastWord, snippets } = options ?? {};
  const most = Number(limit ?? NaN);
  const flags = (typos ?? true ? TYPOS : 0) | (openLastWord ?? true ? OPEN_LAST_WORD : 0) | (snippets ?? true ? SNIPPETS : 0);
  return about(SEARCH, query, most === most ? Math.max(0, Math.min(most, MOST_HITS)) : 10, flags);
}
