// The little that the page knows of the query language. Makes no nodes and asks nothing.

/** An item of a query: a phrase or a word, with the operators before it. */
const ITEM = /[^\s"]*"[^"]*"|\S+/gu;
/** Items that look for nothing by themselves. */
const NO_WORD = /^(?:-|OR$|year:)/iu;
const FIELD = /^(?:title|authors?|keywords?):/u;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/u;

/**
 * Case and accents aside, as the index folds nearly everything.
 *
 * @param {string} text
 */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {string} item */
const words = (item) => fold(item).replace(FIELD, "").split(BETWEEN_WORDS).filter(Boolean);

/**
 * Whether a text begins with what was typed and says more.
 *
 * @param {string} text
 * @param {string} typed
 */
export function completes(text, typed) {
  const [whole, begun] = [fold(text.trim()), fold(typed.trimStart())];
  return whole.length > begun.length && whole.startsWith(begun);
}

/**
 * A query without the words and phrases that match nothing; empty when nothing to look for is left.
 *
 * @param {string} query
 * @param {string[]} unmatched
 */
export function without(query, unmatched) {
  const gone = new Set(unmatched.map((item) => words(item).join(" ")));
  const left = (query.match(ITEM) ?? []).filter((item) => {
    if (unmatched.includes(item)) return false;
    const found = words(item);
    return NO_WORD.test(item) || !(gone.has(found.join(" ")) || found.every((word) => gone.has(word)));
  });
  // An OR stands between two items.
  const kept = left.filter((item, at) => item !== "OR" || (at > 0 && at < left.length - 1 && left[at - 1] !== "OR"));
  return kept.every((item) => NO_WORD.test(item)) ? "" : kept.join(" ");
}
