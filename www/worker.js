// An engine in a worker. The file is both ends: on the page it starts itself as a worker, feeds it and watches it; in the
// worker it answers. The page fetches everything and hands it over; the worker never does.

import { Instance } from "./instance.js";
import { LoadError } from "./loader.js";

/**
 * @import { Engine } from "#glue"
 * @import { Operation } from "./instance.js"
 * @typedef {{module: WebAssembly.Module, index?: Blob, fields: Uint8Array[]} | {operation: Operation, args: any[]}} Message
 * @typedef {{value?: any, failure?: {code: string, message: string}}} Reply
 */

/** How long an answer may take before the worker counts as hung, in milliseconds. */
const PATIENCE = 2_000;
/** How long starting a worker may take, and how long opening an index. */
const STARTING = 10_000;
const OPENING = 30_000;
/** A page that was busy reads its clock before its post: a late answer has this long to be noticed. */
const GRACE = 50;
/** How the worker knows what it is. */
const NAME = "thumbindex";

const HUNG = "The search did not answer this query in time, and not when it was repeated. Another query may work.";
const LOST = "The search stopped on this query and stopped again. Another one may work.";

/** An engine in a worker, asked one thing after the other. */
export class Remote {
  /** @type {() => Worker} */ #make;
  #patience;
  /** @type {WebAssembly.Module | undefined} */ #module;
  /** Outside of the page's own memory, for the next worker. @type {Blob | undefined} */ #index;
  /** The files of fields that it filters by. @type {Uint8Array[]} */ #fields = [];
  /** @type {Worker | undefined} */ #worker;
  /** @type {Promise<unknown>} */ #turn = Promise.resolve();
  /** @type {((failure: unknown) => void) | undefined} */ #interrupt;
  /** Whether the worker has the index. */ #fed = false;
  #closed = false;

  /**
   * @param {() => Worker} [make]
   * @param {number} [patience]
   */
  constructor(make = spawn, patience = PATIENCE) {
    this.#make = make;
    this.#patience = patience;
  }

  /**
   * A worker that runs.
   *
   * @returns {Promise<Remote>} rejects where the page's policy, its origin or the browser allows none
   */
  static async start() {
    const remote = new Remote();
    try {
      await remote.#begin();
      return remote;
    } catch (failure) {
      remote.close();
      throw failure;
    }
  }

  /**
   * Hands over module and index. Asking waits until they are there.
   *
   * @param {WebAssembly.Module} module
   * @param {Uint8Array} index
   * @param {Uint8Array[]} [fields]
   */
  open(module, index, fields = []) {
    this.#module = module;
    this.#fields = fields;
    this.#index = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (index)]);
  }

  /**
   * Asks the engine. A worker that traps, dies or does not answer is replaced, and the next one asked the same once.
   *
   * @template {Operation} O
   * @param {O} operation
   * @param {Parameters<Engine[O]>} args
   * @param {AbortSignal} [signal] what was aborted before its turn is not asked at all
   * @returns {Promise<ReturnType<Engine[O]>>}
   */
  ask(operation, args, signal) {
    return this.#queued(async () => {
      signal?.throwIfAborted();
      for (let tries = 1; ; tries++) {
        try {
          await this.#feed();
          return await this.#exchange({ operation, args }, this.#patience);
        } catch (failure) {
          const spent = failure instanceof Spent;
          if (spent) this.#end();
          if (this.#closed || !spent) throw failure;
          if (tries > 1) throw new LoadError(failure.code, failure.message);
          console.warn("thumbindex: the worker stopped and is started anew", failure);
        }
      }
    });
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
    this.#queued(() => (this.#fed ? this.#exchange({ module, fields }, OPENING) : undefined)).catch(() => this.#end());
  }

  /** Ends the worker once it has answered; the next question starts another. */
  rest() {
    this.#queued(() => this.#end());
  }

  /** Ends the worker. */
  close() {
    this.#closed = true;
    this.#end();
    this.#index = undefined;
    this.#interrupt?.(closed());
  }

  /**
   * @template T
   * @param {() => T | Promise<T>} task
   * @returns {Promise<T>}
   */
  #queued(task) {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Starts a worker and waits for its first word. */
  async #begin() {
    if (this.#closed) throw closed();
    this.#worker = this.#make();
    await this.#exchange(undefined, STARTING);
  }

  async #feed() {
    if (!this.#worker) await this.#begin();
    if (this.#fed) return;
    const [module, index, fields] = [this.#module, this.#index, this.#fields];
    if (!module || !index) throw closed();
    await this.#exchange({ module, index, fields }, OPENING);
    this.#fed = true;
  }

  /**
   * Sends a message, if there is one, and waits for the next reply.
   *
   * @param {Message | undefined} message
   * @param {number} patience
   * @returns {Promise<any>}
   */
  #exchange(message, patience) {
    const worker = /** @type {Worker} */ (this.#worker);
    /** @type {ReturnType<typeof setTimeout>} */ let timer;
    const replied = new Promise((resolve, reject) => {
      this.#interrupt = reject;
      timer = setTimeout(() => (timer = setTimeout(reject, GRACE, new Spent("hung", HUNG))), patience);
      worker.onmessage = ({ data }) => (data.failure ? reject(new LoadError(data.failure.code, data.failure.message)) : resolve(data.value));
      worker.onerror = (event) => (event.preventDefault?.(), reject(new Spent("crashed", LOST)));
      worker.onmessageerror = () => reject(new Spent("crashed", LOST));
      if (message) worker.postMessage(message);
    });
    return replied.finally(() => clearTimeout(timer));
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#fed = false;
  }
}

/** The worker is spent. */
class Spent extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const closed = () => new LoadError("closed", "This search was closed.", { final: true });

/** @type {{createScriptURL(url: string): any} | undefined} */
let policy;

/** This file as a worker. Where Trusted Types are required, a policy vouches for this one address. */
function spawn() {
  const url = import.meta.url;
  /** @type {any} */ const types = /** @type {any} */ (globalThis).trustedTypes;
  policy ??= types?.createPolicy("thumbindex", { createScriptURL: (/** @type {string} */ wanted) => (wanted === url ? url : "") });
  return new Worker(policy?.createScriptURL(url) ?? url, { type: "module", name: NAME });
}

/** The worker's side. */
function serve() {
  /** @type {Instance | undefined} */ let instance;
  /** @param {Message} message */
  const answer = async (message) => {
    if ("operation" in message) return instance?.ask(message.operation, /** @type {any} */ (message.args));
    if (message.index) instance = new Instance(message.module, new Uint8Array(await message.index.arrayBuffer()), message.fields);
    else instance?.replace(message.module, message.fields);
    return instance?.ask("info", []);
  };
  /** @param {Reply} reply */
  const reply = (reply) => postMessage(reply);
  onmessage = ({ data }) => {
    answer(data).then(
      (value) => reply({ value }),
      ({ code = "unknown", message }) => reply({ failure: { code, message } }),
    );
  };
  reply({});
}

if (!globalThis.document && /** @type {any} */ (globalThis).name === NAME) serve();
