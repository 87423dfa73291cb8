// Filters and orders in the box: a row of buttons under the count, each a value with how many results have it. Loaded where an element asks
// for it. It stands between the box and its client, so the rest of the interface does not know of it.

import { forward } from "./combobox.js";
import css from "./facets.css";
import { words } from "./facet-words.js";
import { node } from "./nodes.js";
import { button } from "./pieces.js";

/**
 * @import { Answer } from "#glue"
 * @import { Client } from "./client-core.js"
 * @import { ThumbIndexElement } from "./element.js"
 * @import { Filter, Narrowing } from "./types.d.ts"
 */

/** Values of a field that are shown at first, and with one press more. */
const SHOWN = 5;
const MORE = 30;
/** A field of more values is no choice to make by itself. */
const MOST_DISTINCT = 200;

/** Where the history has what was chosen, so that Back brings it. */
const KEPT = "thumbindexFacets";

/**
 * Puts filters and orders into an element's box; to be called before its client is there.
 *
 * @param {ThumbIndexElement} host
 * @param {string} language
 */
export function facets(host, language) {
  host.addEventListener("thumb-index-ready", () => new Facets(host, words(language, host.strings.facets)), { once: true });
}

class Facets {
  #host;
  #words;
  /** @type {HTMLElement | undefined} */ #bar;
  /** @type {Promise<Filter[]> | undefined} */ #listed;
  /** @type {Map<string, Set<string>>} */ #chosen = new Map();
  /** The fields of which more values are shown. */ #opened = new Set();
  #sort = "";
  /** The field whose other values were asked for: the row is made anew, and the focus goes on to them. */ #anew = "";

  /**
   * @param {ThumbIndexElement} host
   * @param {import("./facet-words.js").Words} words
   */
  constructor(host, words) {
    this.#host = host;
    this.#words = words;
    const client = /** @type {Client} */ (host.client);
    /** @type {Partial<Client>} */
    const between = {
      search: (query, options) => this.#search(client, query, options),
      suggest: (...args) => client.suggest(...args),
      similar: (...args) => client.similar(...args),
      document: (...args) => client.document(...args),
      explain: (...args) => client.explain(...args),
      filters: (...args) => client.filters(...args),
      rest: () => client.rest(),
      close: () => client.close(),
      info: client.info,
      get worker() {
        return client.worker;
      },
    };
    host.client = /** @type {Client} */ (between);
    const kept = history.state?.[KEPT]?.[host.id];
    if (kept) {
      this.#sort = kept.sort;
      this.#chosen = kept.chosen;
    }
    host.addEventListener("thumb-index-results", ({ detail }) => this.#show(detail.answer));
  }

  /**
   * The fields that are shown: those that the element names, or those that are a choice.
   *
   * @param {string | null} named
   * @param {Client} client
   */
  async #fields(named, client) {
    const listed = await (this.#listed ??= client.filters());
    if (named === "auto") return listed.filter(({ distinct, kind }) => kind === "text" && distinct > 1 && distinct <= MOST_DISTINCT).map(({ field }) => field);
    const there = new Set(listed.map(({ field }) => field));
    return (named ?? "").split(/\s+/).filter((name) => there.has(name));
  }

  /**
   * @param {Client} client
   * @param {string} query
   * @param {Parameters<Client["search"]>[1]} options
   */
  async #search(client, query, options) {
    const filters = Object.fromEntries([...this.#chosen].filter(([, values]) => values.size > 0).map(([field, values]) => [field, [...values]]));
    const narrowed = Boolean(this.#sort) || Object.keys(filters).length > 0;
    try {
      const fields = await this.#fields(this.#host.getAttribute("facets"), client);
      /** @type {Narrowing} */ const narrowing = { filters, facets: fields, facetLimit: MORE, ...(this.#sort && { sort: this.#sort }) };
      return await client.search(query, { ...options, ...(fields.length > 0 || narrowed ? narrowing : {}) });
    } catch (failure) {
      const aborted = failure instanceof DOMException && failure.name === "AbortError";
      if (aborted || narrowed) throw failure;
      // Results without filters are better than none.
      console.warn("thumbindex: no filters", failure);
      this.#listed = undefined;
      return client.search(query, options);
    }
  }

  /** @param {Answer} answer */
  async #show({ facets = [] }) {
    const bar = (this.#bar ??= this.#place());
    const root = /** @type {ShadowRoot} */ (this.#host.shadowRoot);
    // Whoever goes along the row is not to have it change under the finger: only the counts do.
    const anew = this.#anew;
    const kept = !anew && bar.contains(root.activeElement);
    this.#anew = "";
    const groups = facets.map(({ field, values }) => {
      const counts = new Map(values.map(({ value, documents }) => [value, documents]));
      const before = this.#group(field)?.querySelectorAll("[aria-pressed]") ?? [];
      const chosen = this.#chosen.get(field) ?? new Set();
      const shown = values.slice(0, this.#opened.has(field) ? MORE : SHOWN).map(({ value }) => value);
      const names = kept ? [...before].map((chip) => /** @type {HTMLElement} */ (chip).dataset["value"] ?? "") : [...new Set([...chosen, ...shown])];
      return { field, names, counts, chosen, more: values.length > names.length && !this.#opened.has(field) };
    });
    if (kept) for (const group of groups) for (const name of group.names) this.#mark(group.field, name, group.counts.get(name) ?? 0, group.chosen.has(name));
    else bar.replaceChildren(...groups.filter(({ names }) => names.length > 0).map((group) => this.#made(group)), ...(await this.#orders()));
    if (anew) /** @type {HTMLElement | undefined} */ (this.#group(anew)?.querySelectorAll("button")[SHOWN])?.focus();
    const clear = bar.querySelector(".all");
    const narrowed = [...this.#chosen.values()].some((values) => values.size > 0);
    if (narrowed && !clear) bar.append(this.#clear());
    else if (!narrowed && clear && !clear.matches(":focus")) clear.remove();
    this.#follow();
    this.#rove();
  }

  /** Where the row stands: under the count, and gone while a document is read. */
  #place() {
    const root = /** @type {ShadowRoot} */ (this.#host.shadowRoot);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets.push(sheet);
    const bar = node("div", { class: "facets", part: "facets", role: "toolbar", "aria-label": this.#words.filters, hidden: true });
    bar.addEventListener("keydown", (event) => this.#key(event));
    root.querySelector(".status")?.after(bar);
    const observer = new MutationObserver(() => this.#follow());
    for (const part of ["#list", ".notice"]) observer.observe(/** @type {Element} */ (root.querySelector(part)), { attributeFilter: ["hidden"], childList: true });
    return bar;
  }

  /** The row is there with the answer to a text: not beside a document, or searches of before, or what can be typed. */
  #follow() {
    const list = /** @type {HTMLElement} */ (this.#host.shadowRoot?.querySelector("#list"));
    const bar = /** @type {HTMLElement} */ (this.#bar);
    bar.hidden = list.hidden || !this.#host.value.trim() || bar.childElementCount === 0;
  }

  /** @param {string} field */
  #called(field) {
    return this.#words.fields[field] ?? field;
  }

  /** @param {string} field @returns {HTMLElement | undefined} */
  #group(field) {
    return [...(this.#bar?.querySelectorAll("[role=group]") ?? [])].map((group) => /** @type {HTMLElement} */ (group)).find((group) => group.dataset["field"] === field);
  }

  /** @param {{field: string, names: string[], counts: Map<string, number>, chosen: Set<string>, more: boolean}} group */
  #made({ field, names, counts, chosen, more }) {
    const chips = names.map((name) => {
      const chip = button(said(name, counts.get(name) ?? 0), () => chip.setAttribute("aria-pressed", `${this.#toggle(field, name)}`));
      chip.dataset["value"] = name;
      chip.setAttribute("aria-pressed", `${chosen.has(name)}`);
      return chip;
    });
    const all = more && button(this.#words.more, () => this.#open(field));
    const name = this.#called(field);
    return node("span", { role: "group", "aria-label": name, "data-field": field }, node("span", { dir: "auto" }, name), ...chips, all);
  }

  /**
   * @param {string} field
   * @param {string} name
   * @param {number} count
   * @param {boolean} pressed
   */
  #mark(field, name, count, pressed) {
    const chips = [...(this.#group(field)?.querySelectorAll("[aria-pressed]") ?? [])];
    const chip = chips.find((chip) => /** @type {HTMLElement} */ (chip).dataset["value"] === name);
    if (!chip) return;
    chip.textContent = said(name, count);
    chip.setAttribute("aria-pressed", `${pressed}`);
  }

  /** What the results can be put in order by. @returns {Promise<Node[]>} */
  async #orders() {
    const named = await this.#fields(this.#host.getAttribute("sorts") ?? "", /** @type {Client} */ (this.#host.client)).catch(() => []);
    if (named.length === 0) return [];
    const { best, down, up } = this.#words;
    const orders = [["", best], ...named.flatMap((name) => [[`-${name}`, `${this.#called(name)}, ${down}`], [name, `${this.#called(name)}, ${up}`]])];
    const select = node("select", { "aria-label": this.#words.order }, ...orders.map(([value, text]) => node("option", { value }, text)));
    select.value = this.#sort;
    select.addEventListener("change", () => ((this.#sort = select.value), this.#again()));
    return [select];
  }

  #clear() {
    const clear = button(this.#words.clear, () => {
      this.#chosen.clear();
      this.#again();
      // The button goes, and the focus with it.
      this.#host.focus();
    });
    clear.classList.add("all");
    return clear;
  }

  /**
   * Whether it is chosen now.
   *
   * @param {string} field
   * @param {string} name
   */
  #toggle(field, name) {
    const values = this.#chosen.get(field) ?? new Set();
    if (!values.delete(name)) values.add(name);
    this.#chosen.set(field, values);
    this.#again();
    return values.has(name);
  }

  /**
   * Shows more values of a field.
   *
   * @param {string} field
   */
  #open(field) {
    this.#opened.add(field);
    this.#anew = field;
    // A button that goes takes the focus out of the element, and a menu closes then.
    this.#host.focus();
    this.#again();
  }

  /** The same query anew; Back to it brings what was chosen. */
  #again() {
    const { state } = history;
    const kept = { sort: this.#sort, chosen: this.#chosen };
    try {
      // A page's own state that is no object cannot hold ours beside it.
      if (state === null || typeof state === "object") history.replaceState({ ...state, [KEPT]: { ...state?.[KEPT], [this.#host.id]: kept } }, "");
    } catch {
      // Some frames and browsers take none: the search goes on without.
    }
    const { value } = this.#host;
    this.#host.value = value;
  }

  get #stops() {
    return [...(this.#bar?.querySelectorAll("button, select") ?? [])].map((stop) => /** @type {HTMLElement} */ (stop));
  }

  /** One of the row can be reached by Tab: the one that had the focus, or the first. */
  #rove() {
    const stops = this.#stops;
    const at = Math.max(0, stops.findIndex((stop) => stop.matches(":focus")));
    for (const [number, stop] of stops.entries()) stop.tabIndex = number === at ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = this.#stops;
    const at = stops.findIndex((stop) => stop.matches(":focus"));
    const choosing = stops[at] instanceof HTMLSelectElement;
    if (key === "ArrowLeft" || key === "ArrowRight") (stops[at + (key === forward(this.#host) ? 1 : -1)] ?? (key === forward(this.#host) ? undefined : this.#host))?.focus();
    else if ((key === "Home" || key === "End") && !choosing) stops.at(key === "Home" ? 0 : -1)?.focus();
    else if ((key === "ArrowUp" || key === "ArrowDown") && !choosing) this.#host.focus();
    else {
      // Whoever goes on typing types into the box: the key itself goes where the focus is by then.
      if (!choosing && (key === "Backspace" || (key.length === 1 && key !== " "))) this.#host.focus();
      return;
    }
    this.#rove();
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * @param {string} value
 * @param {number} documents
 */
const said = (value, documents) => `${value} (${documents})`;
