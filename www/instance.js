// The module's instance and its life, in whatever thread it is. JavaScript owns the compiled module and the index
// bytes, so that an instance that trapped can be thrown away: it is never called again.

import { createGlue } from "#glue";
import { LoadError } from "./loader.js";

/** @import { Engine } from "#glue" */

/**
 * What an engine can be asked.
 * @typedef {"search" | "suggest" | "similar" | "document" | "explain" | "info" | "plan" | "provide"} Operation
 */

export class Instance {
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
   * Asks the engine. When the instance traps, a new one is asked the same once.
   *
   * @template {Operation} O
   * @param {O} operation
   * @param {Parameters<Engine[O]>} args
   * @param {AbortSignal} [signal]
   * @returns {Promise<ReturnType<Engine[O]>>}
   */
  async ask(operation, args, signal) {
    for (let tries = 1; ; tries++) {
      try {
        const engine = this.#engine ?? (await (this.#starting ??= this.#start()));
        signal?.throwIfAborted();
        // @ts-expect-error: the operation and its arguments belong together.
        return engine[operation](...args);
      } catch (failure) {
        signal?.throwIfAborted();
        if (failure instanceof Error && failure.name === "ThumbindexError") throw failure;
        this.#drop();
        if (tries > 1) throw new LoadError("crashed", CRASHED, { cause: failure });
        console.warn("thumbindex: the module stopped and is started anew", failure);
      }
    }
  }

  /**
   * Goes on with another module.
   *
   * @param {WebAssembly.Module} module
   */
  replace(module) {
    this.#module = module;
    this.#drop();
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
    // Another module came meanwhile.
    if (module !== this.#module) return this.#start();
    return (this.#engine = new glue.Engine(this.#index));
  }

  #drop() {
    this.#engine = this.#starting = undefined;
  }
}

const CRASHED = "The search stopped on this query and stopped again when it was repeated. Another query may work.";
