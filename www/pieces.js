// Small things that several views are made of.

import { node } from "./nodes.js";

/** @import { Strings } from "./strings.js" */

/**
 * @param {string} text
 * @param {() => void} press
 */
export function button(text, press) {
  const made = node("button", { type: "button", part: "button", dir: "auto" }, text);
  made.addEventListener("click", press);
  return made;
}

/**
 * Authors, venue and year on one line.
 *
 * @param {{authors: string[], venue: string, year: number | null}} of
 * @param {Strings} strings
 * @param {number} most
 */
export function byline({ authors, venue, year }, strings, most) {
  const names = authors.slice(0, most).join(", ") + (authors.length > most ? ` ${strings.andOthers}` : "");
  const parts = [names, venue, year === null ? "" : String(year)].filter(Boolean);
  return parts.length > 0 && node("span", { class: "byline", part: "byline", dir: "auto" }, parts.join(" · "));
}

/** @param {string[]} words */
export function keywords(words) {
  return words.length > 0 && node("span", { class: "keywords", part: "keywords" }, ...words.flatMap((word) => [node("span", { dir: "auto" }, word), " "]));
}
