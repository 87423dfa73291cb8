// What a reader sees of an answer. Everything from the index or the query becomes text nodes.

import { node, safeUrl } from "./nodes.js";
import { button, byline, keywords } from "./pieces.js";
import { without } from "./query.js";

/**
 * @import { Answer, Hit, MarkedText } from "#glue"
 * @import { Strings } from "./strings.js"
 */

/** Names of authors that a line shows before it says that there are others. */
const AUTHORS_SHOWN = 3;
const KEYWORDS_SHOWN = 4;
/** How long the count waits before it is announced: longer than a pause between two keys. */
const ANNOUNCE_AFTER = 500;

/**
 * @typedef {object} Commands what the buttons around the hits ask for
 * @property {(query: string) => void} ask another query
 * @property {(on: boolean) => void} literally this query, as it is typed or with other spellings
 * @property {() => void} more hits
 */

export class Results {
  #strings;
  /** @type {WeakMap<Element, Hit>} */ #hits = new WeakMap();
  /** Whether rows have more to tell than they show. */ #more;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #announcing;
  #said = "";
  /** What relative addresses of hits are relative to. */
  base = document.baseURI;
  #scrolled = false;
  /** How much of the index is there, where that is known. @type {number | undefined} */ #part;
  /** Whether the keys were told. */ #taught = false;
  /** The hit whose document the button in the foot opens. @type {Hit | undefined} */ opened;

  /**
   * @param {Element} box the box that the results stand under
   * @param {Strings} strings
   * @param {boolean} [more] whether rows have a handle that leads to the whole document
   */
  constructor(box, strings, more = false) {
    this.#strings = strings;
    this.#more = more;
    // The line of the count is there with every answer, so completions that come later move nothing.
    this.chips = node("div", { class: "chips", part: "completions", role: "toolbar", "aria-label": strings.completions, hidden: true });
    this.count = node("span", { class: "count" });
    this.status = node("div", { class: "status", part: "status" }, this.chips, this.count);
    this.notice = node("div", { class: "notice", part: "notice" });
    this.list = node("div", { id: "list", part: "list", role: "listbox" });
    this.detail = node("article", { class: "detail", part: "detail", tabindex: "-1", hidden: true });
    this.foot = node("div", { class: "foot", part: "foot" });
    // What the handles of the rows are for pointers: options hold no buttons, for they could not be reached.
    this.opener = node("button", { type: "button", part: "button", hidden: true }, strings.details);
    this.panel = node("div", { class: "panel", part: "panel", hidden: true }, this.status, this.notice, this.list, this.detail, this.foot);
    this.live = node("div", { class: "live", role: "status" });
    // Escape clears too, so Tab leads from the text straight to what is offered about it.
    this.clear = node("button", { class: "clear", part: "clear", type: "button", tabindex: "-1", "aria-label": strings.clear, hidden: true });
    this.help = node("button", { class: "help", part: "help", type: "button", "aria-label": strings.help, "aria-expanded": "false", hidden: true }, "?");
    this.fallback = node("slot", { hidden: true });
    this.close = node("button", { class: "close", part: "close", type: "button", hidden: true }, strings.close);
    this.panel.addEventListener("scroll", () => (this.#scrolled = this.panel.scrollTop > 0), { passive: true });
    box.append(this.clear, this.help, this.close);
    box.parentNode?.append(this.panel, this.live, this.fallback);
  }

  /** @param {Element} option */
  hitOf(option) {
    return this.#hits.get(option);
  }

  /** @param {Element} option */
  numberOf(option) {
    return [...this.list.children].indexOf(option);
  }

  /** Nothing is asked: nothing is shown. */
  idle() {
    this.#show([], [], "");
    this.hide();
    this.#say("");
  }

  hide() {
    this.panel.hidden = true;
    this.help.setAttribute("aria-expanded", "false");
  }

  /** What can be typed, while nothing is. */
  explain() {
    const rows = this.#strings.syntax.map(([example, meaning]) => node("div", {}, node("dt", {}, node("code", { dir: "auto" }, example)), node("dd", {}, meaning)));
    this.#show([node("dl", {}, ...rows)], [], "");
    this.help.setAttribute("aria-expanded", "true");
  }

  /** Something is asked and the index is on its way: seen only where that takes long, as the style sheet says. */
  loading() {
    const { loading } = this.#strings;
    this.#show([node("p", { class: "quiet" }, loading), node("progress", { part: "progress", "aria-label": loading, value: this.#part })], [], "");
    this.panel.setAttribute("aria-busy", "true");
    this.#say(loading);
  }

  /** @param {number} part how much of the index is there, from 0 to 1 */
  arrived(part) {
    this.#part = part;
    this.notice.querySelector("progress")?.setAttribute("value", `${part}`);
  }

  /**
   * Searches of before, while nothing is typed.
   *
   * @param {string[]} queries
   * @param {() => void} forget
   */
  recent(queries, forget) {
    const { recent, forget: all } = this.#strings;
    const options = queries.map((query) => node("div", { class: "option recent", part: "option recent", role: "option", "aria-selected": "false", dir: "auto" }, query));
    this.#show([node("p", { class: "quiet" }, recent)], options, "", [button(all, forget)], recent);
  }

  /**
   * @param {string} query
   * @param {Answer} answer
   * @param {boolean} literal whether it was asked for as it is typed
   * @param {Commands} commands
   */
  answer(query, answer, literal, commands) {
    const strings = this.#strings;
    const { hits, total, partial, didYouMean } = answer;
    const unmatched = answer.unmatched.map((words) => words.replaceAll('"', ""));
    const some = hits.length > 0;
    const count = some ? strings.count(hits.length, total) + (partial ? ` – ${strings.partial}` : "") : "";
    // An answer that may be incomplete never says that there is nothing.
    const news = some ? (didYouMean ? strings.corrected(didYouMean) : "") : partial ? strings.partial : strings.nothing(query);
    const notice = [];
    if (some && didYouMean) {
      notice.push(node("p", {}, ...emphasised(news, didYouMean), " ", button(strings.literally(query), () => commands.literally(true))));
    } else if (!some) {
      const rest = partial ? "" : without(query, answer.unmatched);
      const offered = rest !== "" && rest !== query;
      notice.push(node("p", {}, node("strong", {}, news), !offered && ` ${strings.hint}`));
      if (offered) notice.push(node("p", {}, `${strings.unmatched(unmatched)}. `, button(strings.instead(rest), () => commands.ask(rest))));
    }
    const lost = some && unmatched.length > 0 ? strings.unmatched(unmatched) : "";
    if (lost) notice.push(node("p", { class: "quiet" }, lost));
    if (literal) notice.push(node("p", { class: "quiet" }, `${strings.literal} `, button(strings.loosely, () => commands.literally(false))));
    const more = hits.length < total && button(strings.more, commands.more);
    this.#show(notice, hits.map((hit) => this.#option(hit)), count, some && [more, this.opener, node("span", { class: "keys", "aria-hidden": "true" }, strings.keys)]);
    this.#say([news, lost, count].filter(Boolean).join(". "));
  }

  /**
   * Completions of what is typed, in the line of the count: as many as it has room for.
   *
   * @param {string[]} texts
   * @param {string} typed
   * @param {(text: string) => void} choose
   * @param {boolean} measured whether they are known to fit
   * @returns {string[]} those that are shown
   */
  complete(texts, typed, choose, measured) {
    // Words before the one being typed are there already.
    const before = typed.trimStart().search(/\S*$/u);
    const chips = texts.map((text, number) => {
      const chip = button(text.trimStart().slice(before), () => choose(text));
      chip.setAttribute("aria-label", text);
      if (number > 0) chip.tabIndex = -1;
      return chip;
    });
    this.chips.hidden = chips.length === 0;
    this.chips.replaceChildren(...chips);
    const fitting = measured ? chips : chips.filter((chip) => chip.offsetTop === chips[0]?.offsetTop);
    if (!measured) this.chips.replaceChildren(...fitting);
    this.#announce(this.#said + (fitting.length > 0 ? `, ${this.#strings.completed(fitting.length)}` : ""));
    return texts.slice(0, fitting.length);
  }

  /**
   * A failure is shown as one: with what failed, and a way to try again where that can help.
   *
   * @param {string} message
   * @param {(() => void) | undefined} retry nothing where trying again cannot help
   */
  failure(message, retry) {
    const error = node("p", { class: "error", part: "error", role: "alert" }, `${message} `, retry && button(this.#strings.retry, retry));
    this.#show([error], [], "");
    this.#say("");
    // Where searching is impossible, the page's own way is shown again.
    this.fallback.hidden = Boolean(retry);
  }

  /**
   * Turns between the list and the document.
   *
   * @param {boolean} on
   */
  reading(on) {
    this.detail.hidden = !on;
    if (on) {
      this.panel.hidden = false;
      this.#rewind();
    }
    this.list.hidden = this.notice.hidden = this.foot.hidden = on;
    this.status.hidden = on || this.count.textContent === "";
  }

  /**
   * @param {Node[]} notice
   * @param {Node[]} options
   * @param {string} count
   * @param {(Node | false)[] | false} foot
   * @param {string} name what the options are
   */
  #show(notice, options, count, foot = false, name = this.#strings.results) {
    this.#rewind();
    this.panel.removeAttribute("aria-busy");
    this.count.textContent = count;
    this.notice.replaceChildren(...notice);
    this.list.setAttribute("aria-label", name);
    this.list.replaceChildren(...options);
    this.foot.replaceChildren(...(foot || []).filter((part) => part !== false));
    this.help.setAttribute("aria-expanded", "false");
    this.fallback.hidden = true;
    this.reading(false);
    this.panel.hidden = false;
  }

  /** Back to the top. Only where it is not: whoever sets a scroll position makes the browser lay the page out at once. */
  #rewind() {
    if (this.#scrolled) this.panel.scrollTop = 0;
  }

  /** @param {Hit} hit */
  #option(hit) {
    const url = safeUrl(hit.url, this.base);
    const attributes = { class: "option", part: "option", role: "option", tabindex: "-1", "aria-selected": "false", "data-id": hit.id };
    const children = [
      // For pointers; the key is the arrow that leads on.
      url && this.#more && node("span", { class: "more", part: "more", "aria-hidden": "true" }),
      node("span", { class: "title", part: "title", dir: "auto" }, ...marked(hit.title.text ? hit.title : { text: hit.id, marks: [] })),
      byline(hit, this.#strings, AUTHORS_SHOWN),
      hit.snippet.text && node("span", { class: "snippet", part: "snippet", dir: "auto" }, ...marked(hit.snippet)),
      keywords(hit.keywords.slice(0, KEYWORDS_SHOWN)),
    ];
    const option = url ? node("a", { ...attributes, href: url }, ...children) : node("div", attributes, ...children);
    this.#hits.set(option, hit);
    return option;
  }

  /**
   * Another option is meant, or none: which is announced, the first time with the keys, and its document is a button away.
   *
   * @param {HTMLElement | undefined} option
   * @param {number} number
   * @param {number} count
   */
  meant(option, number, count) {
    const { selected, keys, details } = this.#strings;
    const hit = option && this.#hits.get(option);
    this.opened = hit;
    this.opener.hidden = !hit || !this.#more;
    if (hit) this.opener.setAttribute("aria-label", `${details}: ${hit.title.text || hit.id}`);
    if (!option) return this.tell();
    this.#taught ||= this.live.textContent?.endsWith(keys) ?? false;
    this.tell(selected(number + 1, count) + (this.#taught || !hit ? "" : `. ${keys}`));
  }

  /**
   * Says something soon.
   *
   * @param {string} [text] what the answer is, unless told
   */
  tell(text = this.#said) {
    this.#announce(text);
  }

  /**
   * What is to be announced of an answer; completions are counted behind it.
   *
   * @param {string} text
   */
  #say(text) {
    this.#said = text;
    this.#announce(text);
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
 * @param {string} part what of it stands out
 */
function emphasised(text, part) {
  const at = text.lastIndexOf(part);
  return at < 0 ? [text] : [text.slice(0, at), node("strong", { dir: "auto" }, part), text.slice(at + part.length)];
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
