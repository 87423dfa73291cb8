// What can fail, put to the codes of failures.

/**
 * @typedef {object} ErrorWords
 * @property {(file: string) => string} network a file did not come
 * @property {(file: string, status: number) => string} http the server refused it
 * @property {(file: string) => string} damaged it is not what it should be
 * @property {string} version it is of another version
 * @property {string} wasm the browser lacks WebAssembly
 * @property {string} csp the page's policy forbids it
 * @property {string} crashed the search stopped
 * @property {string} memory there is none left
 * @property {string} old the browser lacks something else
 */

/**
 * @param {ErrorWords} words
 * @returns {Record<string, (about: {file: string, status: number}) => string>}
 */
export function errors({ network, http, damaged, version, wasm, csp, crashed, memory, old }) {
  /** @param {{file: string}} about */
  const broken = ({ file }) => damaged(file);
  return {
    network: ({ file }) => network(file),
    timeout: ({ file }) => network(file),
    http: ({ file, status }) => http(file, status),
    "bad-manifest": broken,
    "bad-module": broken,
    corrupt: broken,
    malformed: broken,
    "not-an-index": broken,
    truncated: broken,
    version: () => version,
    "no-wasm": () => wasm,
    csp: () => csp,
    crashed: () => crashed,
    hung: () => crashed,
    memory: () => memory,
    "no-gzip": () => old,
  };
}
