// Search without a user interface: `import { open } from "./client.js"`.

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
 * @param {AbortSignal} [options.signal]
 */
export function open({ src, wasm = files.wasm, signal } = {}) {
  const base = import.meta.url;
  const index = locate(src, globalThis.document?.baseURI ?? base, { files, base });
  return openSource({ index, wasm: new URL(wasm, base) }, signal);
}
