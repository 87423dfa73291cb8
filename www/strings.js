// Texts of the interface in English. Those of other languages are in words/; a page gives its own through the property
// `strings` of the element.

import { plural } from "./plural.js";

/** @param {string} text */
const quoted = (text) => `“${text}”`;
const results = plural("en", { one: "# result", other: "# results" });
const completions = plural("en", { one: "# completion", other: "# completions" });

export const english = {
  search: "Search",
  results: "Results",
  clear: "Clear",
  close: "Close",
  loading: "Loading the index…",
  unloaded: "The search could not be loaded.",
  offline: "You are offline.",
  /** What a failure says, by its code; codes that are not here say it in English. @type {Record<string, (about: {file: string, status: number}) => string>} */
  errors: {},
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
  completed: completions,
  /** @type {(shown: number, total: number) => string} */
  count: (shown, total) => (shown < total ? `${shown} of ${results(total)}` : results(total)),
  /** Which of the results is meant. @type {(position: number, shown: number) => string} */
  selected: (position, shown) => `${position} of ${shown}`,
  partial: "There may be more.",
  more: "Show more",
  keys: "↑ ↓ choose, Enter opens, → details",
  details: "Details",
  retry: "Try again",
  recent: "Recent searches",
  forget: "Clear recent searches",
  back: "Back to the results",
  similar: "More like this",
  open: "Open",
  bibtex: "Copy BibTeX",
  citation: "Copy citation",
  copied: "Copied",
  uncopied: "Press Ctrl-C or Cmd-C to copy",
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
