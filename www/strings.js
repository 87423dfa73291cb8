// Texts of the interface in English. A page gives others through the property `strings` of the element.

/** @param {string} text */
const quoted = (text) => `“${text}”`;

export const english = {
  results: "Results",
  clear: "Clear",
  loading: "Loading the index…",
  unloaded: "The search could not be loaded.",
  /** @type {(query: string) => string} */
  nothing: (query) => `Nothing found for ${quoted(query)}`,
  hint: "Try fewer or other words.",
  /** What the results are for when it is not what was typed. @type {(query: string) => string} */
  corrected: (query) => `Showing results for ${quoted(query)}`,
  /** @type {(query: string) => string} */
  literally: (query) => `Search only for ${quoted(query)}`,
  literal: "Searched exactly as typed.",
  loosely: "Allow other spellings",
  /** @type {(words: string[]) => string} */
  unmatched: (words) => `No match for ${words.map(quoted).join(", ")}`,
  /** The query without the words that match nothing. @type {(query: string) => string} */
  instead: (query) => `Search for ${quoted(query)}`,
  completions: "Completions",
  /** @type {(count: number) => string} */
  completed: (count) => (count === 1 ? "1 completion" : `${count} completions`),
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
  help: "How to search",
  /** What can be typed, and what it means. @type {[example: string, meaning: string][]} */
  syntax: [
    ['"a phrase"', "words next to each other"],
    ["-word", "not with this word"],
    ["title:word", "in the title; also author: and keyword:"],
    ["year:2019..2022", "from these years"],
    ["this OR that", "either word"],
    ["start*", "words that begin like this"],
  ],
};

/** @typedef {typeof english} Strings */
