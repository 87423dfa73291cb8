// Where copies of files lie, for the service worker and for the page that fetches a whole index. Files with a hash in their name
// lie under their address. The others of a build lie under their address and their hash, and the copy of its manifest, which is
// written last and in one step, says which belong together.

/** What searches have met, and whole indexes. */
export const SEEN = "thumbindex-seen";
export const WHOLE = "thumbindex-whole";

/** Files whose name never changes its content, and those of a folder whose name stays. */
export const HASHED = /-[0-9a-f]{16}(-[0-9a-f]+)?\.(bin|js|json|tib|tix|wasm)$/;
export const ENTRIES = /^(adopt|client|landing|thumbindex)\.js$|^thumbindex\.json$/;

export const MANIFEST = "thumbindex.json";

/**
 * The address of the copy of a manifest that stands for a whole index.
 *
 * @param {string} folder its address, with a slash at the end
 */
export const marker = (folder) => `${folder}${MANIFEST}?whole`;

/** @param {string} key */
export const folderOf = (key) => key.replace(/[^/]*$/, "");

/**
 * What a file is, by its ending.
 *
 * @param {string} name
 */
export function typed(name) {
  if (name.endsWith(".js")) return "text/javascript";
  if (name.endsWith(".json")) return "application/json";
  return name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
}

/**
 * The copy of a file whose name stays: that of the build whose index is here as a whole, else the one that was met last.
 *
 * @param {string} key
 * @returns {Promise<Response | undefined>}
 */
export async function keptEntry(key) {
  const whole = await caches.open(WHOLE);
  const folder = folderOf(key);
  const manifest = await whole.match(marker(folder));
  if (manifest) {
    if (key === `${folder}${MANIFEST}`) return manifest;
    const { files } = await manifest.json();
    const copy = await whole.match(`${key}?${files[key.slice(folder.length)]?.hash}`);
    if (copy) return copy;
  }
  return (await caches.open(SEEN)).match(key);
}
