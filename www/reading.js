// Who reads, as far as the page tells: its version and its language decide which edition of a page comes first. Loaded where an index has
// pages in several.

/** Where pages say their version. */
const VERSION = "thumb-index[version], [data-thumb-version], meta[name='docsearch:version'], meta[name='thumb-version']";

/** Who reads as `src/wire.rs` reads it, behind a query. */
export function reading() {
  return ["\0version", versionOf(), "language", languageOf()].map((item) => `\0${item}`).join("");
}

/** What the page says, or its path, in which the engine finds the version. */
function versionOf() {
  const told = globalThis.document?.querySelector(VERSION);
  return told?.getAttribute("version") ?? (told?.attributes.getNamedItem("data-thumb-version")?.value || told?.attributes.getNamedItem("content")?.value || told?.textContent?.trim()) ?? globalThis.location?.pathname ?? "";
}

/** The language of the part of the page that the box is in. */
function languageOf() {
  const page = globalThis.document;
  const around = page?.querySelector("thumb-index")?.closest("[lang]") ?? page?.documentElement;
  return around?.getAttribute("lang") ?? "";
}
