// Queries made from a corpus: whole words, beginnings, typing errors and runs of words. The same
// corpus always gives the same queries.

import { readFile } from "node:fs/promises";

/** @param {string} corpus @param {number} [count] */
export async function queries(corpus, count = 300) {
  const records = (await readFile(corpus, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
  const random = generator(20260101);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const made = ["", " ", "the", "a", "zzzzqqq", "ERK", "CIFAR100", "é", "naïve", "😀", "\ud800", '"neural tangent"', "neural-tangent", "x".repeat(400)];
  while (made.length < count) {
    const { title, summary } = pick(records);
    const words = (random() < 0.6 ? title : summary).split(/\s+/).filter((word) => word.length > 2);
    const start = Math.floor(random() * words.length);
    const run = words.slice(start, start + 1 + Math.floor(random() * 3));
    if (run.length === 0) continue;
    const last = run.pop();
    const shape = made.length % 4;
    if (shape === 0) run.push(last);
    else if (shape === 1) run.push(last.slice(0, 1 + Math.floor(random() * last.length)));
    else run.push(misspelt(last, random));
    made.push(run.join(" "));
  }
  return made;
}

/** @param {string} word @param {() => number} random */
function misspelt(word, random) {
  const letters = [...word];
  const at = Math.floor(random() * (letters.length - 1));
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const edits = [
    () => letters.splice(at, 1),
    () => letters.splice(at, 0, letter),
    () => letters.splice(at, 1, letter),
    () => letters.splice(at, 2, letters[at + 1], letters[at]),
  ];
  edits[Math.floor(random() * edits.length)]();
  return letters.join("");
}

/** A small generator of numbers from 0 to 1 (mulberry32). @param {number} seed */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
