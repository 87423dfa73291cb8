// Where an index is.

/**
 * @typedef {object} Place
 * @property {{index: string, wasm: string}} files what `thumbindex build` wrote beside the script
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
  const beside = new URL(files.index, base);
  if (!src) return beside;
  const named = new URL(src, page);
  if (named.pathname.endsWith(".tix")) return named;
  if (!named.pathname.endsWith("/")) named.pathname += "/";
  return named.href === new URL(".", beside).href ? beside : new URL("thumbindex.json", named);
}
