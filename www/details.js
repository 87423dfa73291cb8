// One document, whole: what it says, what is like it, and how to cite it. Loaded once there are hits.

import { bibtex, citation } from "./cite.js";
import css from "./details.css";
import { node, safeUrl } from "./nodes.js";
import { button, byline, keywords } from "./pieces.js";

/**
 * @import { Hit, StoredDocument } from "#glue"
 * @import { Strings } from "./strings.js"
 */

/** @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * Fills the article with a document.
 *
 * @param {HTMLElement} article
 * @param {StoredDocument} document
 * @param {Hit[]} similar
 * @param {Strings} strings
 * @param {{back: () => void, visit: (hit: Hit) => void, say: (text: string) => void}} commands
 * @param {string} base what a relative address is relative to
 */
export function details(article, document, similar, strings, { back, visit, say }, base) {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
  const { adoptedStyleSheets: sheets } = /** @type {ShadowRoot} */ (article.getRootNode());
  if (!sheets.includes(sheet)) sheets.push(sheet);
  const url = safeUrl(document.url, base);
  const others = similar.map((hit) => node("li", {}, button(hit.title.text || hit.id, () => visit(hit))));
  const citable = document.authors.length > 0 && document.year !== null;
  // Away from the page, a relative address leads nowhere.
  const cited = { ...document, url: url ?? "" };
  /** @param {string} name @param {string} text */
  const copier = (name, text) => button(name, () => copy(text, article).then((done) => say(done ? strings.copied : strings.uncopied)));
  article.replaceChildren(
    ...[
      node("div", {}, button(`${article.matches(":dir(rtl)") ? "→" : "←"} ${strings.back}`, back)),
      node("h2", { part: "title", dir: "auto" }, document.title || document.id),
      byline(document, strings, document.authors.length),
      node("p", { dir: "auto" }, document.body),
      keywords(document.keywords),
      url && node("p", {}, node("a", { href: url, rel: "noopener" }, strings.open)),
      citable && node("div", { class: "cite" }, copier(strings.bibtex, bibtex(cited)), copier(strings.citation, citation(cited))),
      others.length > 0 && node("h3", {}, strings.similar),
      others.length > 0 && node("ul", {}, ...others),
    ].filter((part) => part instanceof Node),
  );
}

/**
 * Puts a text into the clipboard; where that is refused, shows it selected, ready for the reader's own copying.
 *
 * @param {string} text
 * @param {HTMLElement} article
 */
async function copy(text, article) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const shown = node("textarea", { readonly: true, rows: 6 });
    shown.value = text;
    article.querySelector("textarea")?.remove();
    article.querySelector(".cite")?.append(shown);
    shown.select();
    return false;
  }
}
