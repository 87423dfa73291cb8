// The network, and nothing else in this folder touches it: fetch with one more try, bytes whatever the server
// calls them, and failures that name the file and the remedy.

/** How long a file may take before it counts as failed, in milliseconds. */
const PATIENCE = 30_000;
/** How long to wait before the second try, and at most when the server asks for more. */
const PAUSE = 400;
const LONGEST_PAUSE = 5_000;

/** A failure that can be shown: what failed and what to do about it. */
export class LoadError extends Error {
  /**
   * @param {string} code stable, for programs
   * @param {string} message for people
   * @param {{cause?: unknown, final?: boolean, file?: string, status?: number}} [more] final: trying again cannot help; file
   *   and status: what the message names, for those who say it in other words
   */
  constructor(code, message, { cause, final = false, file, status } = {}) {
    super(message, { cause });
    this.name = "ThumbindexError";
    this.code = code;
    this.final = final;
    this.file = file;
    this.status = status;
  }
}

/**
 * Starts a fetch ahead of its use. A manifest is asked for past the cache: its name never changes.
 *
 * @param {URL} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
export function begin(url, signal) {
  const response = fetch(url, { signal, cache: /json$/.test(url.pathname) ? "no-cache" : "default" });
  response.catch(() => {}); // Whoever awaits it hears of it.
  return response;
}

/**
 * The bytes of a file.
 *
 * @param {URL} url
 * @param {object} [options]
 * @param {Promise<Response>} [options.begun] a fetch under way
 * @param {AbortSignal} [options.signal]
 * @param {boolean} [options.anew] past every cache
 * @param {(length: number) => void} [options.heard] told how many bytes are there, as they come
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function fetchBytes(url, { begun, signal, anew = false, heard } = {}) {
  const name = decodeURIComponent(url.pathname.split("/").at(-1) || url.host);
  for (let tries = 1; ; tries++) {
    const limit = AbortSignal.timeout(PATIENCE);
    const stop = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      const started = tries === 1 && begun;
      const response = await orStop(stop, started || fetch(url, { signal: stop, cache: anew || tries > 1 ? "reload" : "default" }));
      if (response.ok) return await gunzip(new Uint8Array(await orStop(stop, counted(response, heard).arrayBuffer())));
      const again = response.status === 429 || response.status >= 500;
      if (tries > 1 || !again) throw unavailable(name, response);
      await pause(response.headers.get("retry-after"), signal);
    } catch (failure) {
      signal?.throwIfAborted();
      if (failure instanceof LoadError) throw failure;
      if (limit.aborted) throw new LoadError("timeout", `${name} did not arrive within ${PATIENCE / 1000} seconds. Check the connection and try again.`, { file: name });
      if (tries > 1) throw new LoadError("network", `${name} could not be loaded. Check the connection and try again.`, { cause: failure, file: name });
      await pause(null, signal);
    }
  }
}

/**
 * @param {Response} response
 * @param {((length: number) => void) | undefined} heard
 */
function counted(response, heard) {
  if (!heard || !response.body) return response;
  let length = 0;
  const count = new TransformStream({
    transform(chunk, onward) {
      heard((length += chunk.length));
      onward.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count));
}

/**
 * @param {string} name
 * @param {Response} response
 */
function unavailable(name, { status }) {
  const remedy =
    status === 404 || status === 410
      ? "The site may just have been updated: reload the page. If you run the site, upload the whole folder that “thumbindex build” wrote."
      : "Try again later.";
  return new LoadError("http", `The server answered ${status} for ${name}. ${remedy}`, { file: name, status });
}

/**
 * A value, unless it is not wanted any more before it comes.
 *
 * @template T
 * @param {AbortSignal} signal
 * @param {T | Promise<T>} value
 * @returns {Promise<T>}
 */
export function orStop(signal, value) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    Promise.resolve(value)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", stop));
  });
}

/**
 * @param {string | null} seconds what the server asks for
 * @param {AbortSignal} [signal]
 */
function pause(seconds, signal) {
  const wait = Math.min(Number(seconds) * 1000 || PAUSE, LONGEST_PAUSE);
  const over = new Promise((resolve) => setTimeout(resolve, wait));
  return signal ? orStop(signal, over) : over;
}

/**
 * Bytes that stand in the page itself, as base64 of a gzip stream or of the plain bytes.
 *
 * @param {string} text
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function decode(text) {
  /** @type {any} */ const newer = Uint8Array;
  return gunzip(newer.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
}

/**
 * Some servers label a compressed file so that browsers leave it as it is, or compress it twice.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function gunzip(bytes) {
  for (let layer = 0; layer < 2 && bytes[0] === 0x1f && bytes[1] === 0x8b; layer++) {
    if (typeof DecompressionStream !== "function") {
      throw new LoadError("no-gzip", "This browser is too old to unpack the index, which came compressed. A newer one can search here.", { final: true });
    }
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  }
  return bytes;
}

/**
 * Compiles a module from bytes, so that a wrong MIME type does no harm.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(bytes) {
  if (typeof WebAssembly !== "object") {
    throw new LoadError("no-wasm", "This browser has WebAssembly switched off, and the search needs it.", { final: true });
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    // The smallest module there is tells a policy from a damaged file.
    const allowed = WebAssembly.validate(EMPTY_MODULE) && (await WebAssembly.compile(EMPTY_MODULE).catch(() => null));
    if (!allowed) {
      const message =
        "This page's Content-Security-Policy forbids WebAssembly. Add 'wasm-unsafe-eval' to its script-src directive: script-src 'self' 'wasm-unsafe-eval'";
      throw new LoadError("csp", message, { cause, final: true });
    }
    const message = "The search module arrived damaged, or the server sent another file in its place. If you run the site, upload the folder again.";
    throw new LoadError("bad-module", message, { cause });
  }
}

const EMPTY_MODULE = /* @__PURE__ */ Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
