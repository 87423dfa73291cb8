// What searches are narrowed by: the list of fields beside an index, their files, and what is asked of them, written for the module.
// Loaded when somebody narrows a search.

import { LoadError, fetchBytes } from "./loader.js";

/** @import { Criterion, Filter, Narrowing, Reading } from "./types.d.ts" */

/**
 * Where fields come from: the address of the index that they lie beside, or what was given.
 * @typedef {URL | {filters?: Filter[], fields?: Record<string, Uint8Array>}} Beside
 */

/** The fields of one index. */
export class Fields {
  #beside;
  #widen;
  /** @type {Promise<Filter[]> | undefined} */ #listed;
  /** Whose files the engine has. */ #there = new Set();

  /**
   * @param {Beside | undefined} beside
   * @param {(files: Uint8Array[]) => Promise<boolean>} widen hands files to the full module; false where there is none
   */
  constructor(beside, widen) {
    this.#beside = beside;
    this.#widen = widen;
  }

  /**
   * All fields with their values, fetched when they are first asked for.
   *
   * @returns {Promise<Filter[]>}
   */
  list() {
    return (this.#listed ??= this.#list().catch((failure) => ((this.#listed = undefined), Promise.reject(failure))));
  }

  /**
   * Brings what a narrowed search takes, and writes what it is narrowed by.
   *
   * @param {Narrowing & Reading} narrowing
   */
  async narrow(narrowing) {
    const { fields, text } = written(narrowing, await this.list());
    const lacking = fields.filter(({ field }) => !this.#there.has(field));
    const files = await Promise.all(lacking.map(({ file }) => this.#file(file)));
    if (!(await this.#widen(files))) throw new LoadError("no-full-module", "Filters take the full module: give its bytes to openBytes.");
    for (const { field } of lacking) this.#there.add(field);
    return text;
  }

  async #list() {
    const beside = this.#beside;
    const url = beside instanceof URL ? this.#near(beside) : undefined;
    if (!url) {
      if (beside && !(beside instanceof URL) && beside.filters) return beside.filters;
      throw new LoadError("no-filters", "Nothing says where the filters of this index are: open it under the name that “thumbindex build” gave it.");
    }
    const text = new TextDecoder().decode(await fetchBytes(url));
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new LoadError("bad-filters", `${url.pathname.split("/").at(-1)} arrived damaged, or the server sent another file in its place.`, { cause });
    }
  }

  /** @param {string} name */
  async #file(name) {
    const beside = this.#beside;
    if (beside instanceof URL) return fetchBytes(new URL(name, beside));
    const given = beside?.fields?.[name];
    if (!given) throw new LoadError("no-filters", `This search has no values to filter by: ${name} was not given.`);
    return given;
  }

  /**
   * The list beside an index file: named after it.
   *
   * @param {URL} index
   */
  #near(index) {
    const found = /([^/]*-)?([0-9a-f]{16})\.tix$/.exec(index.pathname);
    return found ? new URL(`filters-${found[2]}.json`, index) : undefined;
  }
}

/** What stands between items; no value has one. */
const BREAK = "\0";

/**
 * Writes a narrowing as `src/wire.rs` reads it, behind the query.
 *
 * @param {Narrowing & Reading} narrowing
 * @param {Filter[]} listed the fields that there are
 * @returns {{fields: Filter[], text: string}} the fields that take part, and the text
 */
export function written({ filters = {}, sort, facets = [], facetLimit, version, language }, listed) {
  /** @type {string[]} */ const items = [];
  const say = (/** @type {string} */ word, /** @type {unknown} */ value) => items.push(word, String(value).replaceAll(BREAK, " "));
  for (const [field, wanted] of Object.entries(filters)) {
    const { any, all, none, from, to } = criterion(wanted);
    say("field", field);
    for (const value of any ?? []) say("any", value);
    for (const value of all ?? []) say("all", value);
    for (const value of none ?? []) say("none", value);
    if (from !== undefined) say("from", from);
    if (to !== undefined) say("to", to);
  }
  const order = sort?.replace(/^-/, "");
  if (sort) say(sort.startsWith("-") ? "down" : "up", order);
  const counted = facets === true ? listed.map(({ field }) => field) : facets;
  for (const field of counted) say("count", field);
  if (facetLimit) say("most", Math.max(1, Math.floor(facetLimit)));
  if (version) say("version", version);
  if (language) say("language", language);
  const names = new Set([...Object.keys(filters), ...(order ? [order] : []), ...counted]);
  const fields = [...names].map((name) => listed.find(({ field }) => field === name) ?? unknown(name, listed));
  return { fields, text: BREAK + BREAK + items.join(BREAK) };
}

/**
 * @param {import("./types.d.ts").Wanted} wanted
 * @returns {Criterion}
 */
function criterion(wanted) {
  if (Array.isArray(wanted)) return { any: wanted };
  return typeof wanted === "object" ? wanted : { any: [wanted] };
}

/**
 * @param {string} name
 * @param {Filter[]} listed
 * @returns {never}
 */
function unknown(name, listed) {
  const names = listed.map(({ field }) => field).join(", ");
  throw new LoadError("no-such-field", `There is no field “${name}” to narrow by${names && `; there are ${names}`}.`);
}
