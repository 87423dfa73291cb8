// The project's own documentation as a site: `node xtask/docs.mjs OUT COMMAND`. mdBook builds the pages, and thumbindex takes the place of its
// search. Called by `cargo xtask docs`.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { mdbook } from "../tests/support/generate.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [out, command] = process.argv.slice(2).map((place) => path.resolve(place));

/** The chapters: [part, [[file, its name in the book]]]. What is not named comes behind. */
const PARTS = [
  ["Use", ["README.md", "docs/sites.md", "docs/generators.md", "docs/migrating.md", "docs/site.md", "docs/widget.md", "docs/query-language.md", "docs/large.md"]],
  ["Build on it", ["docs/javascript.md", "docs/ranking.md", "docs/accessibility.md"]],
  ["Inside", ["ARCHITECTURE.md", "crates/engine/FORMAT.md"]],
];
const named = new Set(PARTS.flatMap(([, files]) => files));
const others = readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`).filter((file) => file.endsWith(".md") && !named.has(file));
if (others.length > 0) PARTS.push(["More", others]);

/** All of them lie in one folder of the book. */
const inBook = (file) => (file === "README.md" ? "index.md" : path.basename(file).toLowerCase());
const chapters = new Map(PARTS.flatMap(([, files]) => files.map((file) => [file, inBook(file)])));

/** Links between chapters lead to chapters; those to other files of the repository are text. */
function linked(file, text) {
  return text.replace(/(!?)\[([^\]]*)\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?\)/g, (whole, image, words, target, anchor = "") => {
    if (target === "") return whole;
    const meant = path.normalize(path.join(path.dirname(file), target));
    const chapter = chapters.get(meant);
    if (chapter) return `[${words}](${chapter}${anchor})`;
    return image ? `![${words}](${meant.replace(/^docs\//, "")})` : words;
  });
}

const source = path.join(path.dirname(out), "docs-book");
rmSync(source, { recursive: true, force: true });
mkdirSync(path.join(source, "src"), { recursive: true });
cpSync(path.join(root, "docs"), path.join(source, "src"), { recursive: true, filter: (name) => !name.endsWith(".md") });
let summary = "# Summary\n";
for (const [part, files] of PARTS) {
  summary += `\n# ${part}\n\n`;
  for (const file of files) {
    const text = readFileSync(path.join(root, file), "utf8");
    writeFileSync(path.join(source, "src", inBook(file)), linked(file, text));
    summary += `- [${/^# (.*)/m.exec(text)?.[1] ?? file}](${inBook(file)})\n`;
  }
}
writeFileSync(path.join(source, "src/SUMMARY.md"), summary);
writeFileSync(path.join(source, "book.toml"), '[book]\ntitle = "thumbindex"\nlanguage = "en"\n');
rmSync(out, { recursive: true, force: true });
execFileSync(mdbook(), ["build", "-d", out], { cwd: source, stdio: ["ignore", "ignore", "inherit"] });
execFileSync(command, ["build", out, "--adopt", "mdbook"], { stdio: "inherit" });
