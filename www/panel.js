// The rest of the interface, loaded when somebody comes near the box: ties the input to the client,
// the results and the keys.

import { openSource } from "./client-core.js";
import { Combobox } from "./combobox.js";
import { Completions } from "./completions.js";
import css from "./panel.css";
import { Results } from "./results.js";
import { english } from "./strings.js";

/**
 * @import { Hit } from "#glue"
 * @import { Source } from "./client-core.js"
 * @import { Kit, ThumbIndexElement } from "./element.js"
 */

/** How long typing rests before the address follows. */
const ADDRESS_AFTER = 300;
const LIMIT = 10;

/** @type {CSSStyleSheet | undefined} */
let sheet;

export class Panel {
  #host;
  #input;
  #source;
  #results;
  #combobox;
  #completions;
  /** @type {unknown} */ #failed;
  #limit = LIMIT;
  /** The question under way. @type {AbortController | undefined} */ #asked;
  /** The query that is wanted as it is typed, until another is typed. @type {string | undefined} */ #literal;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #addressing;

  /**
   * @param {ThumbIndexElement} host
   * @param {HTMLInputElement} input
   * @param {Source & {kit: Kit}} source
   */
  constructor(host, input, source) {
    this.#host = host;
    this.#input = input;
    this.#source = source;
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
    root.adoptedStyleSheets.push(sheet);
    this.#results = new Results(root, { ...english, ...host.strings });
    this.#combobox = new Combobox(input, this.#results.list, {
      choose: (option, newTab) => this.#choose(option, newTab),
      close: () => (this.#inline ? this.#clear() : this.#close()),
      clear: () => this.#clear(),
      open: () => this.changed(),
      forward: () => this.#completions.enter(),
    });
    this.#completions = new Completions(input, this.#results.chips, {
      suggest: async (typed, limit) => (await this.#client?.suggest(typed, limit)) ?? [],
      show: (texts, typed) => this.#results.complete(texts, typed, (text) => this.#set(text)),
    });
    this.#open(source);
  }

  /**
   * Listens as long as the element is in a page.
   *
   * @param {AbortSignal} signal
   */
  connect(signal) {
    const results = this.#results;
    this.#combobox.connect(signal);
    this.#completions.connect(signal);
    this.#input.addEventListener("input", () => this.changed(), { signal });
    this.#input.addEventListener("pointerdown", () => results.panel.hidden && this.changed(), { signal });
    results.clear.addEventListener("click", () => this.#set(""), { signal });
    results.help.addEventListener("click", () => this.#explain(), { signal });
    results.help.addEventListener("keydown", (event) => event.key === "Escape" && !results.panel.hidden && (event.stopPropagation(), results.hide()), { signal });
    results.detail.addEventListener("keydown", (event) => event.key === "Escape" && (event.stopPropagation(), this.#back()), { signal });
    this.#host.addEventListener("focusout", (event) => this.#left(event), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#addressing), { once: true });
    this.changed();
  }

  /** The text changed, by the reader or by the page: asks anew. */
  changed() {
    this.#limit = Number(this.#host.getAttribute("limit")) || LIMIT;
    this.#ask();
    clearTimeout(this.#addressing);
    const param = this.#host.getAttribute("param");
    if (param) this.#addressing = setTimeout(() => this.#address(param), ADDRESS_AFTER);
  }

  get #client() {
    return this.#host.client;
  }

  get #inline() {
    return this.#host.getAttribute("layout") === "inline";
  }

  /** @param {Source & {kit: Kit}} source */
  async #open(source) {
    this.#failed = undefined;
    try {
      this.#host.client ??= await (source.kit.open?.() ?? openSource({ ...source, worker: this.#host.getAttribute("worker") }));
    } catch (failure) {
      this.#failed = failure;
      console.error("thumbindex:", failure);
      this.#fail(failure);
      if (this.#input.value.trim() || final(failure)) this.#ask();
      return;
    }
    const { documents, build } = this.#host.client.info;
    this.#tell("ready", { documents, build });
    // What was typed meanwhile is answered now.
    if (this.#input.value.trim()) this.#ask();
  }

  async #ask() {
    const typed = this.#input.value;
    const query = typed.trim();
    if (query !== this.#literal) this.#literal = undefined;
    this.#results.clear.hidden = !typed;
    this.#results.help.hidden = Boolean(typed || this.#failed) || this.#off("help");
    if (!query || !this.#client) this.#completions.clear();
    if (this.#failed && (query || final(this.#failed))) {
      const retry = () => (this.#open({ ...this.#source, indexBegun: undefined, wasmBegun: undefined }), this.#ask());
      this.#results.failure(text(this.#failed), final(this.#failed) ? undefined : retry);
    } else if (!query) {
      this.#asked?.abort();
      this.#results.idle();
    } else if (!this.#client) {
      this.#results.loading();
    } else {
      try {
        const literal = this.#literal !== undefined;
        // Only the newest question is answered.
        this.#asked?.abort();
        const { signal } = (this.#asked = new AbortController());
        const answer = await this.#client.search(typed, { limit: this.#limit, typos: !literal, signal });
        this.#results.answer(query, answer, literal, {
          ask: (query) => this.#set(query),
          literally: (on) => ((this.#literal = on ? query : undefined), this.#again()),
          more: () => ((this.#limit += 2 * LIMIT), this.#again()),
        });
        if (!this.#off("suggestions")) this.#completions.after(typed, answer);
        this.#tell("results", { query, answer });
      } catch (failure) {
        if (failure instanceof DOMException && failure.name === "AbortError") return;
        console.error("thumbindex:", failure);
        this.#completions.clear();
        this.#results.failure(text(failure), () => this.#ask());
        this.#fail(failure);
      }
    }
    this.#combobox.refresh();
  }

  /** The same query, asked in another way by a button that goes with the answer. */
  #again() {
    this.#input.focus();
    this.#ask();
  }

  /** Shows what can be typed, or hides it. */
  #explain() {
    const { help, panel } = this.#results;
    help.focus();
    if (panel.hidden) this.#results.explain();
    else this.#results.hide();
  }

  /** @param {"suggestions" | "help"} what */
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

  #close() {
    this.#results.hide();
    this.#combobox.refresh();
  }

  /** @param {FocusEvent} event */
  #left({ relatedTarget }) {
    // The focus moved on to the page: not within the element, and not to another window.
    const within = relatedTarget === this.#host || (relatedTarget instanceof Node && this.#host.contains(relatedTarget));
    if (!this.#inline && !within && document.hasFocus() && !this.#host.shadowRoot?.activeElement) this.#close();
  }

  /**
   * @param {HTMLElement} option
   * @param {boolean} newTab
   */
  #choose(option, newTab) {
    const hit = this.#results.hitOf(option);
    if (!hit || !this.#tell("select", { hit, newTab })) return;
    if (!(option instanceof HTMLAnchorElement)) this.#read(hit);
    else if (newTab) window.open(option.href, "_blank", "noopener");
    else location.assign(option.href);
  }

  /** @param {Hit} hit */
  async #read(hit) {
    const client = this.#client;
    if (!client) return;
    try {
      const document = await client.document(hit.doc);
      if (!document) return;
      const similar = await client.similar(hit.doc);
      this.#results.document(document, similar.slice(0, 5), { back: () => this.#back(), visit: (next) => this.#read(next) });
      this.#combobox.refresh();
      this.#results.detail.focus();
    } catch (failure) {
      console.error("thumbindex:", failure);
      this.#results.failure(text(failure), () => this.#read(hit));
      this.#fail(failure);
    }
  }

  #back() {
    this.#results.reading(false);
    this.#combobox.refresh();
    this.#input.focus();
  }

  /** @param {string} param */
  #address(param) {
    const url = new URL(location.href);
    const query = this.#input.value.trim();
    if (query) url.searchParams.set(param, query);
    else url.searchParams.delete(param);
    if (url.href !== location.href) history.replaceState(history.state, "", url);
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
