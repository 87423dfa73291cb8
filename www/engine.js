// The engine as the page asks it: which module answers (the one that pages load first, or the full one when a query has
// operators), and where (in the page, or in a worker). Whoever asks need not know.

import { Instance } from "./instance.js";

/** @import { Engine } from "#glue" */
/** @import { Operation } from "./instance.js" */
/** @import { Remote } from "./worker.js" */

/** Queries that the module which pages load first does not understand whole: phrases, and ranges of years. */
const OPERATORS = /"[^"]*"|(^|\s)year:/i;
/** Queries that are about to become such. */
const BEGINNINGS = /"|(^|\s)year:/i;

/** An answer that took this long, in milliseconds, is one that the reader felt; after so many of them a worker takes over. */
const SLOW = 50;
const MOST_SLOW = 3;

/**
 * @typedef {object} Means
 * @property {() => Promise<WebAssembly.Module>} [full] brings the module that knows all operators
 * @property {() => Promise<Remote | undefined>} [away] starts a worker, where there can be one
 */

export class EngineHost {
  /** @type {WebAssembly.Module} */ #module;
  /** @type {Uint8Array} */ #index;
  /** @type {Means} */ #means;
  /** @type {Promise<WebAssembly.Module> | undefined} */ #full;
  /** @type {Instance | Remote} */ #seat;
  /** The files of fields that queries were narrowed by. @type {Uint8Array[]} */ #fields = [];
  #slow = 0;
  #closed = false;

  /**
   * @param {WebAssembly.Module} module
   * @param {Uint8Array} index
   * @param {Means} [means]
   */
  constructor(module, index, means = {}) {
    this.#module = module;
    this.#index = index;
    this.#means = means;
    this.#seat = new Instance(module, index);
  }

  /** Whether a worker answers. */
  get away() {
    return !(this.#seat instanceof Instance);
  }

  /**
   * Makes ready for a query: one with operators waits here for the full module.
   *
   * @param {string} query
   * @returns {Promise<boolean>} whether the query is understood whole
   */
  async prepare(query) {
    if (!BEGINNINGS.test(query)) return true;
    const understood = this.widen();
    if (OPERATORS.test(query)) return understood;
    understood.catch(() => {}); // Fetched ahead; who needs it hears of it.
    return true;
  }

  /**
   * Goes over to the full module.
   *
   * @param {Uint8Array[]} [fields] files of fields that it is to filter by, beside those that it has
   * @returns {Promise<boolean>} false where there is none
   */
  async widen(fields = []) {
    if (!this.#means.full) return false;
    this.#full ??= this.#means.full();
    try {
      const module = await this.#full;
      if (this.#module !== module || fields.length > 0) {
        const before = this.#fields;
        this.#seat.replace((this.#module = module), (this.#fields = [...before, ...fields]));
        // A file that arrived wrong is not kept.
        if (fields.length > 0) {
          await this.#seat.ask("info", []).catch((failure) => {
            this.#seat.replace(module, (this.#fields = before));
            throw failure;
          });
        }
      }
      return true;
    } catch (failure) {
      this.#full = undefined;
      throw failure;
    }
  }

  /**
   * Goes over to a worker.
   *
   * @returns {Promise<boolean>} false where there can be none; then all stays as it is
   */
  async leave() {
    const remote = await this.#means.away?.();
    this.#means.away = undefined;
    if (!remote || this.#closed) return remote?.close(), false;
    remote.open(this.#module, this.#index, this.#fields);
    this.#seat = remote;
    this.#index = new Uint8Array(); // The worker's side keeps it.
    return true;
  }

  /**
   * Asks the engine. A trap, or in a worker a hang, costs one new instance: the same is asked of it once.
   *
   * @template {Operation} O
   * @param {O} operation
   * @param {Parameters<Engine[O]>} args
   * @param {AbortSignal} [signal]
   * @returns {Promise<ReturnType<Engine[O]>>}
   */
  async ask(operation, args, signal) {
    const [seat, start] = [this.#seat, performance.now()];
    const answer = await seat.ask(operation, args, signal);
    // The first question waits for the index to be opened, and what takes long in a worker holds up nobody.
    const felt = operation !== "info" && performance.now() - start > SLOW;
    if (felt && ++this.#slow === MOST_SLOW && this.#means.away) void this.leave();
    return answer;
  }

  /** Lets go of the instance or of the worker until something is asked. */
  rest() {
    this.#seat.rest();
  }

  /** Lets go of the instance and of the index. */
  close() {
    this.#closed = true;
    this.#seat.close();
    this.#index = new Uint8Array();
  }
}
