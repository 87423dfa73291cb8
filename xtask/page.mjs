// Bundles www/ for shipping: `node xtask/page.mjs GLUE FULL OUT SITE LARGE`. Called by `cargo xtask page`.

import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const www = path.join(root, "www");
const [glue, full, out, site, large] = process.argv.slice(2).map((folder) => path.resolve(folder));

/** Style sheets become their own text, made small. */
const styles = {
  name: "styles",
  setup(bundler) {
    bundler.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const { code } = await transform(await readFile(file, "utf8"), { loader: "css", minify: true });
      // The bundler leaves blanks in the values of custom properties.
      return { contents: code.trim().replace(/(--[\w-]+:) /g, "$1").replace(/ ?([,/]) /g, "$1"), loader: "text" };
    });
  },
};

/** Files that are loaded on demand, by name: what `bundle` met on its way. */
const onDemand = new Map();

/** A module that is imported on demand becomes a file of its own, with all that it needs inside: one request, not several. */
const demanded = {
  name: "on-demand",
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\// }, async ({ kind, path: wanted, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      // Pages may name it themselves.
      if (wanted === "./landing.js") return { path: wanted, external: true };
      const text = await bundle(path.relative(www, path.join(resolveDir, wanted)));
      const name = hashed(path.basename(wanted, ".js"), text);
      onDemand.set(name, text);
      return { path: `./${name}`, external: true };
    });
  },
};

const hashed = (name, text, ending = "js") => `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.${ending}`;

/** A classic script has no modules to load: it holds all that it needs. */
async function bundle(entry, external = [], format = "esm") {
  const { outputFiles, warnings } = await build({
    absWorkingDir: root,
    alias: { "#glue": path.join(glue, "glue.js") },
    entryPoints: [path.join(www, entry)],
    bundle: true,
    charset: "utf8",
    external,
    format,
    define: format === "iife" ? { "import.meta.url": "document.baseURI" } : {},
    legalComments: "none",
    logLevel: "warning",
    minify: true,
    plugins: format === "iife" ? [styles] : [styles, demanded],
    target: ["chrome123", "firefox120", "safari17.5"],
    write: false,
  });
  if (warnings.length > 0) throw new Error(`${entry}: the bundler warned`);
  return outputFiles[0].text;
}

/** The types of client.js as one file: those of the module, then its own. */
async function types() {
  const [wire, own] = await Promise.all(["src/wire.d.ts", "www/types.d.ts"].map((file) => readFile(path.join(root, file), "utf8")));
  const [module] = once(wire, "/** An open index, in an instance of its own. */", "\0").split("\0");
  return `// The types of client.js.\n\n${module.trim()}\n\n${own.slice(own.indexOf(";\n") + 2).trim()}\n`;
}

/** Replaces the one occurrence of a text. */
function once(text, what, by) {
  const pieces = text.split(what);
  if (pieces.length !== 2) throw new Error(`${JSON.stringify(what)} occurs ${pieces.length - 1} times, not once`);
  return pieces.join(by);
}

const fullModule = await readFile(path.join(full, "thumbindex.wasm"));
const fullName = hashed("full", fullModule, "wasm");
const blocks = await bundle("blocks.js");
const blocksName = hashed("blocks", blocks);
onDemand.set(blocksName, blocks);
const named = (text) => once(once(text, "__THUMBINDEX_FULL__", fullName), "./blocks.js", `./${blocksName}`);

const panel = named(await bundle("panel.js"));
const panelName = hashed("ui", panel);
const [, version] = /^version = "(.+)"$/m.exec(await readFile(path.join(root, "Cargo.toml"), "utf8"));
const versioned = (text) => once(text, "__THUMBINDEX_VERSION__", version);
const entry = versioned(once(await bundle("thumbindex.js", ["./panel.js"]), '"./panel.js"', JSON.stringify(`./${panelName}`)));
once(entry, '"__THUMBINDEX_FILES__"', "");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await writeFile(path.join(out, "thumbindex.js"), entry);
await writeFile(path.join(out, panelName), panel);
for (const [name, text] of onDemand) await writeFile(path.join(out, name), text);
await writeFile(path.join(out, "client.js"), named(await bundle("client.js", ["./thumbindex.js"])));
await writeFile(path.join(out, "client.d.ts"), await types());
await writeFile(path.join(out, "single.js"), versioned(once(await bundle("single.js", [], "iife"), "__THUMBINDEX_FULL__", "")));
await writeFile(path.join(out, fullName), fullModule);
await copyFile(path.join(glue, "thumbindex.wasm"), path.join(out, "thumbindex.wasm"));
// The command gives it to sites, under the other's name.
await copyFile(path.join(site, "thumbindex.wasm"), path.join(out, "site.wasm"));
await copyFile(path.join(large, "thumbindex.wasm"), path.join(out, "large.wasm"));
await writeFile(path.join(out, "adopt.js"), await bundle("adopt.js", ["./thumbindex.js"]));
// A classic script: workers that are none of ours import it.
await writeFile(path.join(out, "offline.js"), await bundle("offline.js", [], "iife"));
await writeFile(path.join(out, "landing.js"), await bundle("landing.js"));
for (const name of ["index.html", "page.css"]) await copyFile(path.join(www, name), path.join(out, name));
