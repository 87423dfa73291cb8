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

class Engine {
  constructor(bytes = new Uint8Array()) {
    fail(load(INDEX, bytes));
  }
  provide(block, bytes) {
    fail(load(block, bytes));
  }
  search(query, options) {
    return about(SEARCH, query, options);
  }
  plan(query, options) {
    return about(SEARCH, query, { ...options, limit: 0 }).missing;
  }
  suggest(query, limit = 5) {
    return ask(SUGGEST, query, limit, 0);
  }
  similar(doc) {
    return ask(SIMILAR, "", doc, 0);
  }
  document(doc) {
    return ask(DOCUMENT, "", doc, 0);
  }
  explain(query, doc) {
    return ask(EXPLAIN, query, doc, 0);
  }
  info() {
    return ask(INFO, "", 0, 0);
  }
}

function about(operation, query, options) {
  const { limit, typos, openLastWord, snippets } = options ?? {};
  const most = Number(limit ?? NaN);
  const flags = (typos ?? true ? TYPOS : 0) | (openLastWord ?? true ? OPEN_LAST_WORD : 0) | (snippets ?? true ? SNIPPETS : 0);
  return ask(operation, query, most === most ? Math.max(0, Math.min(most, MOST_HITS)) : 10, flags);
}
