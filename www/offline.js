// The service worker: what a search has fetched is there without a network. Registered as it is, or imported by a site's own
// worker: `importScripts("/search/offline.js")`. It answers for files that `thumbindex build` wrote, whichever folder they are in; where
// it is the page's worker itself, also for the pages that a reader has seen.

import { ENTRIES, HASHED, SEEN, WHOLE, keptEntry } from "./kept.js";

/** @type {any} */
const worker = self;

/** How long a network may take to answer where a copy is at hand, in milliseconds. */
const PATIENCE = 4_000;
/** So many files of those that were met are kept, the newest; a whole index counts apart. */
const MOST_SEEN = 3_000;
/** After so many new ones the oldest are looked for. */
const TIDY_EVERY = 64;
/** What a page is made of. */
const PARTS = /^(document|style|script|font|image)$/;

/** Whether no other script has made this worker its own. */
const alone = /\/offline\.js$/.test(worker.location.pathname);
let fresh = 0;

if (alone) worker.addEventListener("install", () => worker.skipWaiting());
// Pages that are open already have searches too.
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(Promise.all([tidy(), alone && worker.clients.claim()])));
worker.addEventListener("message", (/** @type {MessageEvent} */ { data, ports }) => data === "thumbindex" && ports[0]?.postMessage("thumbindex"));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, url, headers, destination } = event.request;
  const { origin, pathname, search } = new URL(url);
  // Parts of files are the host's matter, and so is what a page fetches to keep it itself.
  if (method !== "GET" || headers.has("range") || search === "?kept" || !origin.startsWith("http")) return;
  const name = pathname.split("/").at(-1) ?? "";
  if (HASHED.test(name)) event.respondWith(forever(event, origin + pathname));
  else if (origin !== worker.location.origin) return;
  else if (ENTRIES.test(name)) event.respondWith(newest(event, origin + pathname));
  else if (alone && PARTS.test(destination)) event.respondWith(newest(event, origin + pathname + search));
});

/**
 * A file whose name says what is in it: the copy, if there is one.
 *
 * @param {any} event
 * @param {string} key
 */
async function forever(event, key) {
  // A page that was given something wrong asks past every cache.
  const anew = ["reload", "no-store"].includes(event.request.cache);
  const kept = anew ? undefined : await caches.match(key);
  if (kept) return kept;
  const response = await worker.fetch(event.request).catch(Response.error);
  if (sound(response)) event.waitUntil(keep(key, response.clone(), anew));
  return response;
}

/**
 * A file that changes: from the network, and the copy where there is none. The copies of one build go together.
 *
 * @param {any} event
 * @param {string} key
 */
async function newest(event, key) {
  const kept = () => keptEntry(key);
  try {
    const coming = worker.fetch(event.request);
    const response = await Promise.race([coming, late(coming, kept)]);
    if (response.status >= 500) return (await kept()) ?? response;
    if (response.ok && !response.redirected && response.type === "basic") event.waitUntil(keep(key, response.clone(), false));
    return response;
  } catch {
    return (await kept()) ?? Response.error();
  }
}

/**
 * The copy, once the network has been slow; never where there is none.
 *
 * @param {Promise<Response>} coming
 * @param {() => Promise<Response | undefined>} kept
 * @returns {Promise<Response>}
 */
async function late(coming, kept) {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return (await kept()) ?? coming;
}

/**
 * Whether an answer may be the file: no error, no page of the host's in its place. No file of ours that has a hash is a page.
 *
 * @param {Response} response
 */
function sound({ headers, redirected, status, type }) {
  return status === 200 && !redirected && type !== "opaque" && !/html/.test(headers.get("content-type") ?? "");
}

/**
 * @param {string} key
 * @param {Response} response
 * @param {boolean} anew whether a page found the copy wrong
 */
async function keep(key, response, anew) {
  try {
    // What breaks off is not kept: it rejects.
    const seen = await caches.open(SEEN);
    await seen.put(key, response);
    if (anew) await (await caches.open(WHOLE)).delete(key);
    if (++fresh % TIDY_EVERY === 0) await tidy();
  } catch {
    // No room, or no file after all: it was for later only.
  }
}

/** The oldest of what was met goes. */
async function tidy() {
  const seen = await caches.open(SEEN);
  const keys = await seen.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_SEEN)).map((key) => seen.delete(key)));
}
