// Links that lead to the words on a page: text fragments (https://wicg.github.io/scroll-to-text-fragment/). Makes no nodes.

/** @import { Hit } from "#glue" */

/** Words that are quoted around a match, so that it is this match and no other. */
const AROUND = 4;

/** @param {string} text percent-encoded; a hyphen or a comma would be read as syntax */
const encoded = (text) => encodeURIComponent(text).replaceAll("-", "%2D");

/**
 * The words of a passage around its first match, whole words in any script.
 *
 * @param {{text: string, marks: {start: number, end: number}[]}} passage
 * @param {string} [language]
 * @returns {{match: string, quote: string} | undefined} the matched word alone, and with its neighbours
 */
export function quoted({ text, marks }, language) {
  const [mark] = marks;
  // A browser that cannot tell words apart leads to the page alone.
  if (!mark || !Intl.Segmenter) return undefined;
  const words = [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)];
  const ends = (/** @type {number} */ at) => at + (words.find(({ index }) => index === at)?.segment.length ?? 0);
  const real = words.filter(({ isWordLike }) => isWordLike);
  const from = real.findIndex(({ index, segment }) => index + segment.length > mark.start);
  const to = real.findLastIndex(({ index }) => index < mark.end);
  if (from < 0 || to < from) return undefined;
  /** @param {number} a @param {number} b */
  const run = (a, b) => text.slice(real[a]?.index, ends(real[b]?.index ?? 0));
  // An ellipsis stands for words that are on the page and not in the passage.
  const gap = (/** @type {number} */ a, /** @type {number} */ b) => /…|\.\.\./u.test(run(a, b));
  let [first, last] = [from, to];
  while (first > Math.max(0, from - AROUND) && !gap(first - 1, from)) first--;
  while (last < Math.min(real.length - 1, to + AROUND) && !gap(to, last + 1)) last++;
  return { match: run(from, to), quote: run(first, last) };
}

/**
 * The link to the match of a hit on its page: the quoted words, and should the page say it a little differently, the
 * matched word.
 *
 * @param {string} href
 * @param {Hit} hit
 * @param {string} [language]
 */
export function fragmentLink(href, { snippet }, language) {
  const found = quoted(snippet, language);
  if (!found) return href;
  const directives = [...new Set([found.quote, found.match])].map((text) => `text=${encoded(text)}`);
  return `${href}${href.includes("#") ? "" : "#"}:~:${directives.join("&")}`;
}

/** Where a box leaves what the next page is to mark; `landing.js` reads it. */
const LEFT = "thumbindex";

/**
 * Leaves the words for the page's own script, in a browser that does not know text fragments.
 *
 * @param {string} href
 * @param {string[]} texts
 */
export function leave(href, texts) {
  try {
    sessionStorage.setItem(LEFT, JSON.stringify({ href, texts }));
  } catch {
    // A browser that keeps nothing marks nothing.
  }
}
