// An open index, on whatever page: bytes in, answers out.

import { EngineHost } from "./engine.js";
import { LoadError, begin, compile, fetchBytes, orStop } from "./loader.js";

/**
 * @import { Answer, Explanation, Hit, Inspection, SearchOptions, StoredDocument, Suggestion } from "#glue"
 * @import { Filter, Narrowing, Reading, WorkerChoice } from "./types.d.ts"
 * @import { Blocks } from "./blocks.js"
 * @import { Means } from "./engine.js"
 * @import { Operation } from "./instance.js"
 */

/** The module that knows all operators: pages load it when somebody uses one. The bundler puts its name here. */
const FULL = "__THUMBINDEX_FULL__";

/** What fetches blocks. The bundler puts its name here. */
const BLOCKS = "./blocks.js";
/** An import that failed once fails forever under the same name in some browsers. */
let opened = 0;

/** Longer queries are cut: the engine reads less than this of any query. */
const LONGEST_QUERY = 1024;

/**
 * From this size of the index on, in bytes, a worker answers: on a processor four times slower than the one measured, one key
 * in a hundred then takes longer than a frame. docs/javascript.md has the figures.
 */
const WORKER_FROM = 8_000_000;

/** What the engine says of a file that arrived wrong: a cache may be to blame, so it is fetched once more. */
const ARRIVED_WRONG = new Set(["not-an-index", "truncated", "corrupt", "version", "malformed"]);

/**
 * @typedef {object} Source
 * @property {URL} index where the index is, or the manifest that names it
 * @property {URL} wasm where the module is
 * @property {Promise<Response>} [indexBegun] its fetch, if under way
 * @property {Promise<Response>} [wasmBegun]
 * @property {{files: {index: string, bytes?: number, blocks?: boolean, editions?: boolean}}} [kit] what the script names; it counts where it names this index
 * @property {string | null} [worker] a {@link WorkerChoice}
 * @property {(part: number) => void} [heard] told how much of the index is there, from 0 to 1, where its size is known
 */

/** @typedef {import("./narrow.js").Beside} Beside */

/** An open index. */
export class Client {
  /** @type {EngineHost} */ #host;
  #beside;
  /** @type {import("./narrow.js").Fields | undefined} */ #known;
  /** @type {Blocks | undefined} */ #blocks;
  /** Who reads, where pages are in several versions or languages: written for the module. */ reader = "";

  /**
   * @param {EngineHost} host
   * @param {Inspection} info
   * @param {Beside} [beside]
   * @param {Blocks} [blocks]
   */
  constructor(host, info, beside, blocks) {
    this.#blocks = blocks;
    this.#host = host;
    this.#beside = beside;
    /** What the index holds. */
    this.info = info;
  }

  /** Whether a worker answers. */
  get worker() {
    return this.#host.away;
  }

  /**
   * Answers a query. A search that is not wanted any more is one whose signal is aborted: it rejects with an
   * `AbortError`, and costs nothing where it had not begun.
   *
   * @param {string} query
   * @param {SearchOptions & Narrowing & Reading & {signal?: AbortSignal, onPartial?: (answer: Answer) => void}} [options] `onPartial` is
   *   told of an answer, marked partial, whose rows can be shown while what completes it is on its way
   * @returns {Promise<Answer>}
   */
  async search(query, { signal, onPartial, ...options } = {}) {
    await null; // Searches of one turn of the event loop: those that are aborted in it never begin.
    signal?.throwIfAborted();
    const { filters, sort, facets, version, language } = options;
    const narrow = filters || sort || facets || version || language ? await until(signal, this.#fields().then((fields) => fields.narrow(options))) : "";
    const whole = await until(signal, this.#host.prepare(short(query)));
    const ask = () => this.#ask("search", [short(query) + (this.reader ? this.reader + narrow.slice(1) : narrow), options], signal);
    const answer = await (this.#blocks ? this.#blocks.settle(this.#host, ask, signal, onPartial) : ask());
    return whole ? answer : { ...answer, partial: true };
  }

  /**
   * Completions of the word being typed, most useful first.
   *
   * @param {string} query
   * @param {number | {limit?: number, signal?: AbortSignal}} [options] the limit, or options: 5 completions unless said
   * @returns {Promise<Suggestion[]>}
   */
  suggest(query, options = {}) {
    const { limit = 5, signal } = typeof options === "number" ? { limit: options } : options;
    return this.#ask("suggest", [short(query), limit], signal);
  }

  /**
   * Documents most like the one with this ordinal, nearest first.
   *
   * @param {number} doc
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<Hit[]>}
   */
  async similar(doc, { signal } = {}) {
    await this.#blocks?.document(this.#host, doc, signal);
    return this.#ask("similar", [doc], signal);
  }

  /**
   * Why a document has its score in the answer to a query, its score taken apart. Loads the full module first.
   *
   * @param {string} query
   * @param {number} doc
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<Explanation | null>} null where the document is no hit
   */
  async explain(query, doc, { signal } = {}) {
    if (!(await until(signal, this.#host.widen()))) {
      throw new LoadError("no-full-module", "Explaining takes the full module: give its bytes to openBytes.");
    }
    return this.#ask("explain", [short(query), doc], signal);
  }

  /**
   * The whole stored document with this ordinal.
   *
   * @param {number} doc
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<StoredDocument | null>}
   */
  document(doc, { signal } = {}) {
    return this.#blocks?.document(this.#host, doc, signal) ?? this.#ask("document", [doc], signal);
  }

  /**
   * What queries can be narrowed by: each field with its values or its range, and how many documents have them. Fetched
   * when it is first asked for.
   *
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<Filter[]>}
   */
  async filters({ signal } = {}) {
    signal?.throwIfAborted();
    return until(signal, this.#fields().then((fields) => fields.list()));
  }

  /** What knows the fields, loaded when somebody narrows a search. */
  async #fields() {
    const { Fields } = await import("./narrow.js");
    return (this.#known ??= new Fields(this.#beside, (files) => this.#host.widen(files)));
  }

  /** Frees the module's memory, or ends the worker, until something is asked again. */
  rest() {
    this.#host.rest();
  }

  /** Frees what the index holds. Calls after this reject. */
  close() {
    this.#host.close();
  }

  /**
   * @template {Operation} O
   * @param {O} operation
   * @param {Parameters<import("#glue").Engine[O]>} args
   * @param {AbortSignal} [signal]
   */
  async #ask(operation, args, signal) {
    signal?.throwIfAborted();
    return until(signal, this.#host.ask(operation, args, signal));
  }
}

/**
 * @template T
 * @param {AbortSignal | undefined} signal
 * @param {Promise<T>} value
 */
const until = (signal, value) => (signal ? orStop(signal, value) : value);

/** @param {string} query */
const short = (query) => String(query).slice(0, LONGEST_QUERY).replaceAll("\0", " ");

/**
 * Opens an index from bytes that are already there.
 *
 * @param {BufferSource} wasm the module, or the full module
 * @param {Uint8Array} index
 * @param {BufferSource} [full] the full module; without it queries with operators are answered as plain words, and marked partial
 * @param {{filters?: Filter[], fields?: Record<string, Uint8Array>}} [beside] the list of fields, and their files by the names in it
 * @returns {Promise<Client>}
 */
export async function openBytes(wasm, index, full, beside) {
  const module = await compile(plain(wasm));
  const means = full && { full: async () => (full === wasm ? module : compile(plain(full))) };
  return start(module, index, means, "never", beside);
}

/**
 * @param {BufferSource} source
 * @returns {Uint8Array<ArrayBuffer>}
 */
function plain(source) {
  const view = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  return /** @type {Uint8Array<ArrayBuffer>} */ (view);
}

/**
 * Opens an index from the network.
 *
 * @param {Source} source
 * @param {AbortSignal} [signal]
 * @returns {Promise<Client>}
 */
export async function openSource({ index, wasm, indexBegun, wasmBegun, kit, worker, heard }, signal) {
  const { file, first, bytes: size = 0, blocks: large, editions } = await whereIndex(index, kit?.files, indexBegun, signal);
  const counting = heard && size > 0 ? (/** @type {number} */ length) => heard(Math.min(1, length / size)) : undefined;
  const bytes = fetchBytes(file, { begun: first, signal, heard: counting });
  bytes.catch(() => {}); // Heard of below, unless the module fails first.
  /** @type {Promise<typeof import("./blocks.js")> | undefined} */
  const blocks = large ? import(`${BLOCKS}?${opened++}`) : undefined;
  blocks?.catch(() => {});
  /** @param {Promise<Uint8Array>} root */
  const open = async (root) => start(module, await root, means, choice, file, blocks && new (await blocks).Blocks(await root, file), editions && import("./reading.js"));
  const choice = worker === "always" || worker === "never" ? worker : "auto";
  /** @type {ReturnType<typeof startWorker> | undefined} */ let starting;
  const away = () => (starting ??= startWorker());
  // The worker starts while the index is on its way, where its size is known before.
  if (choice === "always" || (choice === "auto" && size >= WORKER_FROM)) away();
  const moduleBytes = await fetchBytes(wasm, { begun: wasmBegun, signal });
  const module = await compile(moduleBytes).catch(async (failure) => {
    if (failure.final) throw failure;
    return compile(await fetchBytes(wasm, { signal, anew: true }));
  });
  // Where it is needed by every query, it is the one that the page loads first.
  const full = async () => (editions ? module : compile(await fetchBytes(new URL(FULL, import.meta.url), { signal })));
  const means = { full, away: choice === "never" ? undefined : away };
  try {
    return await open(bytes);
  } catch (failure) {
    if (!(failure instanceof Error && "code" in failure && ARRIVED_WRONG.has(String(failure.code)))) throw failure;
    return open(fetchBytes(file, { signal, anew: true })).catch((again) => {
      throw new LoadError(again.code, `${name(file)}: ${again.message}`, { cause: again });
    });
  }
}

/**
 * Follows a manifest to the index file.
 *
 * @param {URL} index
 * @param {{index: string, bytes?: number, blocks?: boolean, editions?: boolean}} [named]
 * @param {Promise<Response>} [begun]
 * @param {AbortSignal} [signal]
 * @returns {Promise<{file: URL, first: Promise<Response>, bytes?: number, blocks?: boolean, editions?: boolean}>} the file, its fetch, its
 *   size where that is known, and whether it has blocks beside it, and editions in it
 */
async function whereIndex(index, named, begun, signal) {
  if (!index.pathname.endsWith(".json")) {
    const own = named && index.pathname.endsWith(`/${named.index}`) ? named : undefined;
    return { ...own, file: index, first: begun ?? begin(index, signal) };
  }
  const text = new TextDecoder().decode(await fetchBytes(index, { begun, signal }));
  try {
    const manifest = JSON.parse(text);
    const file = new URL(manifest.index, index);
    return { ...manifest, ...manifest.files?.[manifest.index], file, first: begin(file, signal) };
  } catch (cause) {
    throw new LoadError("bad-manifest", `${index.pathname} is not what “thumbindex build” writes. Name its folder.`, { cause });
  }
}

/**
 * Where there can be no worker, the page itself goes on answering.
 *
 * @returns {Promise<import("./worker.js").Remote | undefined>}
 */
async function startWorker() {
  if (typeof Worker !== "function") return undefined;
  try {
    return await (await import("./worker.js")).Remote.start();
  } catch (failure) {
    console.warn("thumbindex: no worker can be started here, so the page searches", failure);
    return undefined;
  }
}

/**
 * @param {WebAssembly.Module} module
 * @param {Uint8Array} index
 * @param {Means} [means]
 * @param {WorkerChoice} [choice]
 * @param {Beside} [beside]
 * @param {Blocks} [blocks]
 * @param {Promise<typeof import("./reading.js")> | false} [reading]
 */
async function start(module, index, means, choice, beside, blocks, reading) {
  const host = new EngineHost(module, index, means);
  if (choice === "always" || (choice === "auto" && index.length >= WORKER_FROM)) await host.leave();
  const client = new Client(host, await host.ask("info", []), beside, blocks);
  if (reading) client.reader = (await reading).reading();
  return client;
}

/** @param {URL} url */
const name = (url) => decodeURIComponent(url.pathname.split("/").at(-1) || url.href);
