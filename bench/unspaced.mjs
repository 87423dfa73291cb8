// Languages without spaces: are whole words found, and are they found while they are typed? Words are cut from the pages by the platform's own
// segmenter, which neither the build nor the module has.
//
//     node bench/unspaced.mjs FOLDER ...       folders of pages, such as debian-handbook's html; with target/release/thumbindex
//     --each N (200)                           words of each language

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { paths } from "./paths.mjs";
import { draw } from "./site-items.mjs";

const LANGUAGES = ["ja", "zh", "th", "ko"];
const at = process.argv.indexOf("--each");
const each = at > 0 ? Number(process.argv[at + 1]) : 200;
const folders = process.argv.slice(2).filter((argument, number) => !argument.startsWith("--") && number + 2 !== at + 1);

/** The text of a page between its tags, without what generators put around it. */
function textOf(html) {
  const body = html.replace(/<(script|style|nav|header|footer|title)\b[\s\S]*?<\/\1>/giu, " ");
  const paragraphs = [...body.matchAll(/<p\b[^>]*>([\s\S]*?)<\/p>/giu)].map(([, inside]) => inside.replace(/<[^>]*>/gu, ""));
  return paragraphs.join(" ").replace(/&[#\w]+;/gu, " ");
}

/** Pages of these languages below a folder: {path, language, text}. */
async function pagesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const pages = [];
  for (const entry of entries.filter((entry) => entry.isFile() && /\.html?$/u.test(entry.name))) {
    const file = path.join(entry.parentPath, entry.name);
    const html = await readFile(file, "utf8");
    const name = path.relative(folder, file);
    // Pages of a book may say their language in the folder alone.
    const language = (/<(?:html|div)[^>]*\blang="?([\w-]+)/iu.exec(html)?.[1] ?? name.split("/")[0]).toLowerCase();
    if (LANGUAGES.includes(language.split("-")[0])) pages.push({ path: name, language, text: textOf(html) });
  }
  return pages;
}

/** Words of a page that have two characters or more of a script without spaces. */
function wordsOf({ language, text }) {
  const words = [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)].filter(({ isWordLike }) => isWordLike);
  return [...new Set(words.map(({ segment }) => segment))].filter((word) => /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Hang}ー]{2,}$/u.test(word));
}

for (const folder of folders) {
  const pages = await pagesBelow(folder);
  const built = path.join(paths.scratch, "unspaced", path.basename(path.resolve(folder, "..")));
  mkdirSync(path.dirname(built), { recursive: true });
  execFileSync(paths.command, ["build", folder, "-o", built], { stdio: ["ignore", "ignore", "inherit"] });
  /** Whether a page is among the results. */
  const finds = (query, { path: wanted, language }) => {
    const args = ["search", built, "--limit", "1000", "--for-language", language, "--json", "--", query];
    const { hits } = JSON.parse(execFileSync(paths.command, args, { encoding: "utf8", maxBuffer: 1 << 28 }));
    return hits.some(({ id }) => id.replace(/[#~].*$/u, "") === wanted);
  };
  for (const language of new Set(pages.map((page) => page.language))) {
    const random = draw(11);
    const own = pages.filter((page) => page.language === language);
    const drawn = [];
    for (let tries = 0; drawn.length < each && tries < each * 20; tries++) {
      const page = own[Math.floor(random() * own.length)];
      const words = (page.words ??= wordsOf(page));
      const word = words[Math.floor(random() * words.length)];
      if (word && !drawn.some((other) => other.word === word)) drawn.push({ word, page });
    }
    const counts = { whole: 0, typed: 0, lost: [] };
    for (const { word, page } of drawn) {
      const whole = finds(word, page);
      // As an input method hands it over: from the second character on, every beginning.
      const letters = [...word];
      const typed = letters.every((_, end) => end < 1 || finds(letters.slice(0, end + 1).join(""), page));
      counts.whole += Number(whole);
      counts.typed += Number(typed);
      if (!whole || !typed) counts.lost.push(word);
    }
    const share = (count) => `${((100 * count) / Math.max(1, drawn.length)).toFixed(1)} %`;
    console.log(`${language}: ${own.length} pages, ${drawn.length} words; whole ${share(counts.whole)}, as typed ${share(counts.typed)}${counts.lost.length > 0 ? `; not: ${counts.lost.slice(0, 10).join(" ")}` : ""}`);
  }
}
