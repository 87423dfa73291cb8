// Where an index is.

/**
 * @typedef {object} Place
 * @property {{index: string, wasm: string, bytes?: number}} files what `thumbindex build` wrote beside the script
 * @property {string} base the script's address
 */

/**
 * The index file that a page means, or the manifest that will name it.
 *
 * @param {string | URL | null | undefined} src a folder or an index file; absent, the script's folder
 * @param {string} page what `src` is relative to
 * @param {Place} place
 * @returns {URL}
 */
export function locate(src, page, { files, base }) {
  const own = new URL(".", base).href;
  const named = src ? new URL(src, page).href.replace(/\/?$/, "/") : own;
  return new URL(named === own ? files.index : /\.tix.$/.test(named) ? named.slice(0, -1) : `${named}thumbindex.json`, own);
}
