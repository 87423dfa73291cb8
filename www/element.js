// The element <thumb-index>: a search box that costs nothing until somebody comes near it.
// Importing this module has no effect; `thumbindex.js` registers the class.

import css from "./element.css";
import { locate } from "./files.js";
import { pressed } from "./hotkey.js";
import { begin } from "./loader.js";
import { node } from "./nodes.js";

/**
 * @import { Client } from "./client-core.js"
 * @import { Panel } from "./panel.js"
 * @import { Place } from "./files.js"
 * @import { Words } from "./facet-words.js"
 * @import { Strings } from "./strings.js"
 * @typedef {Place & {panel: (tries: number) => Promise<typeof import("./panel.js")>, open?: () => Promise<Client>}} Kit what the
 *   script that registers the element knows; `panel` loads the rest of the code, `open` the index where it is in the page itself
 */

/** Servers that render components have no elements. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** @type {Kit} */
let kit;

/**
 * Registers the element, unless a script that ran before has: a page has one, and the first stays.
 *
 * @param {Kit} own
 */
export function register(own) {
  if (customElements.get("thumb-index")) return console.info("thumbindex __THUMBINDEX_VERSION__ stays out: another is here");
  kit = own;
  customElements.define("thumb-index", ThumbIndexElement);
}

/**
 * `<thumb-index>`. What stands between its tags (a form, a list of links) is what readers see without
 * scripts, and again where WebAssembly is impossible.
 *
 * Attributes:
 * - `src`: the folder that `thumbindex build` wrote (`docs/search/`), or an index file; without it, the
 *   folder of `thumbindex.js`
 * - `base`: what relative addresses of results are relative to (the page): on a page of a site the way to the site's root, `../`
 * - `layout`: `menu` (a panel over the page, as without it), `inline` (results push the page down) or
 *   `modal` (a button that opens a dialog); read when the element is first put into a page
 * - `label`: the box's name for assistive technology, and what the button of a modal says ("Search")
 * - `placeholder`: the text in the empty box
 * - `limit`: how many results at most (10)
 * - `hotkey`: keys that lead to the box, such as `/` or `/ mod+k` (Ctrl-K, Cmd-K); a modal has these two
 *   unless another or none (`hotkey=""`) is named
 * - `param`: the name of the query parameter that keeps the query in the address
 * - `lang`: the language of the interface; without it, that of the part of the page that the element is in
 * - `suggestions`: `off` for no completions of what is typed
 * - `recent`: `off` for no list of recent searches, and none is kept
 * - `fragments`: `off` for links to the page alone and not to the words on it
 * - `help`: `off` for no button that explains what can be typed
 * - `facets`: the fields that results can be filtered by, such as `section language`, or `auto` for all that are a choice; none without it
 * - `sorts`: the fields that results can be put in order by, beside `facets`
 * - `offline`: keeps the whole index in the browser, behind the first hits: afterwards any word is found without a network. Its value is
 *   the site's own service worker, where that imports `offline.js`; without one `offline.js` is registered
 * - `worker`: `always` or `never`; without it, an engine with a large index runs in a worker, and one whose answers take long goes there
 *
 * Properties: `value` (the query), `strings` (texts of the interface, in part or in whole), `client` (the
 * open index, once it is there; set before that, it is asked and nothing is opened, so that several boxes
 * and the page's own code can share one).
 *
 * Methods: `focus()`, `load()`, `show()` and `close()` (a modal's dialog).
 *
 * Events, all bubbling and composed: `thumb-index-ready`, `thumb-index-results`,
 * `thumb-index-select` (cancelable), `thumb-index-error`, `thumb-index-offline` (how much of the index is kept).
 *
 * Slots: the default one (shown where searching is impossible), `trigger` (in the button of a modal).
 *
 * Parts: `trigger`, `dialog`, `box`, `input`, `clear`, `help`, `close`, `panel`, `status`,
 * `completions`, `facets`, `notice`, `progress`, `list`, `option`, `recent`, `more`, `title`, `byline`, `snippet`,
 * `keywords`, `mark`, `foot`, `detail`, `error`, `button`.
 *
 * Custom properties: `--thumbindex-accent`, `-text`, `-muted`, `-surface`, `-border`, `-mark`,
 * `-active`, `-radius`, `-font`.
 */
export class ThumbIndexElement extends Base {
  // A page may have set them before this class was there.
  /** Texts of the interface that differ from those of its language. @type {Partial<Strings> & {facets?: Partial<Words>}} */
  strings = /** @type {any} */ (this).strings ?? {};
  /** @type {Client | undefined} */
  client = /** @type {any} */ (this).client;

  /** @type {HTMLInputElement | undefined} */ #input;
  /** @type {HTMLDialogElement | undefined} */ #dialog;
  /** @type {AbortController | undefined} */ #life;
  /** @type {Promise<void> | undefined} */ #loading;
  /** @type {Panel | undefined} */ #panel;
  /** @type {HTMLElement | undefined} */ #note;
  #tries = 0;

  connectedCallback() {
    const input = this.#box;
    const { signal } = (this.#life = new AbortController());
    const wake = () => this.load();
    for (const type of ["focusin", "pointerover", "input"]) this.addEventListener(type, wake, { signal });
    document.addEventListener("keydown", (event) => {
      if (pressed(event, this.getAttribute("hotkey") ?? (this.#dialog ? "/ mod+k" : ""))) {
        event.preventDefault();
        this.focus();
      }
    }, { signal });
    // What the reader left behind by following a result comes back with the page.
    const kept = history.state?.thumbindex?.[this.id]?.query ?? new URLSearchParams(location.search).get(this.getAttribute("param") ?? "");
    if (kept && !input.value) input.value = kept;
    this.#panel?.connect(signal);
    if (input.value) wake();
    if (this.hasAttribute("autofocus")) this.focus();
  }

  disconnectedCallback() {
    this.#life?.abort();
  }

  get #box() {
    return (this.#input ??= this.#build());
  }

  /** The query. */
  get value() {
    return this.#box.value;
  }

  set value(query) {
    this.#box.value = query;
    this.#panel?.changed();
    if (query) this.load();
  }

  /**
   * Goes to the box; that of a modal is opened for it.
   *
   * @override
   * @param {FocusOptions} [options]
   */
  focus(options) {
    this.show();
    this.#box.focus(options);
  }

  /** Opens the dialog of a modal, with the text marked for the next search. */
  show() {
    if (!this.#dialog || this.#dialog.open) return;
    this.#dialog.showModal();
    this.#box.select();
    this.load();
    this.#panel?.shown();
  }

  /** Closes the dialog of a modal. */
  close() {
    this.#dialog?.close();
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
    this.#note?.remove();
    const index = locate(this.getAttribute("src"), document.baseURI, kit);
    const wasm = new URL(kit.files.wasm, kit.base);
    // All three start at once: none has to name the next.
    const source = { index, wasm, kit, ...(kit.open ?? this.client ? {} : { indexBegun: begin(index), wasmBegun: begin(wasm) }) };
    const { makePanel } = await kit.panel(this.#tries++);
    this.#panel = await makePanel(this, this.#box, source);
    if (this.isConnected) this.#panel.connect(/** @type {AbortController} */ (this.#life).signal);
  }

  /** @param {unknown} failure */
  #failed(failure) {
    console.error("thumbindex:", failure);
    this.#loading = undefined;
    const { unloaded = "The search could not be loaded.", retry = "Try again" } = this.strings;
    const again = node("button", { part: "button" }, retry);
    // The button goes, and the focus with it.
    again.addEventListener("click", () => (this.load(), this.focus()));
    this.#note = node("p", { part: "error", role: "alert" }, `${unloaded} `, again);
    this.#box.parentElement?.after(this.#note);
    this.dispatchEvent(new CustomEvent("thumb-index-error", { bubbles: true, composed: true, detail: { code: "network", message: `${failure}` } }));
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets.push(sheet);
    const label = this.getAttribute("label") ?? "Search";
    const input = node("input", { part: "input", role: "combobox", "aria-expanded": "false", "aria-label": label, placeholder: this.getAttribute("placeholder") });
    // The empty elements are drawn as lenses.
    const box = node("div", { class: "box", part: "box" }, node("span"), input);
    if (this.getAttribute("layout") === "modal") {
      const trigger = node("button", { class: "box", part: "trigger" }, node("span"), node("slot", { name: "trigger" }, label));
      trigger.addEventListener("click", () => this.show());
      this.#dialog = node("dialog", { part: "dialog", "aria-label": label }, box);
      root.append(trigger, this.#dialog);
    } else root.append(box);
    return input;
  }
}
