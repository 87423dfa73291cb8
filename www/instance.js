// The module's instance and its life, in whatever thread it is. JavaScript owns the compiled module and the index
// bytes, so that an instance that trapped can be thrown away: it is never called again.

import { createGlue } from "#glue";
import { LoadError } from "./loader.js";

/** @import { Engine } from "#glue" */

/**
 * What an engine can be asked.
 * @typedef {"search" | "suggest" | "similar" | "document" | "explain" | "info" | "plan" | "provide"} Operation
 */

/** The number under which the module takes files of fields. */
const FIELD = 0xfffffffe;

export class Instance {
  /** @type {WebAssembly.Module} */ #module;
  /** @type {Uint8Array} */ #index;
  /** The files of fields that the full module filters by. @type {Uint8Array[]} */ #fields;
  /** @type {Engine | undefined} */ #engine;
  /** @type {Promise<Engine> | undefined} */ #starting;
  /** @type {WebAssembly.Memory | undefined} */ #memory;
  #closed = false;

  /**
   * @param {WebAssembly.Module} module
   * @param {Uint8Array} index
   * @param {Uint8Array[]} [fields]
   */
  constructor(module, index, fields = []) {
    this.#module = module;
    this.#fields = fields;
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
        const starved = this.#starved(failure);
        this.#drop();
        if (tries > 1) throw new LoadError(...(starved ? STARVED : CRASHED), { cause: failure });
        console.warn("thumbindex: the module stopped and is started anew", failure);
      }
    }
  }

  /**
   * Goes on with another module.
   *
   * @param {WebAssembly.Module} module
   * @param {Uint8Array[]} fields
   */
  replace(module, fields) {
    this.#module = module;
    this.#fields = fields;
    this.#drop();
  }

  /** Lets go of the instance; the next question starts another. */
  rest() {
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
    const [glue, module, fields] = [createGlue(), this.#module, this.#fields];
    const instance = await WebAssembly.instantiate(module, glue.imports);
    this.#memory = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
    glue.attach(instance);
    // Another module or field came meanwhile.
    if (module !== this.#module || fields !== this.#fields) return this.#start();
    const engine = new glue.Engine(this.#index);
    for (const field of fields) engine.provide(FIELD, field);
    return (this.#engine = engine);
  }

  /**
   * Whether it stopped for want of memory: what a module is refused is a trap like any other. The instance is spent, so it
   * may be asked for as much again as the index takes.
   *
   * @param {unknown} failure
   */
  #starved(failure) {
    if (!this.#memory) return failure instanceof RangeError;
    try {
      this.#memory.grow(1 + (this.#index.length >> 16));
      return false;
    } catch {
      return true;
    }
  }

  #drop() {
    this.#engine = this.#starting = this.#memory = undefined;
  }
}

/** @type {[code: string, message: string]} */
const CRASHED = ["crashed", "The search stopped on this query and stopped again. Another one may work."];
/** @type {[code: string, message: string]} */
const STARVED = ["memory", "The browser has no memory left for the search. Close other pages and try again."];
