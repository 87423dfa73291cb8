// Searches that led somewhere, kept in this browser alone. Makes no nodes.

const KEPT = 6;

export class Recent {
  #key;

  /** @param {URL} index the searches of one index are kept apart from those of others */
  constructor(index) {
    this.#key = `thumbindex:${new URL(".", index).pathname}`;
  }

  /**
   * The newest first.
   *
   * @returns {string[]}
   */
  get list() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? "[]");
      return Array.isArray(kept) ? kept.filter((query) => typeof query === "string" && query).slice(0, KEPT) : [];
    } catch {
      return []; // Storage is refused, or holds something of another's.
    }
  }

  /** @param {string} query */
  add(query) {
    this.#put([query, ...this.list.filter((other) => other.toLowerCase() !== query.toLowerCase())]);
  }

  clear() {
    this.#put([]);
  }

  /** @param {string[]} list */
  #put(list) {
    try {
      if (list.length > 0) localStorage.setItem(this.#key, JSON.stringify(list.slice(0, KEPT)));
      else localStorage.removeItem(this.#key);
    } catch {
      // A browser that keeps nothing has no recent searches.
    }
  }
}
