// The dialog of `layout="modal"`: its looks, its way back, and the keyboard of a phone. Loaded for this layout alone.

import css from "./modal.css";

/** @import { ThumbIndexElement } from "./element.js" */

/** Marks the entry of the history that the open dialog is. */
const MARK = "thumbindexModal";

export class Modal {
  #host;
  #dialog;
  #button;
  #sized = new CSSStyleSheet();
  /** What the page wears while the dialog lies over it. */
  #still = new CSSStyleSheet();
  #composing = false;
  /** Whether the history is on its way back. */
  #leaving = false;

  /**
   * @param {ThumbIndexElement} host
   * @param {HTMLDialogElement} dialog
   * @param {HTMLElement} close the button that closes it
   */
  constructor(host, dialog, close) {
    this.#host = host;
    this.#dialog = dialog;
    this.#button = close;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    host.shadowRoot?.adoptedStyleSheets.push(sheet, this.#sized);
    host.shadowRoot?.querySelector("[part=trigger]")?.setAttribute("aria-haspopup", "dialog");
    dialog.setAttribute("closedby", "any");
  }

  /**
   * Listens until the signal ends it.
   *
   * @param {AbortSignal} signal
   */
  connect(signal) {
    const dialog = this.#dialog;
    this.#leaving = false;
    this.#button.addEventListener("click", () => this.close(), { signal });
    dialog.addEventListener("close", () => this.#closed(), { signal });
    // Escape ends the composing of a word and not the search.
    dialog.addEventListener("compositionstart", () => (this.#composing = true), { signal });
    dialog.addEventListener("compositionend", () => (this.#composing = false), { signal });
    dialog.addEventListener("cancel", (event) => this.#composing && event.preventDefault(), { signal });
    // At once, and not in the next task as the browser does: the focus is back before the next key.
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.close();
    }, { signal });
    // Where the browser does not close it at a press beside it.
    dialog.addEventListener("pointerdown", (event) => event.composedPath()[0] === dialog && dialog.close(), { signal });
    addEventListener("popstate", () => this.#moved(), { signal });
    visualViewport?.addEventListener("resize", () => this.#fit(), { signal });
    this.#fit();
    const param = this.#host.getAttribute("param");
    if (this.#marked || (param && new URLSearchParams(location.search).get(param))) this.#host.show();
    if (dialog.open) this.shown();
    // An open dialog that leaves the page leaves it free, and is no dialog over another place of it.
    signal.addEventListener("abort", () => (this.#hold(false), dialog.close()), { once: true });
  }

  /** To be called when the dialog was opened: Back closes it, and the page behind it does not move. */
  shown() {
    this.#hold(true);
    const { state } = history;
    if (this.#leaving || this.#marked || (state !== null && typeof state !== "object")) return;
    try {
      history.pushState({ ...state, [MARK]: true, [`${MARK}Of`]: this.#host.id }, "");
    } catch {
      // Some frames and browsers take none: then Back leaves the page.
    }
  }

  /**
   * Closes the dialog and goes to a place on this page, in one step of the history.
   *
   * @param {string} url
   */
  replace(url) {
    const { [MARK]: _, [`${MARK}Of`]: __, ...state } = history.state ?? {};
    history.replaceState(state, "");
    this.#dialog.close();
    this.#hold(false);
    location.replace(url);
  }

  /** Closes the dialog. The browser lets go of the box with the next frame where nothing had the focus before; a key may be faster. */
  close() {
    this.#dialog.close();
    const left = this.#host.shadowRoot?.activeElement;
    if (left instanceof HTMLElement && this.#dialog.contains(left)) left.blur();
  }

  get open() {
    return this.#dialog.open;
  }

  get #marked() {
    const { state } = history;
    return state?.[MARK] === true && state[`${MARK}Of`] === this.#host.id;
  }

  /** Closed by Escape, by a button or by a press beside it: the entry goes too. */
  #closed() {
    // Opened again before the news of its closing came.
    if (!this.#dialog.open) this.#hold(false);
    // Once is enough, however often it was closed before the history is back.
    if (!this.#marked || this.#leaving) return;
    this.#leaving = true;
    history.back();
  }

  /** The reader went back or forward. */
  #moved() {
    const left = this.#leaving;
    this.#leaving = false;
    // Opened again before the history was back.
    if (left && this.#dialog.open) this.shown();
    else if (this.#marked) this.#host.show();
    else if (this.#dialog.open) this.#dialog.close();
  }

  /**
   * Holds the page behind the dialog, or lets it go.
   *
   * @param {boolean} on
   */
  #hold(on) {
    const { adoptedStyleSheets: sheets, documentElement: root } = document;
    const others = sheets.filter((sheet) => sheet !== this.#still);
    if (on === (others.length < sheets.length)) return;
    // As wide as before where a scroll bar takes room.
    this.#still.replaceSync(`:root { overflow: hidden !important; ${innerWidth > root.clientWidth ? "scrollbar-gutter: stable" : ""} }`);
    document.adoptedStyleSheets = on ? [...others, this.#still] : others;
  }

  /** A keyboard on the screen takes its part of it. */
  #fit() {
    if (visualViewport) this.#sized.replaceSync(`:host { --seen: ${Math.round(visualViewport.height)}px }`);
  }
}
