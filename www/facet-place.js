// What was chosen of the filters, in the address and in the entry of the history: a link shares it with the query, and Back brings it. Makes
// no nodes.

/**
 * What is chosen.
 * @typedef {{values: Map<string, Set<string>>, ranges: Map<string, [from: string, to: string]>, sort: string}} Chosen
 */

/** What stands in front of the bounds of a range in the address. */
const RANGE = "..";
/** The name of the order among the fields. */
const SORT = "sort";

/** Nothing chosen. @returns {Chosen} */
export const nothing = () => ({ values: new Map(), ranges: new Map(), sort: "" });

/**
 * What the address says (`?q=moss&q.author=Ada&q.year=2019..2022&q.sort=-year`), or else the entry of the history.
 *
 * @param {Element} host
 */
export function recall(host) {
  const chosen = nothing();
  const param = host.getAttribute("param");
  const shared = param ? [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith(`${param}.`)).map(([name, value]) => [name.slice(param.length + 1), value]) : [];
  /** @type {[string, string][]} */ const pairs = shared.length > 0 ? shared : (history.state?.thumbindex?.[key(host)] ?? []);
  for (const [field, value] of pairs) {
    const [from, to] = value.split(RANGE);
    if (field === SORT) chosen.sort = value;
    else if (from !== undefined && to !== undefined) chosen.ranges.set(field, [from, to]);
    else chosen.values.set(field, (chosen.values.get(field) ?? new Set()).add(value));
  }
  return chosen;
}

/**
 * Writes it down.
 *
 * @param {Element} host
 * @param {Chosen} chosen
 */
export function keep(host, chosen) {
  const pairs = [...chosen.values].flatMap(([field, values]) => [...values].map((value) => [field, value]));
  for (const [field, [from, to]] of chosen.ranges) if (from || to) pairs.push([field, from + RANGE + to]);
  if (chosen.sort) pairs.push([SORT, chosen.sort]);
  const { state } = history;
  const param = host.getAttribute("param");
  const url = new URL(location.href);
  if (param) {
    for (const name of [...url.searchParams.keys()]) if (name.startsWith(`${param}.`)) url.searchParams.delete(name);
    for (const [field, value] of pairs) url.searchParams.append(`${param}.${field}`, String(value));
  }
  // A page's own state that is no object cannot hold ours beside it.
  const kept = state === null || typeof state === "object" ? { ...state, thumbindex: { ...state?.thumbindex, [key(host)]: pairs } } : state;
  try {
    history.replaceState(kept, "", url.href);
  } catch {
    // Browsers take so many of these in a minute, and some frames none: the search goes on without.
  }
}

/** @param {Element} host */
const key = (host) => `${host.id}.filters`;
