// Search without a user interface: `import { open } from "./client.js"`. Its types are those of types.d.ts, which is shipped as client.d.ts.

import { openSource } from "./client-core.js";
import { locate } from "./files.js";
import { files } from "./thumbindex.js";

export { Client, openBytes } from "./client-core.js";

/**
 * Opens an index: the one beside this module, or the one at `src` (a folder that `thumbindex build`
 * wrote, or an index file).
 *
 * @param {object} [options]
 * @param {string | URL} [options.src]
 * @param {string | URL} [options.wasm] the module, when it is not beside this one
 * @param {import("./types.d.ts").WorkerChoice} [options.worker]
 * @param {AbortSignal} [options.signal]
 */
export function open({ src, wasm = files.wasm, worker, signal } = {}) {
  const base = import.meta.url;
  const index = locate(src, globalThis.document?.baseURI ?? base, { files, base });
  return openSource({ index, wasm: new URL(wasm, base), kit: { files }, worker }, signal);
}

/**
 * Keeps a whole index in the browser: afterwards any word is found without a network.
 *
 * @param {import("./types.d.ts").KeepOptions & {src?: string | URL}} [options]
 */
export async function keepOffline({ src, ...options } = {}) {
  const { keepWhole } = await import("./keep.js");
  const base = import.meta.url;
  return keepWhole(new URL(".", locate(src, globalThis.document?.baseURI ?? base, { files, base })), new URL(".", base), options);
}
