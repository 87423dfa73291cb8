// Texts of the interface in English. A page gives others through the property `strings` of the element.

export const english = {
  results: "Results",
  clear: "Clear",
  loading: "Loading the index…",
  /** @type {(query: string) => string} */
  nothing: (query) => `Nothing found for “${query}”`,
  hint: "Try fewer or other words.",
  didYouMean: "Did you mean",
  /** @type {(words: string[]) => string} */
  unmatched: (words) => `Not found anywhere: ${words.map((word) => `“${word}”`).join(", ")}`,
  /** @type {(shown: number, total: number) => string} */
  count: (shown, total) => (shown < total ? `${shown} of ${total} results` : total === 1 ? "1 result" : `${total} results`),
  partial: "There may be more.",
  more: "Show more",
  keys: "↑ ↓ to choose, Enter to open",
  retry: "Try again",
  back: "Back to the results",
  similar: "More like this",
  open: "Open",
  andOthers: "et al.",
};

/** @typedef {typeof english} Strings */
