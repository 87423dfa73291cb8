// Keeps a whole index in the browser, so that any word can be searched for without a network. Loaded when that is wanted.

import { HASHED, MANIFEST, SEEN, WHOLE, marker, typed } from "./kept.js";
import { LoadError, begin, fetchBytes } from "./loader.js";
import { xxh64 } from "./xxh64.js";

/** @import { KeepOptions, Kept } from "./types.d.ts" */
/** @typedef {{name: string, bytes: number, hash: string}} File */

/** Files on their way at a time: what a reader searches for meanwhile comes between. */
const AT_ONCE = 4;
/** What searching takes: pages, feeds and types are the site's matter. */
const WANTED = /\.(bin|js|json|tib|tix|wasm)$/;
/** How long a service worker may take to start, in milliseconds. */
const STARTING = 10_000;

/** The service worker that lies beside the page code. */
const WORKER = "offline.js";

/**
 * Brings what is lacking of an index, registers the service worker where none is there, and says when all is there. What is there
 * already is not fetched again, so that one that broke off is taken up. Until all of a new build is there, the one of before stays.
 *
 * @param {URL} folder
 * @param {URL} code the folder of the page code
 * @param {KeepOptions} [options]
 * @returns {Promise<Kept>}
 */
export async function keepWhole(folder, code, { worker, persist = false, signal, onProgress } = {}) {
  if (!globalThis.caches || !navigator.serviceWorker) {
    throw new LoadError("no-offline", "This browser keeps nothing for pages here: it must be a secure page (https), and no private window in some browsers.", { final: true });
  }
  if (persist) await navigator.storage?.persist?.();
  const covered = await cover(worker ? new URL(worker, document.baseURI) : new URL(WORKER, code));
  const manifest = new URL(MANIFEST, folder);
  const bytes = await fetchBytes(manifest, { begun: begin(manifest, signal), signal });
  const whole = await caches.open(WHOLE);
  const files = await listed(folder, bytes, whole, signal);
  const key = (/** @type {File} */ { name, hash }) => new URL(name, folder).href + (HASHED.test(name) ? "" : `?${hash}`);

  const there = new Set((await whole.keys()).map(({ url }) => url));
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const lacking = files.filter((file) => !there.has(key(file)));
  let done = total - lacking.reduce((sum, file) => sum + file.bytes, 0);
  const progress = (/** @type {boolean} */ complete) => onProgress?.({ bytes: done, total, complete, covered });
  progress(false);
  const queue = lacking.values();
  // One that fails ends the others.
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const work = async () => {
    for (const file of queue) {
      stop.throwIfAborted();
      await store(whole, key(file), await brought(new URL(file.name, folder), file, stop), file.name, total - done);
      done += file.bytes;
      progress(false);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    failed.abort();
  }
  const before = await whole.match(marker(folder.href));
  const known = before && xxh64(new Uint8Array(await before.arrayBuffer())) === xxh64(bytes);
  await store(whole, marker(folder.href), bytes, MANIFEST, bytes.length);
  // What another build left goes when a page begins with this one: until then pages of before may be open.
  if (known) {
    const ours = new Set([...files.map(key), marker(folder.href)]);
    for (const url of there) if (url.startsWith(folder.href) && !url.slice(folder.href.length).includes("/") && !ours.has(url)) await whole.delete(url);
  }
  progress(true);
  return { bytes: done, total, complete: true, covered };
}

/**
 * The files of an index: those of the manifest, and the blocks that it has a list of.
 *
 * @param {URL} folder
 * @param {Uint8Array} manifest
 * @param {Cache} whole
 * @param {AbortSignal} [signal]
 * @returns {Promise<File[]>}
 */
async function listed(folder, manifest, whole, signal) {
  try {
    const { files, blocks, previous } = JSON.parse(new TextDecoder().decode(manifest));
    /** @type {File[]} */
    const own = entries(files).filter(({ name }) => WANTED.test(name) && name !== previous);
    const list = own.find(({ name }) => name === blocks);
    if (!list) return own;
    const url = new URL(list.name, folder);
    const kept = await whole.match(url.href);
    const bytes = kept ? new Uint8Array(await kept.arrayBuffer()) : await brought(url, list, signal);
    return [...own, ...entries(JSON.parse(new TextDecoder().decode(bytes)))];
  } catch (cause) {
    if (cause instanceof LoadError || signal?.aborted) throw cause;
    throw new LoadError("bad-manifest", `${folder.href}${MANIFEST} is not what “thumbindex build” writes. Name its folder.`, { cause });
  }
}

/** @param {Record<string, {bytes: number, hash: string}>} files */
const entries = (files) => Object.entries(files).map(([name, { bytes, hash }]) => ({ name, bytes, hash }));

/**
 * The bytes of a file as the build wrote them: what a search fetched, or from the network.
 *
 * @param {URL} url
 * @param {File} file
 * @param {AbortSignal} [signal]
 */
async function brought(url, { name, bytes: length, hash }, signal) {
  const right = (/** @type {Uint8Array} */ bytes) => bytes.length === length && xxh64(bytes) === hash;
  const met = HASHED.test(name) && (await (await caches.open(SEEN)).match(url.href));
  if (met) {
    const bytes = new Uint8Array(await met.arrayBuffer());
    if (right(bytes)) return bytes;
  }
  for (const anew of [false, true]) {
    // The service worker leaves it to us under this address.
    const bytes = await fetchBytes(new URL("?kept", url), { signal, anew });
    if (right(bytes)) return bytes;
  }
  const message = `${name} arrived damaged, or the server sent another file in its place: the site may just have been updated. Try again; if you run the site, upload the folder again.`;
  throw new LoadError("wrong-file", message, { file: name });
}

/**
 * @param {Cache} cache
 * @param {string} key
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} name
 * @param {number} lacking how many bytes there must be room for
 */
async function store(cache, key, bytes, name, lacking) {
  try {
    await cache.put(key, new Response(bytes, { headers: { "content-type": typed(name), "content-length": String(bytes.length) } }));
  } catch (cause) {
    const message = `This browser has no room for the index: ${Math.ceil(lacking / 1e6)} MB more are needed. Free some, and try again.`;
    throw new LoadError("no-room", message, { cause });
  }
}

/**
 * Sees to it that a service worker of ours answers for the page.
 *
 * @param {URL} url of the worker to register, where none of ours is there
 * @returns {Promise<boolean>} false where the page is outside of what the worker may answer for
 */
async function cover(url) {
  const { serviceWorker } = navigator;
  if (await ours(serviceWorker.controller)) return true;
  try {
    await serviceWorker.register(vouched(url), { updateViaCache: "none" });
  } catch (cause) {
    throw new LoadError("no-offline", `The service worker ${url.pathname} could not be registered: ${cause}`, { cause, file: url.pathname });
  }
  const covers = (await serviceWorker.getRegistrations()).some(({ scope }) => location.href.startsWith(scope));
  if (covers && !serviceWorker.controller) await Promise.race([new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true })), pause()]);
  const covered = await ours(serviceWorker.controller);
  if (!covered) {
    const own = new URL(WORKER, import.meta.url).pathname;
    console.warn(`thumbindex: no service worker of ours answers for this page, so it will not open without a network. Put a file into the root of the site that says importScripts("${own}"), and name it: <thumb-index offline="/that-file.js">.`);
  }
  return covered;
}

/** @type {any} */
let policy;

/**
 * An address of a worker, vouched for where Trusted Types are required.
 *
 * @param {URL} url
 */
function vouched({ href }) {
  /** @type {any} */ const types = /** @type {any} */ (globalThis).trustedTypes;
  policy ??= types?.createPolicy("thumbindex-offline", { createScriptURL: (/** @type {string} */ wanted) => (new URL(wanted).origin === location.origin ? wanted : "") });
  return policy?.createScriptURL(href) ?? href;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, STARTING));

/**
 * Whether a worker is ours, or a site's own that has imported ours.
 *
 * @param {ServiceWorker | null} worker
 * @returns {Promise<boolean>}
 */
function ours(worker) {
  if (!worker) return Promise.resolve(false);
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => (port1.onmessage = () => resolve(true)));
  worker.postMessage("thumbindex", [port2]);
  const late = new Promise((resolve) => setTimeout(() => resolve(false), 1_000));
  return Promise.race([answered, late]).finally(() => port1.close());
}

/**
 * What the attribute `offline` of a box asks for, when the first hits are there and the page has nothing else to do.
 *
 * @param {HTMLElement} host
 * @param {URL} code the folder of the page code
 */
export async function follow(host, code) {
  const src = host.getAttribute("src");
  const named = src && new URL(src, document.baseURI).href;
  const folder = named ? new URL(".", named.endsWith(".tix") ? named : named.replace(/\/?$/, "/")) : code;
  const tell = (/** @type {object} */ detail) => host.dispatchEvent(new CustomEvent("thumb-index-offline", { bubbles: true, composed: true, detail }));
  const worker = host.getAttribute("offline") || undefined;
  const attempt = () => keepWhole(folder, code, { worker, onProgress: tell }).catch((failure) => {
    console.warn("thumbindex:", failure);
    tell({ complete: false, code: failure?.code ?? "unknown", message: String(failure?.message ?? failure) });
    if (!failure?.final) addEventListener("online", attempt, { once: true });
  });
  // Whoever saves data asks for it by hand.
  if (/** @type {any} */ (navigator).connection?.saveData) await cover(worker ? new URL(worker, document.baseURI) : new URL(WORKER, code));
  else await attempt();
}
