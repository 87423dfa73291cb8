// A document as a BibTeX entry and as a line to paste. Makes no nodes.

/** @import { StoredDocument } from "#glue" */

/** Characters that mean something to TeX. */
const SPECIAL = /[\\{}$&#^_%~]/g;
/** @type {Record<string, string>} */
const SPELT = { "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" };
/** Words that tell nothing of a title. */
const SMALL = /^(?:a|an|the|on|of|in|for|to|and|with|from|at|by)$/;
/** Authors that a line names before it says that there are others. */
const NAMED = 6;

/** @param {string} text */
const tex = (text) => text.replace(SPECIAL, (character) => SPELT[character] ?? `\\${character}`);

/** @param {string} text */
const plain = (text) => text.normalize("NFKD").replace(/[^\w\s-]/g, "").toLowerCase();

/**
 * @param {StoredDocument} document
 * @returns {string} an entry with a key made of author, year and the first word of weight
 */
export function bibtex({ title, authors, year, venue, url }) {
  const [first = ""] = authors;
  const family = first.includes(",") ? first.split(",")[0] ?? "" : first.split(" ").at(-1) ?? "";
  const word = plain(title).split(/[\s-]+/).find((word) => word && !SMALL.test(word)) ?? "";
  const key = `${plain(family).replace(/[\s-]/g, "")}${year ?? ""}${word}` || "document";
  const fields = [
    ["author", authors.map(tex).join(" and ")],
    ["title", `{${tex(title)}}`],
    ["year", String(year ?? "")],
    [/conference|proceedings|workshop|symposium/i.test(venue) ? "booktitle" : "journal", tex(venue)],
    // In the field url nothing is spelt out but what would end it.
    ["url", url.replace(/[{}\\]/g, encodeURIComponent)],
  ].filter(([, value]) => value);
  const kind = fields.some(([name]) => name === "booktitle") ? "inproceedings" : venue ? "article" : "misc";
  return `@${kind}{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(",\n")}\n}\n`;
}

/**
 * @param {StoredDocument} document
 * @returns {string} such as `A. Author, B. Author (2019). Title. Venue. https://…`
 */
export function citation({ title, authors, year, venue, url }) {
  const names = authors.slice(0, NAMED).join(", ") + (authors.length > NAMED ? " et al." : "");
  return [`${names}${year === null ? "" : ` (${year})`}`, title.replace(/[.?!]$/, ""), venue, url].filter(Boolean).join(". ");
}
