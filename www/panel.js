// The rest of the interface, loaded when somebody comes near the box: ties the input to the client,
// the results and the keys.

import { Address } from "./address.js";
import { openSource } from "./client-core.js";
import { Combobox } from "./combobox.js";
import css from "./panel.css";
import { Recent } from "./recent.js";
import { Results } from "./results.js";
import { languageOf, wordsOf } from "./words.js";

/**
 * @import { Answer, Hit } from "#glue"
 * @import { Source } from "./client-core.js"
 * @import { Kit, ThumbIndexElement } from "./element.js"
 * @import { Modal as InDialog } from "./modal.js"
 * @import { Strings } from "./strings.js"
 */

const LIMIT = 10;
/** How many similar documents a document names. */
const SIMILAR = 5;
/** How long an element may be on its way from one place to another, in milliseconds. */
const MOVING = 1000;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** What comes behind the first hits. */
const extras = () => import("./extras.js");

/**
 * Makes the panel of an element, in its language.
 *
 * @param {ThumbIndexElement} host
 * @param {HTMLInputElement} input
 * @param {Source & {kit: Kit}} source
 */
export async function makePanel(host, input, source) {
  const dialog = input.closest("dialog");
  const language = languageOf(host);
  const [words, modal, facets] = await Promise.all([wordsOf(language), dialog && import("./modal.js"), host.hasAttribute("facets") && import("./facets.js")]);
  if (facets) facets.facets(host, language);
  const panel = new Panel(host, input, source, { ...words, ...host.strings }, language);
  if (modal && dialog) panel.within(dialog, modal.Modal);
  return panel;
}

export class Panel {
  #host;
  #input;
  #source;
  #strings;
  #language;
  #results;
  #combobox;
  /** @type {import("./completions.js").Completions | undefined} */ #completions;
  #address;
  #recent;
  /** @type {InDialog | undefined} */ #modal;
  /** @type {Awaited<ReturnType<typeof extras>> | undefined} */ #extras;
  /** @type {unknown} */ #failed;
  #limit = LIMIT;
  /** The question under way. @type {AbortController | undefined} */ #asked;
  /** The query that is wanted as it is typed, until another is typed. @type {string | undefined} */ #literal;
  /** Where the reader was, until the answer is there. @type {(import("./address.js").Place & {more?: boolean}) | undefined} */ #place;
  /** What is shown, and for what. @type {[typed: string, answer: Answer] | undefined} */ #shown;
  /** Whether what is shown is of an older text. */ #due = false;
  /** Enter came before its answer: whether for a new tab. @type {boolean | undefined} */ #enter;
  /** As long as the element is in a page. @type {AbortSignal | undefined} */ #life;

  /**
   * @param {ThumbIndexElement} host
   * @param {HTMLInputElement} input
   * @param {Source & {kit: Kit}} source
   * @param {Strings} strings
   * @param {string} language
   */
  constructor(host, input, source, strings, language) {
    this.#host = host;
    this.#input = input;
    this.#source = source;
    this.#strings = strings;
    this.#language = language;
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
    host.shadowRoot?.adoptedStyleSheets.push(sheet);
    this.#rename();
    this.#address = new Address(host);
    this.#recent = new Recent(source.index);
    this.#results = new Results(/** @type {Element} */ (input.parentElement), strings, true);
    const base = host.getAttribute("base");
    if (base !== null) this.#results.base = new URL(base, document.baseURI).href;
    this.#combobox = new Combobox(input, this.#results.list, {
      choose: (option, newTab) => this.#choose(option, newTab),
      wait: (newTab) => this.#due && ((this.#enter = newTab), true),
      followed: (option) => this.#chosen(option, true),
      close: () => this.#leave(),
      clear: () => this.#clear(),
      open: () => this.#wake(),
      forward: () => this.#completions?.enter() ?? false,
      details: (option) => this.#details(option),
      moved: (option, number, count) => this.#results.meant(option, number, count),
    });
    this.#open(source);
  }

  /**
   * Puts the panel into a dialog; to be called before `connect`.
   *
   * @param {HTMLDialogElement} dialog
   * @param {typeof InDialog} Modal
   */
  within(dialog, Modal) {
    this.#results.close.hidden = false;
    this.#modal = new Modal(this.#host, dialog, this.#results.close);
  }

  /**
   * Listens as long as the element is in a page.
   *
   * @param {AbortSignal} signal
   */
  connect(signal) {
    const results = this.#results;
    this.#life = signal;
    this.#combobox.connect(signal);
    this.#completions?.connect(signal);
    this.#input.addEventListener("input", () => this.changed(), { signal });
    this.#input.addEventListener("pointerdown", () => results.panel.hidden && this.#wake(), { signal });
    results.list.addEventListener("pointerdown", (event) => this.#point(event), { signal });
    results.opener.addEventListener("click", () => this.#read(results.opened), { signal });
    results.clear.addEventListener("click", () => this.#set(""), { signal });
    results.help.addEventListener("click", () => this.#explain(), { signal });
    results.help.addEventListener("keydown", (event) => event.key === "Escape" && !results.panel.hidden && (event.preventDefault(), event.stopPropagation(), results.hide()), { signal });
    results.panel.addEventListener("keydown", (event) => event.key === "Escape" && (event.preventDefault(), event.stopPropagation(), this.#retreat()), { signal });
    // A press among the results leaves the focus in the input, and the keyboard of a phone where it is. A document can be selected.
    results.panel.addEventListener("mousedown", (event) => event.button === 0 && results.detail.hidden && event.preventDefault(), { signal });
    // Results that came with the page have no focus to lose.
    document.addEventListener("pointerdown", (event) => this.#menu && !event.composedPath().includes(this.#host) && this.#close(), { signal });
    this.#host.addEventListener("focusout", (event) => this.#left(event), { signal });
    const renamed = new MutationObserver(() => this.#rename());
    renamed.observe(this.#host, { attributeFilter: ["label", "placeholder"] });
    addEventListener("popstate", () => this.#moved(), { signal });
    addEventListener("online", () => this.#failed && !final(this.#failed) && this.#retry(), { signal });
    signal.addEventListener("abort", () => (renamed.disconnect(), this.#address.stop(), setTimeout(() => this.#rest(), MOVING)), { once: true });
    this.#return();
    this.#modal?.connect(signal);
    this.changed();
  }

  /** The text changed, by the reader or by the page: asks anew. */
  changed() {
    this.#enter = undefined;
    this.#limit = this.#place?.limit ?? (Number(this.#host.getAttribute("limit")) || LIMIT);
    this.#ask();
    this.#address.follow(() => this.#here);
  }

  /** The dialog was opened. */
  shown() {
    this.#modal?.shown();
    if (!this.#input.value) this.#wake();
  }

  /** Says what the box is called. */
  #rename() {
    const { shadowRoot } = this.#host;
    const label = this.#host.getAttribute("label") ?? this.#strings.search;
    this.#input.placeholder = this.#host.getAttribute("placeholder") ?? "";
    for (const named of [this.#input, this.#input.closest("dialog")]) named?.setAttribute("aria-label", label);
    const trigger = shadowRoot?.querySelector("slot[name]");
    if (trigger) trigger.textContent = label;
  }

  get #client() {
    return this.#host.client;
  }

  /** Whether the results lie over the page, and go when the reader goes. */
  get #menu() {
    return !this.#modal && this.#host.getAttribute("layout") !== "inline";
  }

  /** @param {Source & {kit: Kit}} source */
  async #open(source) {
    this.#failed = undefined;
    try {
      this.#host.client ??= await (source.kit.open?.() ?? openSource({ ...source, worker: this.#host.getAttribute("worker"), heard: (part) => this.#results.arrived(part) }));
    } catch (failure) {
      this.#failed = failure;
      console.error("thumbindex:", failure);
      this.#fail(failure);
      if (this.#input.value.trim() || final(failure)) this.#ask();
      return;
    }
    this.#rest();
    const { documents, build } = this.#host.client.info;
    this.#tell("ready", { documents, build });
    // What was typed meanwhile is answered now.
    if (this.#input.value.trim()) this.#ask();
  }

  /** Outside of a page nothing is kept running. A client of the page's own may know no rest. */
  #rest() {
    if (!this.#host.isConnected) this.#client?.rest?.();
  }

  #retry() {
    const { index, wasm, kit } = this.#source;
    this.#open({ index, wasm, kit });
    this.#ask();
  }

  async #ask() {
    const typed = this.#input.value;
    const query = typed.trim();
    if (query !== this.#literal) this.#literal = undefined;
    this.#results.clear.hidden = !typed;
    this.#results.help.hidden = Boolean(typed || this.#failed) || this.#off("help");
    this.#due = false;
    if (!query || !this.#client) this.#completions?.clear(), (this.#shown = undefined);
    if (this.#failed && (query || final(this.#failed))) {
      this.#results.failure(this.#say(this.#failed), final(this.#failed) ? undefined : () => this.#retry());
    } else if (!query) {
      this.#asked?.abort();
      this.#results.idle();
      // Whoever cleared the text may want another of before.
      if (this.#modal?.open) this.#remember();
    } else if (!this.#client) {
      this.#results.loading();
    } else {
      try {
        const literal = this.#literal !== undefined;
        // Only the newest question is answered.
        this.#asked?.abort();
        const { signal } = (this.#asked = new AbortController());
        this.#due = true;
        const draw = (/** @type {Answer} */ answer) => {
          // A client of the page's own may not heed the signal.
          if (signal.aborted) return;
          this.#results.answer(query, answer, literal, {
            ask: (query) => this.#set(query),
            literally: (on) => ((this.#literal = on ? query : undefined), this.#again()),
            // The reader goes on with the first of those that come.
            more: () => ((this.#place = { ...this.#here, limit: (this.#limit += 2 * LIMIT), selected: answer.hits.length, more: true }), this.#again()),
          });
        };
        const answer = await this.#client.search(typed, { limit: this.#limit, typos: !literal, signal, onPartial: draw });
        if (signal.aborted) return;
        draw(answer);
        this.#due = false;
        this.#shown = [typed, answer];
        this.#complete();
        this.#tell("results", { query, answer });
      } catch (failure) {
        if (failure instanceof DOMException && failure.name === "AbortError") return;
        console.error("thumbindex:", failure);
        this.#due = false;
        this.#completions?.clear();
        this.#results.failure(this.#say(failure), () => this.#ask());
        this.#fail(failure);
      }
    }
    this.#combobox.refresh();
    if (query && this.#client && !this.#failed) this.#arrive(query);
    if (this.#enter !== undefined) this.#combobox.enter(this.#enter);
    this.#enter = undefined;
  }

  /**
   * The hits are there: the reader is put back to where they were, and what goes with hits is fetched behind them.
   *
   * @param {string} query
   */
  #arrive(query) {
    const place = this.#place;
    this.#place = undefined;
    if (place?.query === query) {
      const scroll = () => (this.#menu || this.#modal ? (this.#results.panel.scrollTop = place.scroll) : scrollTo(scrollX, place.scroll));
      scroll();
      this.#combobox.select(place.selected);
      if (!place.more) scroll();
      // Whoever was among the results goes on there, and by keys too.
      if (place.selected >= 0 && document.activeElement === document.body) this.#input.focus({ preventScroll: true });
    }
    if (!this.#extras) this.#enrich().then(() => this.#complete(), () => {});
  }

  /** What goes with hits. */
  async #enrich() {
    const found = await extras();
    if (this.#extras) return found;
    this.#completions = new found.Completions(this.#input, this.#results.chips, {
      suggest: async (typed, limit) => (await this.#client?.suggest(typed, limit)) ?? [],
      show: (texts, typed, fit) => this.#results.complete(texts, typed, (text) => this.#set(text), fit),
    });
    if (this.#life) this.#completions.connect(this.#life);
    found.behind(this.#host);
    return (this.#extras = found);
  }

  #complete() {
    if (this.#shown) this.#extras?.nameEditions(this.#results.list, this.#shown[1], this.#language);
    if (this.#shown && !this.#off("suggestions")) this.#completions?.after(...this.#shown);
  }

  /** The same query, asked in another way by a button that goes with the answer. */
  #again() {
    this.#input.focus();
    this.#ask();
  }

  /** The reader wants to see something for the text that is there, or for none. */
  #wake() {
    if (this.#input.value.trim()) this.changed();
    else if (!this.#failed) this.#remember();
  }

  /** Searches of before. */
  #remember() {
    const list = this.#off("recent") ? [] : this.#recent.list;
    if (list.length === 0) return;
    this.#results.recent(list, () => (this.#recent.clear(), this.#set("")));
    this.#combobox.refresh();
  }

  /** Shows what can be typed, or hides it. */
  #explain() {
    const { help, panel } = this.#results;
    help.focus();
    if (help.getAttribute("aria-expanded") === "false") this.#results.explain();
    else this.#results.hide();
    this.#combobox.refresh();
    if (panel.hidden && this.#modal) this.#remember();
  }

  /** @param {"suggestions" | "help" | "recent" | "fragments"} what */
  #off(what) {
    return this.#host.getAttribute(what) === "off";
  }

  /** @param {string} query */
  #set(query) {
    this.#input.value = query;
    this.#input.focus();
    this.changed();
  }

  #clear() {
    this.#input.value = "";
    this.changed();
  }

  /** Escape: the dialog goes, or the list, or what was asked on the page itself. */
  #leave() {
    if (this.#modal) this.#modal.close();
    else if (this.#menu) this.#close();
    else this.#clear();
  }

  /** Escape among the results: back from a document, else as in the text. */
  #retreat() {
    if (!this.#results.detail.hidden) return this.#back();
    this.#leave();
    if (!this.#modal) this.#input.focus();
  }

  #close() {
    this.#results.hide();
    this.#combobox.refresh();
  }

  /** @param {FocusEvent} event */
  #left({ relatedTarget }) {
    // The focus moved on to the page: not within the element, and not to another window.
    const within = relatedTarget === this.#host || (relatedTarget instanceof Node && this.#host.contains(relatedTarget));
    if (this.#menu && !within && document.hasFocus() && !this.#host.shadowRoot?.activeElement) this.#close();
  }

  /** Where the reader is. */
  get #here() {
    const scroll = this.#menu || this.#modal ? this.#results.panel.scrollTop : scrollY;
    return { query: this.#input.value.trim(), limit: this.#limit, selected: this.#combobox.selected, scroll };
  }

  /** Back to where the reader was in this entry of the history. */
  #return() {
    const { place } = this.#address;
    if (place?.query && place.query === this.#input.value.trim()) this.#place = place;
  }

  /** The reader went to another entry of the history on this page. */
  #moved() {
    const { place } = this.#address;
    if (!place || this.#modal || place.query === this.#input.value.trim()) return;
    this.#input.value = place.query;
    this.#return();
    this.changed();
  }

  /**
   * A press on a hit, by whatever button: its link leads to the words by the time the browser follows it.
   *
   * @param {Event} event
   */
  #point(event) {
    const option = event.composedPath().find((at) => at instanceof HTMLAnchorElement);
    const hit = option instanceof HTMLAnchorElement && this.#results.hitOf(option);
    if (option instanceof HTMLAnchorElement && hit) option.href = this.#link(option, hit);
  }

  /**
   * Where a hit's link leads, to the words if they are known.
   *
   * @param {HTMLAnchorElement} option
   * @param {Hit} hit
   */
  #link({ href }, hit) {
    if (this.#off("fragments") || href.includes(":~:") || !this.#extras) return href;
    return this.#extras.fragmentLink(href, hit, this.#language);
  }

  /**
   * @param {HTMLElement} option
   * @param {boolean} newTab
   */
  #choose(option, newTab) {
    const hit = this.#results.hitOf(option);
    if (!hit) return this.#set(option.textContent ?? "");
    if (!this.#chosen(option, newTab)) return;
    if (!(option instanceof HTMLAnchorElement)) return this.#read(hit);
    const [plain, url] = [option.href.replace(/#?:~:.*$/, ""), this.#link(option, hit)];
    if (newTab) return void window.open(url, "_blank", "noopener");
    this.#address.keep({ ...this.#here, selected: this.#results.numberOf(option) });
    // A browser without text fragments is told by the page itself.
    const there = !("fragmentDirective" in document) && !this.#off("fragments") && this.#extras?.quoted(hit.snippet, this.#language);
    if (there) this.#extras?.leave(plain, [there.quote, there.match]);
    const [here, target] = [new URL(location.href), new URL(url)];
    const samePage = here.origin + here.pathname + here.search === target.origin + target.pathname + target.search;
    if (this.#modal && samePage) this.#modal.replace(url);
    else location.assign("fragmentDirective" in document ? url : plain);
  }

  /**
   * A hit was chosen: it is remembered and told. Says whether the page lets it be followed.
   *
   * @param {HTMLElement} option
   * @param {boolean} newTab
   */
  #chosen(option, newTab) {
    const hit = this.#results.hitOf(option);
    if (!this.#off("recent")) this.#recent.add(this.#input.value.trim());
    return this.#tell("select", { hit, newTab, url: hit && option instanceof HTMLAnchorElement ? this.#link(option, hit) : "" });
  }

  /**
   * More about a hit. Says whether there is.
   *
   * @param {HTMLElement} option
   */
  #details(option) {
    const hit = this.#results.hitOf(option);
    if (hit) this.#read(hit);
    return Boolean(hit);
  }

  /** @param {Hit | undefined} hit */
  async #read(hit) {
    const [client, asked] = [this.#client, this.#asked];
    if (!client || !hit) return;
    try {
      const { details } = await this.#enrich();
      const document = await client.document(hit.doc);
      const similar = await client.similar(hit.doc);
      // Another query was answered meanwhile.
      if (!document || asked !== this.#asked) return;
      const from = this.#combobox.selected;
      const commands = { back: () => this.#back(from), visit: (/** @type {Hit} */ next) => this.#read(next), say: (/** @type {string} */ text) => this.#results.tell(text) };
      this.#results.reading(true);
      // The focus comes first: with the button that had it, it would leave the element.
      this.#results.detail.focus();
      details(this.#results.detail, document, similar.slice(0, SIMILAR), this.#strings, commands, this.#results.base, client, hit, this.#language);
    } catch (failure) {
      console.error("thumbindex:", failure);
      this.#results.failure(this.#say(failure), () => this.#read(hit));
      this.#fail(failure);
    }
    this.#input.setAttribute("aria-expanded", "false");
  }

  #back(from = this.#combobox.selected) {
    this.#results.reading(false);
    this.#combobox.refresh();
    this.#combobox.select(from);
    this.#input.focus();
  }

  /**
   * What a reader is told of a failure.
   *
   * @param {unknown} failure
   */
  #say(failure) {
    const { code = "", file = name(this.#source.index), status = 0 } = /** @type {{code?: string, file?: string, status?: number}} */ (failure ?? {});
    const said = this.#strings.errors[code]?.({ file, status }) ?? text(failure);
    const offline = navigator.onLine === false && ["network", "timeout"].includes(code);
    return offline ? `${this.#strings.offline} ${said}` : said;
  }

  /** @param {unknown} failure */
  #fail(failure) {
    const code = failure instanceof Error && "code" in failure ? failure.code : "unknown";
    this.#tell("error", { code, message: text(failure) });
  }

  /**
   * @param {"ready" | "results" | "select" | "error"} news
   * @param {object} detail
   */
  #tell(news, detail) {
    const options = { bubbles: true, composed: true, cancelable: news === "select", detail };
    return this.#host.dispatchEvent(new CustomEvent(`thumb-index-${news}`, options));
  }
}

/** @param {unknown} failure */
const text = (failure) => (failure instanceof Error ? failure.message : String(failure));

/** @param {unknown} failure */
const final = (failure) => failure instanceof Error && "final" in failure && failure.final === true;

/** @param {URL} url */
const name = (url) => url.pathname.split("/").at(-1) || url.host;
