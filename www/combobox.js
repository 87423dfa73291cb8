// Keys and ARIA of a combobox with a listbox: the focus stays in the input, and
// `aria-activedescendant` says which option is meant. Makes no nodes and knows nothing of searching.

/**
 * @typedef {object} Commands what a key may ask for
 * @property {(option: HTMLElement, newTab: boolean) => void} choose
 * @property {(newTab: boolean) => boolean} wait whether the options are those of an older text; Enter is then for what comes
 * @property {(option: HTMLAnchorElement) => boolean} followed the browser opens an option's link elsewhere, unless this says no
 * @property {() => void} close the list goes, the text stays
 * @property {() => void} clear text and list go
 * @property {() => void} open the list comes back for the text that is there
 * @property {() => boolean} forward the focus goes on from the end of the text, if there is where to
 * @property {(option: HTMLElement) => boolean} details more about an option, if there is more
 * @property {(option: HTMLElement | undefined, number: number, count: number) => void} moved another option is meant, or none
 */

export class Combobox {
  #input;
  #list;
  #commands;
  /** @type {HTMLElement | undefined} */ #active;

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list with role=listbox; its children are the options
   * @param {Commands} commands
   */
  constructor(input, list, commands) {
    const attributes = { autocomplete: "off", inputmode: "search", enterkeyhint: "search", autocapitalize: "none", autocorrect: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-controls": list.id };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    this.#input = input;
    this.#list = list;
    this.#commands = commands;
  }

  /**
   * Listens until the signal ends it.
   *
   * @param {AbortSignal} signal
   */
  connect(signal) {
    this.#input.addEventListener("keydown", (event) => this.#key(event), { signal });
    for (const type of ["click", "auxclick"]) this.#list.addEventListener(type, (event) => this.#click(/** @type {MouseEvent} */ (event)), { signal });
  }

  /** Number of the option that is meant; -1 for none. */
  get selected() {
    return this.#active ? this.#options.indexOf(this.#active) : -1;
  }

  /**
   * Means an option, as the arrows do.
   *
   * @param {number} number
   */
  select(number) {
    this.#activate(this.#options[number]);
  }

  /** To be called whenever options came or went. */
  refresh() {
    if (this.#active) this.#activate(undefined);
    const options = this.#options;
    options.forEach((option, number) => {
      option.id = `option-${number}`;
      option.setAttribute("aria-selected", "false");
    });
    this.#input.setAttribute("aria-expanded", String(options.length > 0 && this.open));
  }

  /**
   * Chooses the option that is meant, or the first.
   *
   * @param {boolean} newTab
   */
  enter(newTab) {
    const option = this.#active ?? this.#options[0];
    if (option) this.#commands.choose(option, newTab);
  }

  /** Whether a reader sees the list. */
  get open() {
    return this.#list.closest("[hidden]") === null;
  }

  get #options() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While a word is being composed, every key belongs to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    const { key } = event;
    const expanded = this.open && this.#list.childElementCount > 0;
    if (key === "Escape") {
      if (!this.#input.value && !this.open) return;
      event.preventDefault();
      event.stopPropagation();
      if (this.open) this.#commands.close();
      else this.#commands.clear();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      if (event.shiftKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (!expanded) this.#commands.open();
      else if (event.altKey) key === "ArrowUp" && this.#commands.close();
      else this.#move(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter" && expanded) {
      const newTab = event.ctrlKey || event.metaKey;
      event.preventDefault();
      if (!this.#commands.wait(newTab)) this.enter(newTab);
    } else if ((key === "Home" || key === "End") && expanded && this.#active && !held(event)) {
      // They are the text's again once the text alone is meant.
      event.preventDefault();
      this.select(key === "Home" ? 0 : this.#options.length - 1);
    } else if (key === forward(this.#input) && expanded && !this.#edits(event)) {
      const went = this.#active ? this.#commands.details(this.#active) : this.#commands.forward();
      if (went) event.preventDefault();
    }
  }

  /**
   * Whether an arrow has something to do in the text.
   *
   * @param {KeyboardEvent} event
   */
  #edits(event) {
    const { selectionStart, selectionEnd, value } = this.#input;
    return held(event) || selectionStart !== value.length || selectionEnd !== value.length;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const path = event.composedPath();
    const option = this.#options.find((option) => path.includes(option));
    if (!option || event.button > 1) return;
    if (path[0] instanceof Element && path[0].matches(".more")) {
      event.preventDefault();
      this.#commands.details(option);
      return;
    }
    // The browser itself opens a link in a new tab, with the keys that readers know.
    const elsewhere = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (elsewhere && option instanceof HTMLAnchorElement && this.#commands.followed(option)) return;
    event.preventDefault();
    if (!elsewhere || !(option instanceof HTMLAnchorElement)) this.#commands.choose(option, false);
  }

  /**
   * Steps through the options and, between the last and the first, back to the text alone.
   *
   * @param {1 | -1} step
   */
  #move(step) {
    const places = this.#options.length + 1;
    this.select(((this.selected + 1 + step + places) % places) - 1);
  }

  /** @param {HTMLElement | undefined} option */
  #activate(option) {
    this.#active?.setAttribute("aria-selected", "false");
    this.#active = option;
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.#input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
    this.#commands.moved(option, this.selected, this.#options.length);
  }
}

/**
 * The arrow that leads on, in the direction in which the page is read.
 *
 * @param {Element} element
 */
export const forward = (element) => (element.matches(":dir(rtl)") ? "ArrowLeft" : "ArrowRight");

/** @param {KeyboardEvent} event */
const held = ({ shiftKey, ctrlKey, metaKey, altKey }) => shiftKey || ctrlKey || metaKey || altKey;
