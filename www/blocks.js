// The blocks of an index in the large shape: which file each is, and how they come while answers want them.

import { LoadError, fetchBytes, orStop } from "./loader.js";

/** @import { Answer, StoredDocument } from "#glue" */
/** @import { EngineHost } from "./engine.js" */

/** FORMAT.md: where the block table begins, its entries, and the bit of a block that is in a file of its own. */
const [HEADER, ENTRY, DETACHED] = [32, 20, 0x80000000];
const TEXTS = 11;
/** A fetch that nobody waits for any more goes on for so long, in milliseconds: the next key mostly wants the same. */
const GRACE = 300;
/** So often may an answer ask for more before something is wrong. */
const MOST_TRIPS = 20;

/** @typedef {{bytes: Promise<Uint8Array<ArrayBuffer>>, stop: AbortController, waiting: number}} Fetch */

export class Blocks {
  /** @type {Uint8Array} */ #root;
  /** @type {URL} */ #index;
  /** @type {Map<number, Fetch>} */ #coming = new Map();
  /** Those that did not come: browsers keep some refusals (410, 301) for ever, so they are asked for past the caches. @type {Set<number>} */
  #failed = new Set();

  /**
   * @param {Uint8Array} root the index file
   * @param {URL} index where it is; the blocks are beside it
   */
  constructor(root, index) {
    // The table is enough: the engine has the rest.
    const count = new DataView(root.buffer, root.byteOffset).getUint32(12, true);
    this.#root = root.slice(0, HEADER + ENTRY * count);
    this.#index = index;
  }

  /**
   * Asks until nothing is missing.
   *
   * @param {EngineHost} host
   * @param {() => Promise<Answer>} ask
   * @param {AbortSignal} [signal]
   * @param {(answer: Answer) => void} [partial] told of an answer whose rows can be drawn while the rest is on its way
   * @returns {Promise<Answer>}
   */
  async settle(host, ask, signal, partial) {
    for (let trips = 0; ; trips++) {
      const answer = await ask();
      if (answer.missing.length === 0) return answer;
      if (trips === MOST_TRIPS) throw new LoadError("blocks", "The index asks for the same parts again and again. Reload the page; if you run the site, upload the folder again.");
      if (answer.hits.length > 0 && answer.missing.every((number) => this.#part(number) === TEXTS)) partial?.(answer);
      await this.bring(host, answer.missing, signal);
    }
  }

  /**
   * A document, once what it and its neighbours need is there.
   *
   * @param {EngineHost} host
   * @param {number} doc
   * @param {AbortSignal} [signal]
   * @returns {Promise<StoredDocument | null>}
   */
  async document(host, doc, signal) {
    for (;;) {
      const found = /** @type {any} */ (await host.ask("document", [doc], signal));
      if (!Array.isArray(found)) return found;
      await this.bring(host, found, signal);
    }
  }

  /**
   * Fetches blocks in one parallel trip and hands them to the engine.
   *
   * @param {EngineHost} host
   * @param {number[]} numbers
   * @param {AbortSignal} [signal]
   */
  async bring(host, numbers, signal) {
    const stop = signal ?? new AbortController().signal;
    await Promise.all(
      numbers.map(async (number) => {
        const bytes = await this.#bytesOf(number, stop);
        try {
          await host.ask("provide", [number, bytes], signal);
        } catch (failure) {
          if (!(failure instanceof Error && "code" in failure && failure.code === "wrong-block")) throw failure;
          // A cache, or a host that sends another page in its place, may be to blame.
          const again = await fetchBytes(this.#url(number), { signal, anew: true });
          await host.ask("provide", [number, again], signal).catch((cause) => {
            const file = this.#name(number);
            throw new LoadError("wrong-block", `${file} arrived damaged, or the server sent another file in its place. Try again; if you run the site, upload the folder again.`, { cause, file });
          });
        }
      }),
    );
  }

  /**
   * One fetch of each block, however many wait for it; the last to lose interest ends it.
   *
   * @param {number} number
   * @param {AbortSignal} signal
   */
  async #bytesOf(number, signal) {
    let fetch = this.#coming.get(number);
    if (!fetch) {
      const stop = new AbortController();
      fetch = { bytes: fetchBytes(this.#url(number), { signal: stop.signal, anew: this.#failed.has(number) }), stop, waiting: 0 };
      const done = () => this.#coming.delete(number);
      fetch.bytes.then(done, () => (done(), stop.signal.aborted || this.#failed.add(number)));
      this.#coming.set(number, fetch);
    }
    fetch.waiting++;
    try {
      return await orStop(signal, fetch.bytes);
    } finally {
      const { stop } = fetch;
      const waited = fetch;
      if (--fetch.waiting === 0) setTimeout(() => waited.waiting === 0 && stop.abort(), GRACE);
    }
  }

  /** @param {number} number */
  #part(number) {
    return this.#entry(number).getUint32(0, true) % DETACHED;
  }

  /** @param {number} number */
  #name(number) {
    return `b-${this.#entry(number).getBigUint64(12, true).toString(16).padStart(16, "0")}.tib`;
  }

  /** @param {number} number */
  #url(number) {
    return new URL(this.#name(number), this.#index);
  }

  /** @param {number} number */
  #entry(number) {
    return new DataView(this.#root.buffer, HEADER + ENTRY * number, ENTRY);
  }
}
