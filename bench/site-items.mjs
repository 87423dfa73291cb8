// Known items of a site: queries that a reader of one page might type, made from the pages themselves by a seeded draw, with the
// page that each is about. Nothing here knows how either search reads a page.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

/** A small generator of numbers, so that every run asks the same (Mulberry32). */
export function draw(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", para: "", mdash: "—", ndash: "–", rsquo: "’" };
const unescape = (text) =>
  text.replace(/&(#x?[0-9a-f]+|\w+);/giu, (whole, name) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? " ";
    const code = name[1] === "x" || name[1] === "X" ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : " ";
  });
const plain = (html) => unescape(html.replace(/<[^>]*>/gu, " ")).replace(/[¶\u{f0c1}]/gu, "").replace(/\s+/gu, " ").trim();

/** Pages of a folder, by their path. Links are not followed. */
export async function pagesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.html?$/u.test(entry.name)).map((entry) => path.join(entry.parentPath, entry.name));
  const pages = [];
  for (const file of files.sort()) {
    const html = await readFile(file, "utf8");
    // What was made by a generator for its own search, or is one long list of links, is nobody's goal.
    if (/(^|\/)(genindex|search|py-modindex|bookindex|404|print)[^/]*\.html$/u.test(file)) continue;
    const rest = html.replace(/<(script|style|nav|header|footer)\b[\s\S]*?<\/\1>/giu, " ");
    const title = plain(/<title[^>]*>([\s\S]*?)<\/title>/iu.exec(html)?.[1] ?? "");
    const headings = [...rest.matchAll(/<h([2-4])\b[^>]*>([\s\S]*?)<\/h\1>/giu)].map((found) => plain(found[2]));
    const code = [...rest.matchAll(/<(code|pre|tt|dt)\b[^>]*>([\s\S]*?)<\/\1>/giu)].map((found) => plain(found[2])).join(" ");
    pages.push({ path: path.relative(folder, file), title, headings, identifiers: new Set(code.match(IDENTIFIER) ?? []), text: plain(rest) });
  }
  return pages;
}

/** Names with something inside them: foo_bar, foo.bar, foo::bar, --foo-bar, fooBar. */
const IDENTIFIER = /(?:--)?[A-Za-z][A-Za-z0-9]*(?:(?:_|\.|::|-)[A-Za-z][A-Za-z0-9]*)+|\b[a-z]+(?:[A-Z][a-z]+)+\b/gu;

/** Parts of titles that many pages have are the site's. */
function ownTitles(pages) {
  const parts = (title) => title.split(/ [|–—·»-] |: /u).map((part) => part.trim());
  const counts = count(pages.flatMap((page) => [...new Set(parts(page.title))]));
  const own = pages.map((page) => parts(page.title).filter((part) => counts.get(part) < Math.max(3, pages.length * 0.2)).join(" "));
  const seen = count(own);
  return own.map((title) => (title && seen.get(title) === 1 ? title : undefined));
}

const count = (items) => {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};

/** One letter wrong in the longest word; nothing where no word is long enough. */
function mistyped(query, random) {
  const longest = (query.match(/\p{L}{5,}/gu) ?? []).sort((a, b) => b.length - a.length)[0];
  if (!longest) return undefined;
  const at = 1 + Math.floor(random() * (longest.length - 2));
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const edits = [
    longest.slice(0, at) + longest.slice(at + 1),
    longest.slice(0, at) + letter + longest.slice(at),
    longest.slice(0, at) + longest[at + 1] + longest[at] + longest.slice(at + 2),
    longest.slice(0, at) + letter + longest.slice(at + 1),
  ];
  const wrong = edits[Math.floor(random() * edits.length)];
  return wrong === longest ? undefined : query.replace(longest, wrong);
}

/** Items of a site: {kind, query, path}. */
export function itemsOf(pages, each, seed = 7) {
  const random = draw(seed);
  const some = (all) => {
    const drawn = all.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key);
    return drawn.slice(0, each).map(({ item }) => item);
  };
  const titles = ownTitles(pages);
  const all = { title: [], heading: [], identifier: [] };
  const headings = count(pages.flatMap((page) => [...new Set(page.headings)]));
  const owners = count(pages.flatMap((page) => [...page.identifiers]));
  for (const [at, page] of pages.entries()) {
    if (titles[at]) all.title.push({ query: titles[at], path: page.path });
    for (const heading of new Set(page.headings)) {
      const words = heading.split(" ").length;
      if (headings.get(heading) === 1 && words >= 2 && words <= 8 && !titles.includes(heading)) all.heading.push({ query: heading, path: page.path });
    }
    // Of each page a few, or one long page would be all of them; those that stand in no other page's text.
    for (const name of some([...page.identifiers].filter((name) => name.length >= 8 && name.length <= 40 && owners.get(name) === 1)).slice(0, 3)) {
      if (pages.every((other) => other === page || !other.text.includes(name))) all.identifier.push({ query: name, path: page.path });
    }
  }
  const items = [];
  for (const [kind, candidates] of Object.entries(all)) {
    for (const { query, path } of some(candidates)) {
      items.push({ kind, query, path });
      const typed = mistyped(query, random);
      if (typed) items.push({ kind: `${kind}, typo`, query: typed, path });
    }
  }
  return items;
}
