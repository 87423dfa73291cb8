// Which language the interface speaks, and its words: each language is a file of its own, loaded where it is spoken.

import { english } from "./strings.js";

/** @import { Strings } from "./strings.js" */

/** @type {Record<string, () => Promise<{words: Strings}>>} */
const LANGUAGES = {
  ar: () => import("./words/ar.js"),
  de: () => import("./words/de.js"),
  es: () => import("./words/es.js"),
  fr: () => import("./words/fr.js"),
  he: () => import("./words/he.js"),
  ja: () => import("./words/ja.js"),
  ko: () => import("./words/ko.js"),
  pt: () => import("./words/pt.js"),
  ru: () => import("./words/ru.js"),
  zh: () => import("./words/zh.js"),
};

/**
 * The language of an element, as its page says.
 *
 * @param {Element} element
 */
export function languageOf(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement ?? /** @type {any} */ (at.getRootNode()).host ?? null) {
    const said = at.getAttribute("lang");
    if (said) return said;
  }
  return "en";
}

/**
 * The words of a language; English where there are no others.
 *
 * @param {string} language a BCP 47 tag; what follows its first part does not count
 * @returns {Promise<Strings>}
 */
export async function wordsOf(language) {
  const load = LANGUAGES[language.toLowerCase().split("-")[0] ?? ""];
  if (!load) return english;
  try {
    return (await load()).words;
  } catch (failure) {
    // A search in English is better than none.
    console.warn("thumbindex:", failure);
    return english;
  }
}
