// Completions of what is being typed: asked for once the hits are drawn and typing rests, offered as a
// row of buttons that is one Tab stop. Makes no nodes.

import { forward } from "./combobox.js";
import { completes } from "./query.js";

/** @import { Answer, Suggestion } from "#glue" */

/** How long typing rests before completions are asked for: the hits are painted by then, and a row that changed with every key would flicker. */
const REST = 120;
/** How many are asked for and how many shown: some are what is typed, or a row that is there. */
const ASKED = 8;
const SHOWN = 4;

/**
 * @typedef {object} Commands
 * @property {(typed: string, limit: number) => Promise<Suggestion[]>} suggest
 * @property {(texts: string[], typed: string, fit: boolean) => string[]} show shows as many as there is room for, and says which; `fit`:
 *   there is known to be room
 */

export class Completions {
  #input;
  #row;
  #commands;
  /** @type {string[]} */ #texts = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #waiting;
  #newest = 0;

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} row whose buttons `show` makes
   * @param {Commands} commands
   */
  constructor(input, row, commands) {
    this.#input = input;
    this.#row = row;
    this.#commands = commands;
  }

  /**
   * Listens until the signal ends it.
   *
   * @param {AbortSignal} signal
   */
  connect(signal) {
    this.#row.addEventListener("keydown", (event) => this.#key(event), { signal });
    signal.addEventListener("abort", () => this.#stop(), { once: true });
  }

  /**
   * To be called when an answer is drawn: what still completes the text stays, and better is asked for.
   *
   * @param {string} typed
   * @param {Answer} answer
   */
  after(typed, { hits, total, didYouMean }) {
    this.#stop();
    // Of one document, nothing can be told apart; and a misspelt word is better corrected than completed.
    if (total < 2 || didYouMean) return this.#show([], typed);
    // A part of a row that had room has room, so nothing is measured before the hits are painted.
    this.#show(this.#texts.filter((text) => completes(text, typed)), typed, true);
    const titles = new Set(hits.map(({ title }) => title.text));
    const number = this.#newest;
    this.#waiting = setTimeout(async () => {
      try {
        const found = await this.#commands.suggest(typed, ASKED);
        if (number !== this.#newest) return;
        const texts = found.map(({ text }) => text).filter((text) => completes(text, typed) && !titles.has(text));
        this.#show([...new Set(texts)].slice(0, SHOWN), typed);
      } catch (failure) {
        // The hits stand without them.
        console.warn("thumbindex:", failure);
      }
    }, REST);
  }

  /** To be called when no answer with hits is shown any more. */
  clear() {
    this.#stop();
    this.#show([], "");
  }

  /** Goes from the text to the row. Says whether there was one. */
  enter() {
    this.#buttons[0]?.focus();
    return this.#buttons.length > 0;
  }

  get #buttons() {
    return [...this.#row.querySelectorAll("button")];
  }

  #stop() {
    clearTimeout(this.#waiting);
    this.#newest++;
  }

  /**
   * @param {string[]} texts
   * @param {string} typed
   * @param {boolean} [fit]
   */
  #show(texts, typed, fit = false) {
    if (texts.length > 0 || this.#texts.length > 0) this.#texts = this.#commands.show(texts, typed, fit);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const step = key === forward(this.#input) ? 1 : -1;
      const buttons = this.#buttons;
      const next = buttons.findIndex((button) => button.matches(":focus")) + step;
      (next < 0 ? this.#input : buttons[next])?.focus();
    } else if (key === "ArrowUp" || key === "ArrowDown") {
      this.#input.focus();
    } else {
      // Whoever goes on typing types into the box: the key itself goes where the focus is by then.
      if (key === "Backspace" || (key.length === 1 && key !== " ")) this.#input.focus();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
