// What is said of the element is so, in four places at once: above its class, in the docs, in the manifest and in the code.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { paths, root } from "../support/paths.mjs";

const read = (file) => readFile(path.join(root, file), "utf8");
const [element, docs, types, manifest] = await Promise.all(["www/element.js", "docs/widget.md", "www/types/thumb-index.d.ts", "www/custom-elements.json"].map(read));
const [{ declarations: [declared] }] = JSON.parse(manifest).modules;
const code = (await Promise.all((await readdir(paths.www)).filter((file) => /\.(js|css)$/.test(file)).map((file) => read(`www/${file}`)))).join("\n");
const sorted = (names) => [...new Set(names)].sort();
const all = (text, pattern) => sorted([...text.matchAll(pattern)].flatMap(([, ...found]) => found.filter(Boolean)));

/** The comment above the class, from one word to the next. */
const comment = (from, to) => element.slice(element.indexOf(` * ${from}`), element.indexOf(to, element.indexOf(` * ${from}`))).replaceAll("\n * ", " ");
/** A section of the docs. */
const section = (title) => docs.split(/^## /m).find((part) => part.startsWith(title)) ?? "";
/** The names in the first column of the docs' table with this head. */
const column = (head) => {
  const lines = docs.slice(docs.indexOf(`| ${head} |`)).split("\n").slice(2);
  return sorted(lines.slice(0, lines.findIndex((line) => !line.startsWith("|"))).flatMap((line) => [...line.split("|")[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name)));
};
const names = (list) => sorted(list.map(({ name }) => name).filter(Boolean));

test("attributes", () => {
  const said = all(comment("Attributes:", "Properties:"), /- `([\w-]+)`:/g);
  assert.ok(said.length >= 12);
  assert.deepEqual(names(declared.attributes), said);
  assert.deepEqual(column("attribute"), said);
  const used = all(code, /(?:getAttribute|#off)\("([\w-]+)"\)/g);
  for (const name of said) assert.ok(used.includes(name), `${name} is read`);
  for (const name of used.filter((name) => !name.startsWith("aria-"))) assert.ok(said.includes(name), `${name} is documented`);
});

test("properties and methods", () => {
  const said = sorted([...all(comment("Properties:", "Methods:"), /`(\w+)` \(/g), ...all(comment("Methods:", "Events,"), /`(\w+)\(\)`/g)]);
  assert.deepEqual(names(declared.members), said);
  assert.deepEqual(column("name").map((name) => name.replace("()", "")).sort(), said);
  for (const name of said.filter((name) => name !== "focus")) assert.match(types, new RegExp(`^  ${name}[(:]`, "m"));
});

test("events", () => {
  const said = all(comment("Events,", "Slots:"), /`(thumb-index-\w+)`/g);
  assert.equal(said.length, 5);
  assert.deepEqual(names(declared.events), said);
  assert.deepEqual(column("event"), said);
  assert.deepEqual(all(types, /^  "(thumb-index-\w+)":/gm), said);
});

test("parts", () => {
  const said = all(comment("Parts:", "Custom properties:"), /`([\w-]+)`/g);
  assert.deepEqual(names(declared.cssParts), said);
  assert.deepEqual(column("part"), said);
  const used = sorted([...code.matchAll(/part: ["`]([^"`]+)["`]/g)].flatMap(([, value]) => value.split(" ")).filter((name) => !name.includes("$")));
  assert.deepEqual(used, said);
});

test("slots and custom properties", () => {
  assert.deepEqual(declared.slots.map(({ name }) => name), ["", "trigger"]);
  assert.match(comment("Slots:", "Parts:"), /default one.*`trigger`/);
  assert.match(section("Slots"), /\(default\)[^]*`trigger`/);
  const used = all(code, /var\((--thumbindex-\w+)/g);
  assert.deepEqual(names(declared.cssProperties), used);
  assert.deepEqual(column("custom property"), used);
  assert.deepEqual(all(comment("Custom properties:", "*/"), /`(?:--thumbindex)?(-\w+)`/g).map((name) => `--thumbindex${name}`), used);
});

test("the pictures of the docs are there, and small", async () => {
  const pictures = all(docs, /\((states\/[\w.-]+)\)/g);
  assert.equal(pictures.length, (await readdir(path.join(root, "docs/states"))).length);
  for (const picture of pictures) {
    const { length } = await readFile(path.join(root, "docs", picture));
    assert.ok(length > 1000 && length < 60_000, `${picture}: ${length}`);
  }
});
