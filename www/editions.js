// The same page in other versions and languages: named on its row, and links one key away, in the view of its document.

import { node, safeUrl } from "./nodes.js";

/**
 * @import { Answer, Hit, OtherEdition } from "#glue"
 * @import { Client } from "./client-core.js"
 */

/** Editions that a row names. */
const SHOWN = 4;

/** @type {Record<string, string>} */
const ALSO = { ar: "أيضًا", de: "auch", en: "also", es: "también", fr: "aussi", he: "גם", ja: "ほか", ko: "기타", pt: "também", ru: "также", zh: "另有" };

/**
 * Names the other editions of the hits on their rows.
 *
 * @param {Element} list the rows
 * @param {Answer} answer
 * @param {string} language of the interface
 */
export function nameEditions(list, { hits }, language) {
  if (!hits.some((hit) => hit.editions)) return;
  for (const [number, row] of [...list.children].entries()) {
    const names = labels(hits[number]?.editions ?? [], language);
    if (names.length === 0 || row.querySelector(".editions")) continue;
    const more = names.length > SHOWN ? " …" : "";
    row.append(node("span", { class: "byline editions", part: "byline", dir: "auto" }, `${also(language)}: ${names.slice(0, SHOWN).join(", ")}${more}`));
  }
}

/**
 * Links to the other editions of a hit, each to the section that the hit leads to.
 *
 * @param {Pick<Client, "document">} client
 * @param {Hit} hit
 * @param {string} base what addresses are relative to
 * @param {string} language of the interface
 * @returns {Promise<HTMLElement | false>}
 */
export async function editionLinks(client, hit, base, language) {
  const others = hit.editions ?? [];
  if (others.length === 0) return false;
  const names = labels(others, language);
  const [, anchor = ""] = /(#[^:]*)?(:~:.*)?$/.exec(hit.url) ?? [];
  const links = others.map(async ({ doc, version, language: own }, number) => {
    const document = await client.document(doc);
    const url = document && safeUrl(document.url.replace(/#.*/, "") + anchor, base);
    return url && node("a", { href: url, hreflang: own || undefined, "data-version": version }, names[number] || document.title);
  });
  const made = (await Promise.all(links)).filter((link) => link instanceof Node);
  return made.length > 0 && node("p", { class: "editions" }, `${also(language)}: `, ...made.flatMap((link, number) => (number > 0 ? [" · ", link] : [link])));
}

/**
 * What tells the editions from each other.
 *
 * @param {OtherEdition[]} editions
 * @param {string} language
 */
function labels(editions, language) {
  const several = (/** @type {"version" | "language"} */ what) => new Set(editions.map((edition) => edition[what])).size > 1;
  const [versions, languages] = [several("version"), several("language")];
  const both = versions === languages;
  return editions.map(({ version, language: own }) => [(versions || both) && version, (languages || both) && named(own, language)].filter(Boolean).join(" "));
}

/**
 * @param {string} tag
 * @param {string} language
 */
function named(tag, language) {
  try {
    return new Intl.DisplayNames([language || "en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** @param {string} language */
const also = (language) => ALSO[language.toLowerCase().split("-")[0] ?? ""] ?? ALSO["en"];
