// What nobody needs before the first hits, in one file: the panel fetches it behind them.

export { Completions } from "./completions.js";
export { details } from "./details.js";
export { nameEditions } from "./editions.js";
export { fragmentLink, leave, quoted } from "./fragment.js";

/**
 * What a box asks for behind the first hits.
 *
 * @param {HTMLElement} host
 */
export async function behind(host) {
  if (!host.hasAttribute("offline")) return;
  await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve));
  const { follow } = await import("./keep.js");
  await follow(host, new URL(".", import.meta.url));
}
