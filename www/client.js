// Search without a user interface: `import { open } from "./client.js"`.

import { openSource } from "./client-core.js";
import { files } from "./thumbindex.js";

export { Client, openBytes } from "./client-core.js";

/**
 * Opens an index: the one beside this module, or the index file at `src`.
 *
 * @param {object} [options]
 * @param {string | URL} [options.src] an index file (`….tix`)
 * @param {string | URL} [options.wasm] the module, when it is not beside this one
 * @param {AbortSignal} [options.signal]
 */
export function open({ src = files.index, wasm = files.wasm, signal } = {}) {
  const base = import.meta.url;
  return openSource({ index: new URL(src, base), wasm: new URL(wasm, base) }, signal);
}
