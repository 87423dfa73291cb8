// The element <thumb-index>: a search box that costs nothing until somebody comes near it.
// Importing this module has no effect; `thumbindex.js` registers the class.

import css from "./element.css";
import { locate } from "./files.js";
import { begin } from "./loader.js";
import { node } from "./nodes.js";

/**
 * @import { Client } from "./client-core.js"
 * @import { Panel } from "./panel.js"
 * @import { Place } from "./files.js"
 * @import { Strings } from "./strings.js"
 * @typedef {Place & {panel: (tries: number) => Promise<typeof import("./panel.js")>, open?: () => Promise<Client>}} Kit what the
 *   script that registers the element knows; `panel` loads the rest of the code, `open` the index where it is in the page itself
 */

/** Servers that render components have no elements. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * `<thumb-index>`. What stands between its tags (a form, a list of links) is what readers see without
 * scripts, and again where WebAssembly is impossible.
 *
 * Attributes:
 * - `src`: the folder that `thumbindex build` wrote (`docs/search/`), or an index file; without it, the
 *   folder of `thumbindex.js`
 * - `label`: the box's name for assistive technology ("Search")
 * - `placeholder`: the text in the empty box
 * - `limit`: how many results at most (10)
 * - `layout`: `menu` (a panel over the page, as without it) or `inline` (results push the page down)
 * - `param`: the name of the query parameter that keeps the query in the address
 * - `hotkey`: a key that focuses the box, such as `/`
 * - `suggestions`: `off` for no completions of what is typed
 * - `help`: `off` for no button that explains what can be typed
 * - `worker`: `always` or `never`; without it, an engine with a large index runs in a worker, and one whose answers take long goes there
 *
 * Properties: `value` (the query), `strings` (texts of the interface, in part or in whole), `client` (the
 * open index, once it is there; set before that, it is asked and nothing is opened, so that several boxes
 * and the page's own code can share one).
 *
 * Events, all bubbling and composed: `thumb-index-ready`, `thumb-index-results`,
 * `thumb-index-select` (cancelable), `thumb-index-error`.
 *
 * Parts: `box`, `input`, `clear`, `help`, `panel`, `status`, `completions`, `notice`, `list`, `option`,
 * `title`, `byline`, `snippet`, `mark`, `foot`, `detail`, `error`, `button`.
 *
 * Custom properties: `--thumbindex-accent`, `-text`, `-muted`, `-surface`, `-border`, `-mark`,
 * `-active`, `-radius`, `-font`.
 */
export class ThumbIndexElement extends Base {
  static observedAttributes = ["label", "placeholder"];
  /** @type {Kit | undefined} */ static kit;

  /** Texts of the interface that differ from the English ones. */
  strings = /** @type {Partial<Strings>} */ ({});
  /** @type {Client | undefined} */ client;

  /** @type {HTMLInputElement | undefined} */ #input;
  /** @type {AbortController | undefined} */ #life;
  /** @type {Promise<void> | undefined} */ #loading;
  /** @type {Panel | undefined} */ #panel;
  #tries = 0;

  connectedCallback() {
    const input = (this.#input ??= this.#build());
    const { signal } = (this.#life = new AbortController());
    const wake = () => this.load();
    for (const type of ["focusin", "pointerover", "input"]) this.addEventListener(type, wake, { signal, passive: true });
    const hotkey = this.getAttribute("hotkey");
    if (hotkey) document.addEventListener("keydown", (event) => this.#hotkey(event, hotkey), { signal });
    const param = this.getAttribute("param");
    const kept = param && new URLSearchParams(location.search).get(param);
    if (kept && !input.value) input.value = kept;
    if (this.#panel) this.#panel.connect(signal);
    else if (input.value) wake();
    if (this.hasAttribute("autofocus")) input.focus();
  }

  disconnectedCallback() {
    this.#life?.abort();
  }

  attributeChangedCallback() {
    if (this.#input) this.#name(this.#input);
  }

  /** The query. */
  get value() {
    return this.#input?.value ?? "";
  }

  set value(query) {
    const input = (this.#input ??= this.#build());
    input.value = query;
    if (this.#panel) this.#panel.changed();
    else if (query) this.load();
  }

  /**
   * @override
   * @param {FocusOptions} [options]
   */
  focus(options) {
    this.#input?.focus(options);
  }

  /**
   * Loads the engine, the index and the rest of the interface, as the first focus does.
   *
   * @returns {Promise<void>}
   */
  load() {
    return (this.#loading ??= this.#load().catch((failure) => this.#failed(failure)));
  }

  async #load() {
    const kit = ThumbIndexElement.kit;
    if (!kit) return;
    const index = locate(this.getAttribute("src"), document.baseURI, kit);
    const wasm = new URL(kit.files.wasm, kit.base);
    // All three start at once: none has to name the next.
    const begun = this.client || kit.open ? {} : { indexBegun: begin(index), wasmBegun: begin(wasm) };
    const source = { index, wasm, ...begun, kit };
    const { Panel } = await kit.panel(this.#tries++);
    const input = /** @type {HTMLInputElement} */ (this.#input);
    this.shadowRoot?.querySelector(".failed")?.remove();
    this.#panel = new Panel(this, input, source);
    if (this.isConnected && this.#life) this.#panel.connect(this.#life.signal);
  }

  /** @param {unknown} failure */
  #failed(failure) {
    console.error("thumbindex:", failure);
    this.#loading = undefined;
    const { unloaded = "The search could not be loaded.", retry = "Try again" } = this.strings;
    const again = node("button", { type: "button", part: "button" }, retry);
    again.addEventListener("click", () => this.load());
    this.shadowRoot?.querySelector(".failed")?.remove();
    this.shadowRoot?.append(node("p", { class: "failed", part: "error", role: "alert" }, `${unloaded} `, again));
    const detail = { code: "network", message: String(failure) };
    this.dispatchEvent(new CustomEvent("thumb-index-error", { bubbles: true, composed: true, detail }));
  }

  #build() {
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const input = node("input", {
      part: "input",
      type: "text",
      role: "combobox",
      inputmode: "search",
      enterkeyhint: "search",
      autocomplete: "off",
      autocapitalize: "none",
      autocorrect: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "list",
    });
    this.#name(input);
    root.append(node("div", { class: "box", part: "box" }, node("span", { class: "lens", "aria-hidden": "true" }), input));
    return input;
  }

  /** @param {HTMLInputElement} input */
  #name(input) {
    input.placeholder = this.getAttribute("placeholder") ?? "";
    input.setAttribute("aria-label", this.getAttribute("label") ?? "Search");
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} hotkey
   */
  #hotkey(event, hotkey) {
    const [target] = event.composedPath();
    const typing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
    if (typing || event.key !== hotkey || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    this.focus();
  }
}
