// What a reader sees of an answer. Everything from the index or the query becomes text nodes.

import { node, safeUrl } from "./nodes.js";

/**
 * @import { Answer, Hit, MarkedText, StoredDocument } from "#glue"
 * @import { Strings } from "./strings.js"
 */

/** Names of authors that a line shows before it says that there are others. */
const AUTHORS_SHOWN = 3;
const KEYWORDS_SHOWN = 4;
/** How long the count waits before it is announced: longer than a pause between two keys. */
const ANNOUNCE_AFTER = 500;

export class Results {
  #strings;
  /** @type {WeakMap<Element, Hit>} */ #hits = new WeakMap();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #announcing;

  /**
   * @param {ShadowRoot} root
   * @param {Strings} strings
   */
  constructor(root, strings) {
    this.#strings = strings;
    this.notice = node("div", { class: "notice", part: "notice" });
    this.list = node("div", { id: "list", part: "list", role: "listbox", "aria-label": strings.results });
    this.detail = node("article", { class: "detail", part: "detail", tabindex: "-1", hidden: true });
    this.status = node("div", { class: "status", part: "status" });
    this.panel = node("div", { class: "panel", part: "panel", hidden: true }, this.notice, this.list, this.detail, this.status);
    this.live = node("div", { class: "live", role: "status" });
    this.clear = node("button", { class: "clear", part: "clear", type: "button", "aria-label": strings.clear, hidden: true });
    this.fallback = node("slot", { hidden: true });
    root.querySelector(".box")?.append(this.clear);
    root.append(this.panel, this.live, this.fallback);
  }

  /** @param {Element} option */
  hitOf(option) {
    return this.#hits.get(option);
  }

  /** Nothing is asked: nothing is shown. */
  idle() {
    this.#show([], [], []);
    this.panel.hidden = true;
    this.#announce("");
  }

  /** Something is asked and the index is on its way. */
  loading() {
    this.#show([], [], [this.#strings.loading]);
    this.panel.setAttribute("aria-busy", "true");
    this.#announce(this.#strings.loading);
  }

  /**
   * @param {string} query
   * @param {Answer} answer
   * @param {{correct: (query: string) => void, more: () => void}} commands
   */
  answer(query, answer, { correct, more }) {
    const strings = this.#strings;
    const { hits, total, didYouMean, unmatched } = answer;
    const notice = [];
    if (didYouMean) {
      notice.push(node("p", {}, `${strings.didYouMean} `, button(didYouMean, () => correct(didYouMean)), "?"));
    }
    if (hits.length === 0) {
      // An answer that may be incomplete never says that there is nothing.
      const text = answer.partial ? strings.partial : strings.nothing(query);
      notice.push(node("p", {}, node("strong", {}, text), " ", !didYouMean && strings.hint));
    } else if (unmatched.length > 0) {
      notice.push(node("p", { class: "quiet" }, strings.unmatched(unmatched)));
    }
    const count = hits.length > 0 ? strings.count(hits.length, total) + (answer.partial ? ` – ${strings.partial}` : "") : "";
    const status = hits.length > 0 ? [node("span", {}, count), hits.length < total && button(strings.more, more), node("span", { class: "keys", "aria-hidden": "true" }, strings.keys)] : [];
    this.#show(notice, hits.map((hit) => this.#option(hit)), status);
    this.#announce(count || strings.nothing(query));
  }

  /**
   * A failure is shown as one: with what failed, and a way to try again where that can help.
   *
   * @param {string} message
   * @param {(() => void) | undefined} retry
   */
  failure(message, retry) {
    const error = node("p", { class: "error", part: "error", role: "alert" }, `${message} `, retry && button(this.#strings.retry, retry));
    this.#show([error], [], []);
    this.#announce("");
    // Where searching is impossible, the page's own way is shown again.
    this.fallback.hidden = Boolean(retry);
  }

  /**
   * A whole document, for hits that lead nowhere else.
   *
   * @param {StoredDocument} document
   * @param {Hit[]} similar
   * @param {{back: () => void, visit: (hit: Hit) => void}} commands
   */
  document(document, similar, { back, visit }) {
    const strings = this.#strings;
    const url = safeUrl(document.url);
    const others = similar.map((hit) => node("li", {}, button(hit.title.text || hit.id, () => visit(hit))));
    this.detail.replaceChildren(
      ...[
        node("div", {}, button(`← ${strings.back}`, back)),
        node("h2", { part: "title", dir: "auto" }, document.title || document.id),
        byline(document, strings, document.authors.length),
        node("p", { dir: "auto" }, document.body),
        keywords(document.keywords),
        url && node("p", {}, node("a", { href: url, rel: "noopener" }, strings.open)),
        others.length > 0 && node("h3", {}, strings.similar),
        others.length > 0 && node("ul", {}, ...others),
      ].filter((part) => part instanceof Node),
    );
    this.reading(true);
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
  }

  /**
   * Turns between the list and the document.
   *
   * @param {boolean} on
   */
  reading(on) {
    this.detail.hidden = !on;
    this.list.hidden = this.notice.hidden = this.status.hidden = on;
  }

  /**
   * @param {Node[]} notice
   * @param {Node[]} options
   * @param {(Node | string | false)[]} status
   */
  #show(notice, options, status) {
    this.panel.removeAttribute("aria-busy");
    this.notice.replaceChildren(...notice);
    this.list.replaceChildren(...options);
    this.status.replaceChildren(...status.filter((part) => part !== false));
    this.fallback.hidden = true;
    this.reading(false);
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
  }

  /** @param {Hit} hit */
  #option(hit) {
    const url = safeUrl(hit.url);
    const attributes = { class: "option", part: "option", role: "option", tabindex: "-1", "aria-selected": "false", "data-id": hit.id };
    const children = [
      node("span", { class: "title", part: "title", dir: "auto" }, ...marked(hit.title.text ? hit.title : { text: hit.id, marks: [] })),
      byline(hit, this.#strings, AUTHORS_SHOWN),
      hit.snippet.text && node("span", { class: "snippet", part: "snippet", dir: "auto" }, ...marked(hit.snippet)),
      keywords(hit.keywords.slice(0, KEYWORDS_SHOWN)),
    ];
    const option = url ? node("a", { ...attributes, href: url }, ...children) : node("div", attributes, ...children);
    this.#hits.set(option, hit);
    return option;
  }

  /** @param {string} text */
  #announce(text) {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => {
      if (this.live.textContent !== text) this.live.textContent = text;
    }, ANNOUNCE_AFTER);
  }
}

/**
 * @param {string} text
 * @param {() => void} press
 */
function button(text, press) {
  const made = node("button", { type: "button", part: "button", dir: "auto" }, text);
  made.addEventListener("click", press);
  return made;
}

/**
 * Text with its marks as elements. What was typed is marked strongly, what was completed or
 * corrected lightly.
 *
 * @param {MarkedText} marked
 */
function marked({ text, marks }) {
  /** @type {(Node | string)[]} */
  const pieces = [];
  let done = 0;
  for (const { start, end, kind } of marks) {
    pieces.push(text.slice(done, start), node("mark", { part: `mark mark-${kind}`, "data-kind": kind }, text.slice(start, end)));
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces;
}

/**
 * Authors, venue and year on one line.
 *
 * @param {{authors: string[], venue: string, year: number | null}} of
 * @param {Strings} strings
 * @param {number} most
 */
function byline({ authors, venue, year }, strings, most) {
  const names = authors.slice(0, most).join(", ") + (authors.length > most ? ` ${strings.andOthers}` : "");
  const parts = [names, venue, year === null ? "" : String(year)].filter(Boolean);
  return parts.length > 0 && node("span", { class: "byline", part: "byline", dir: "auto" }, parts.join(" · "));
}

/** @param {string[]} words */
function keywords(words) {
  return words.length > 0 && node("span", { class: "keywords", part: "keywords" }, ...words.flatMap((word) => [node("span", { dir: "auto" }, word), " "]));
}
