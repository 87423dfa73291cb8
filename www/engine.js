// The module's instance and its life. JavaScript owns the compiled module and the index bytes, so
// that an instance that trapped can be thrown away: it is never called again.

import { createGlue } from "#glue";
import { LoadError } from "./loader.js";

/** @import { Engine } from "#glue" */

export class EngineHost {
  /** @type {WebAssembly.Module} */ #module;
  /** @type {Uint8Array} */ #index;
  /** @type {Engine | undefined} */ #engine;
  /** @type {Promise<Engine> | undefined} */ #starting;
  #closed = false;

  /**
   * @param {WebAssembly.Module} module
   * @param {Uint8Array} index
   */
  constructor(module, index) {
    this.#module = module;
    this.#index = index;
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
    const glue = createGlue();
    glue.attach(await WebAssembly.instantiate(this.#module, glue.imports));
    return (this.#engine = new glue.Engine(this.#index));
  }

  #drop() {
    this.#engine = this.#starting = undefined;
  }
}
