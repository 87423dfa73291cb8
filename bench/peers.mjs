// What all peers have in common: one that does not run here is skipped by name, and the rest is measured.

/**
 * @template T
 * @param {string} what
 * @param {(what: string, why: string) => void} skip
 * @param {() => Promise<T>} use
 * @returns {Promise<T | undefined>}
 */
export async function attempt(what, skip, use) {
  try {
    return await use();
  } catch (failure) {
    skip(what, failure.message);
    return undefined;
  }
}
