// The module's instance and its life. JavaScript owns the compiled module and the index bytes, so
// that an instance that trapped can be thrown away: it is never called again.

import { createGlue } from "#glue";
import { LoadError } from "./loader.js";

/** @import { Engine } from "#glue" */

/** Queries that the module which pages load first does not understand whole: phrases, and ranges of years. */
const OPERATORS = /"[^"]*"|(^|\s)year:/i;
/** Queries that are about to become such. */
const BEGINNINGS = /"|(^|\s)year:/i;

export class EngineHost {
  /** @type {WebAssembly.Module} */ #module;
  /** @type {(() => Promise<WebAssembly.Module>) | undefined} */ #loadFull;
  /** @type {Promise<WebAssembly.Module> | undefined} */ #full;
  /** @type {Uint8Array} */ #index;
  /** @type {Engine | undefined} */ #engine;
  /** @type {Promise<Engine> | undefined} */ #starting;
  #closed = false;

  /**
   * @param {WebAssembly.Module} module
   * @param {Uint8Array} index
   * @param {() => Promise<WebAssembly.Module>} [loadFull] brings the module that knows all operators
   */
  constructor(module, index, loadFull) {
    this.#module = module;
    this.#index = index;
    this.#loadFull = loadFull;
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
   * @returns {Promise<boolean>} false where there is none
   */
  async widen() {
    if (!this.#loadFull) return false;
    this.#full ??= this.#loadFull();
    try {
      const module = await this.#full;
      if (this.#module !== module) {
        this.#module = module;
        this.#drop();
      }
      return true;
    } catch (failure) {
      this.#full = undefined;
      throw failure;
    }
  }

  /**
   * Calls the engine. When the instance traps, a new one gets the same call once.
   *
   * @template T
   * @param {(engine: Engine) => T} use
   * @returns {Promise<T>}
   */
  async call(use) {
    for (let tries = 1; ; tries++) {
      try {
        return use(this.#engine ?? (await (this.#starting ??= this.#start())));
      } catch (failure) {
        if (failure instanceof Error && failure.name === "ThumbindexError") throw failure;
        this.#drop();
        if (tries > 1) {
          const message = "The search stopped on this query and stopped again when it was repeated. Another query may work.";
          throw new LoadError("crashed", message, { cause: failure });
        }
        console.warn("thumbindex: the module stopped and is started anew", failure);
      }
    }
  }

  /** Lets go of the instance and of the index. */
  close() {
    this.#closed = true;
    this.#drop();
    this.#index = new Uint8Array();
  }

  /** @returns {Promise<Engine>} */
  async #start() {
    if (this.#closed) throw new LoadError("closed", "This search was closed.", { final: true });
    const [glue, module] = [createGlue(), this.#module];
    glue.attach(await WebAssembly.instantiate(module, glue.imports));
    // The full module came meanwhile.
    if (module !== this.#module) return this.#start();
    return (this.#engine = new glue.Engine(this.#index));
  }

  #drop() {
    this.#engine = this.#starting = undefined;
  }
}
