// Filters and orders in the box: a row of buttons under the count, each a value with how many results have it. Loaded where an element asks
// for it. It stands between the box and its client, so the rest of the interface does not know of it.

import { forward } from "./combobox.js";
import css from "./facets.css";
import { keep, nothing, recall } from "./facet-place.js";
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
  /** @type {import("./facet-place.js").Chosen} */ #chosen = nothing();
  /** The fields of which more values are shown. */ #opened = new Set();
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
      rest: () => client.rest?.(),
      close: () => client.close(),
      info: client.info,
      get worker() {
        return client.worker;
      },
    };
    host.client = /** @type {Client} */ (between);
    this.#chosen = recall(host);
    // The window outlives the element, which is not to be kept for it.
    const own = new WeakRef(this);
    const moved = () => {
      const facets = own.deref();
      if (facets) facets.#moved();
      else removeEventListener("popstate", moved);
    };
    addEventListener("popstate", moved);
    host.addEventListener("thumb-index-results", (event) => this.#show(/** @type {CustomEvent} */ (event).detail.answer));
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
    const { values, ranges, sort } = this.#chosen;
    /** @type {Record<string, import("./types.d.ts").Criterion>} */ const filters = {};
    for (const [field, any] of values) if (any.size > 0) filters[field] = { any: [...any] };
    for (const [field, [from, to]] of ranges) if (from || to) filters[field] = { ...filters[field], ...(from && { from }), ...(to && { to }) };
    const narrowed = Boolean(sort) || Object.keys(filters).length > 0;
    try {
      const fields = await this.#fields(this.#host.getAttribute("facets"), client);
      /** @type {Narrowing} */ const narrowing = { filters, facets: fields, facetLimit: MORE, ...(sort && { sort }) };
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
    const groups = facets.map(({ field, values, min, max }) => {
      const counts = new Map(values.map(({ value, documents }) => [value, documents]));
      const before = this.#group(field)?.querySelectorAll("[aria-pressed]") ?? [];
      const chosen = this.#chosen.values.get(field) ?? new Set();
      const shown = values.slice(0, this.#opened.has(field) ? MORE : SHOWN).map(({ value }) => value);
      const names = kept ? [...before].map((chip) => /** @type {HTMLElement} */ (chip).dataset["value"] ?? "") : [...new Set([...chosen, ...shown])];
      return { field, names, counts, chosen, min, max, more: values.length > names.length && !this.#opened.has(field) };
    });
    if (kept) for (const group of groups) for (const name of group.names) this.#mark(group.field, name, group.counts.get(name) ?? 0, group.chosen.has(name));
    else bar.replaceChildren(...groups.filter(({ field, names }) => names.length > 0 || this.#chosen.ranges.has(field)).map((group) => this.#made(group)), ...(await this.#orders()));
    if (anew) /** @type {HTMLElement | undefined} */ (this.#group(anew)?.querySelectorAll("button")[SHOWN])?.focus();
    const clear = bar.querySelector(".all");
    const narrowed = [...this.#chosen.values.values()].some((values) => values.size > 0) || [...this.#chosen.ranges.values()].some(([from, to]) => from || to);
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
    // A press among the results leaves the focus in the text; here it is for what is pressed.
    bar.addEventListener("mousedown", (event) => event.target instanceof HTMLInputElement && event.stopPropagation());
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

  /** @param {{field: string, names: string[], counts: Map<string, number>, chosen: Set<string>, min: string | null, max: string | null, more: boolean}} group */
  #made({ field, names, counts, chosen, min, max, more }) {
    const chips = names.map((name) => {
      const chip = button(said(name, counts.get(name) ?? 0), () => chip.setAttribute("aria-pressed", `${this.#toggle(field, name)}`));
      chip.dataset["value"] = name;
      chip.setAttribute("aria-pressed", `${chosen.has(name)}`);
      return chip;
    });
    const all = more && button(this.#words.more, () => this.#open(field));
    const name = this.#called(field);
    return node("span", { role: "group", "aria-label": name, "data-field": field }, node("span", { dir: "auto" }, name), ...this.#range(field, min, max), ...chips, all);
  }

  /**
   * Two bounds for what has an order: numbers and dates.
   *
   * @param {string} field
   * @param {string | null} min what there is
   * @param {string | null} max
   */
  #range(field, min, max) {
    const [from, to] = this.#chosen.ranges.get(field) ?? ["", ""];
    if (!from && !to && (min === null || min === max)) return [];
    const bound = (/** @type {0 | 1} */ end, /** @type {string} */ value, /** @type {string | null} */ placeholder) => {
      const made = node("input", { type: "text", size: 6, autocomplete: "off", "aria-label": `${this.#called(field)} ${end ? "≤" : "≥"}`, placeholder });
      made.value = value;
      made.addEventListener("change", () => {
        const range = this.#chosen.ranges.get(field) ?? ["", ""];
        range[end] = made.value.trim().replaceAll("..", "");
        this.#chosen.ranges.set(field, range);
        this.#changed();
      });
      return made;
    };
    return [node("span", { class: "range" }, bound(0, from, min), "–", bound(1, to, max))];
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
    select.value = this.#chosen.sort;
    select.addEventListener("change", () => ((this.#chosen.sort = select.value), this.#changed()));
    return [select];
  }

  #clear() {
    const clear = button(this.#words.clear, () => {
      this.#chosen = { ...nothing(), sort: this.#chosen.sort };
      this.#changed();
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
    const values = this.#chosen.values.get(field) ?? new Set();
    if (!values.delete(name)) values.add(name);
    this.#chosen.values.set(field, values);
    this.#changed();
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

  /** Something else is chosen. */
  #changed() {
    keep(this.#host, this.#chosen);
    this.#again();
  }

  /** The reader went to another entry of the history on this page. */
  #moved() {
    if (!this.#host.isConnected) return;
    this.#chosen = recall(this.#host);
    if (this.#host.value) this.#again();
  }

  /** The same query anew. */
  #again() {
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
    // In a bound the keys are those of a text.
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
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
