// The query in the page's address and the place in the results in its history entry, so that a link shares the one and
// Back brings both. Makes no nodes.

/** How long typing rests before the address follows. */
const AFTER = 300;

/**
 * @typedef {object} Place where a reader was
 * @property {string} query
 * @property {number} limit how many hits were asked for
 * @property {number} selected number of the option that was meant; -1 for none
 * @property {number} scroll
 */

export class Address {
  #host;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #waiting;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
  }

  /** What this entry of the history knows. @returns {Place | undefined} */
  get place() {
    return history.state?.thumbindex?.[this.#host.id];
  }

  /** Lets the address follow once typing rests. @param {() => Place} place */
  follow(place) {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.keep(place()), AFTER);
  }

  stop() {
    clearTimeout(this.#waiting);
  }

  /** Writes it down now. @param {Place} place */
  keep(place) {
    this.stop();
    const { state } = history;
    const address = this.#shared(place.query);
    if (!place.query && !this.place && address === location.href) return;
    // A page's own state that is no object cannot hold ours beside it.
    const kept = state === null || typeof state === "object" ? { ...state, thumbindex: { ...state?.thumbindex, [this.#host.id]: place } } : state;
    try {
      history.replaceState(kept, "", address);
    } catch {
      // Browsers take so many of these in a minute, and some frames none: the search goes on without.
    }
  }

  /** The page's address with the query. @param {string} query */
  #shared(query) {
    const param = this.#host.getAttribute("param");
    if (!param) return location.href;
    const url = new URL(location.href);
    if (query) url.searchParams.set(param, query);
    else url.searchParams.delete(param);
    return url.href;
  }
}
