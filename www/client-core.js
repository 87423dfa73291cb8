// An open index, on whatever page: bytes in, answers out, the newest question first.

import { EngineHost } from "./engine.js";
import { LoadError, begin, compile, fetchBytes } from "./loader.js";

/** @import { Answer, Explanation, Hit, Inspection, SearchOptions, StoredDocument, Suggestion } from "#glue" */

/** The module that knows all operators: pages load it when somebody uses one. The bundler puts its name here. */
const FULL = "__THUMBINDEX_FULL__";

/** Longer queries are cut: the engine reads less than this of any query. */
const LONGEST_QUERY = 1024;

/** What the engine says of a file that arrived wrong: a cache may be to blame, so it is fetched once more. */
const ARRIVED_WRONG = new Set(["not-an-index", "truncated", "corrupt", "version", "malformed"]);

/**
 * @typedef {object} Source
 * @property {URL} index where the index is, or the manifest that names it
 * @property {URL} wasm where the module is
 * @property {Promise<Response>} [indexBegun] its fetch, if under way
 * @property {Promise<Response>} [wasmBegun]
 */

/** An open index. */
export class Client {
  /** @type {EngineHost} */ #host;
  #newest = 0;

  /**
   * @param {EngineHost} host
   * @param {Inspection} info
   */
  constructor(host, info) {
    this.#host = host;
    /** What the index holds. */
    this.info = info;
  }

  /**
   * Answers a query. Only the newest search is answered: an older one that is still waiting
   * rejects with an `AbortError`, as one does whose signal is aborted.
   *
   * @param {string} query
   * @param {SearchOptions & {signal?: AbortSignal}} [options]
   * @returns {Promise<Answer>}
   */
  async search(query, { signal, ...options } = {}) {
    const number = ++this.#newest;
    const stale = () => {
      signal?.throwIfAborted();
      if (number !== this.#newest) throw new DOMException("a newer search took its place", "AbortError");
    };
    await null; // Searches of one turn of the event loop: the last one wins.
    stale();
    const whole = await this.#host.prepare(short(query));
    const answer = await this.#host.call((engine) => engine.search(short(query), options));
    stale();
    return whole ? answer : { ...answer, partial: true };
  }

  /**
   * Completions of the word being typed, most useful first.
   *
   * @param {string} query
   * @param {number} [limit]
   * @returns {Promise<Suggestion[]>}
   */
  suggest(query, limit = 5) {
    return this.#host.call((engine) => engine.suggest(short(query), limit));
  }

  /**
   * Documents most like the one with this ordinal, nearest first.
   *
   * @param {number} doc
   * @returns {Promise<Hit[]>}
   */
  similar(doc) {
    return this.#host.call((engine) => engine.similar(doc));
  }

  /**
   * Why a document has its score in the answer to a query, its score taken apart. Loads the full module first.
   *
   * @param {string} query
   * @param {number} doc
   * @returns {Promise<Explanation | null>} null where the document is no hit
   */
  async explain(query, doc) {
    if (!(await this.#host.widen())) throw new LoadError("no-full-module", "Explaining takes the full module: give its bytes to openBytes.");
    return this.#host.call((engine) => engine.explain(short(query), doc));
  }

  /**
   * The whole stored document with this ordinal.
   *
   * @param {number} doc
   * @returns {Promise<StoredDocument | null>}
   */
  document(doc) {
    return this.#host.call((engine) => engine.document(doc));
  }

  /** Lets go of a search that is still waiting. */
  cancel() {
    this.#newest++;
  }

  /** Frees what the index holds. Calls after this reject. */
  close() {
    this.cancel();
    this.#host.close();
  }
}

/** @param {string} query */
const short = (query) => String(query).slice(0, LONGEST_QUERY);

/**
 * Opens an index from bytes that are already there.
 *
 * @param {BufferSource} wasm the module, or the full module
 * @param {Uint8Array} index
 * @param {BufferSource} [full] the full module; without it queries with operators are answered as plain words, and marked partial
 * @returns {Promise<Client>}
 */
export async function openBytes(wasm, index, full) {
  return start(await compile(plain(wasm)), index, full && (() => compile(plain(full))));
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
export async function openSource({ index, wasm, indexBegun, wasmBegun }, signal) {
  const [found, first] = await whereIndex(index, indexBegun, signal);
  const bytes = fetchBytes(found, { begun: first, signal });
  bytes.catch(() => {}); // Heard of below, unless the module fails first.
  const moduleBytes = await fetchBytes(wasm, { begun: wasmBegun, signal });
  const module = await compile(moduleBytes).catch(async (failure) => {
    if (failure.final) throw failure;
    return compile(await fetchBytes(wasm, { signal, anew: true }));
  });
  const full = async () => compile(await fetchBytes(new URL(FULL, import.meta.url), { signal }));
  try {
    return await start(module, await bytes, full);
  } catch (failure) {
    if (!(failure instanceof Error && "code" in failure && ARRIVED_WRONG.has(String(failure.code)))) throw failure;
    return start(module, await fetchBytes(found, { signal, anew: true }), full).catch((again) => {
      throw new LoadError(again.code, `${name(found)}: ${again.message}`, { cause: again });
    });
  }
}

/**
 * Follows a manifest to the index file.
 *
 * @param {URL} index
 * @param {Promise<Response>} [begun]
 * @param {AbortSignal} [signal]
 * @returns {Promise<[URL, Promise<Response>]>} the file and its fetch
 */
async function whereIndex(index, begun, signal) {
  if (!index.pathname.endsWith(".json")) return [index, begun ?? begin(index, signal)];
  const text = new TextDecoder().decode(await fetchBytes(index, { begun, signal }));
  try {
    const file = new URL(JSON.parse(text).index, index);
    return [file, begin(file, signal)];
  } catch (cause) {
    throw new LoadError("bad-manifest", `${index.pathname} is not what “thumbindex build” writes. Name its folder, or an index file.`, { cause });
  }
}

/**
 * @param {WebAssembly.Module} module
 * @param {Uint8Array} index
 * @param {() => Promise<WebAssembly.Module>} [full]
 */
async function start(module, index, full) {
  const host = new EngineHost(module, index, full);
  return new Client(host, await host.call((engine) => engine.info()));
}

/** @param {URL} url */
const name = (url) => decodeURIComponent(url.pathname.split("/").at(-1) || url.href);
