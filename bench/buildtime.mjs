// How long does it take to build an index, and how much memory? Each builder runs as a process of its own, one
// after the other, and reads the documents from the same file.

import path from "node:path";
import { BUILD, compare } from "./bars.mjs";
import { build } from "./engine.mjs";
import { bench } from "./paths.mjs";
import * as minisearch from "./peers/minisearch.mjs";
import * as pagefind from "./peers/pagefind.mjs";
import { attempt } from "./peers.mjs";
import { megabytes, table } from "./report.mjs";
import { measured } from "./processes.mjs";
import { median } from "./stats.mjs";

const title = "Build";
const question = "How long does it take to build an index, and how much memory? Wall seconds are medians, in brackets the fastest and the slowest run; CPU seconds are of all threads; the peak is that of the largest process.";

export async function run({ corpora, options, skip }) {
  const blocks = [];
  const bars = [];
  const data = {};
  for (const corpus of corpora.filter(({ name }) => BUILD[name])) {
    const { name } = corpus;
    const large = name === "papers";
    const times = options.quick || large ? 1 : 3;
    const rows = { thumbindex: await repeat(times, () => build(corpus)) };
    if (large && !options.peersLarge) {
      skip("building MiniSearch's and Pagefind's indexes of papers", "takes minutes and 6.6 GB; ask with --peers-large");
    } else {
      for (const peer of [minisearch, pagefind]) {
        const one = () => measured(process.execPath, [path.join(bench, "build-peer.mjs"), peer.module, name]);
        const row = await attempt(`build of ${name} by ${peer.name}`, skip, () => repeat(times, one));
        if (row) rows[`${peer.name} ${peer.installed()}`] = row;
      }
    }
    data[name] = rows;
    blocks.push(`### ${name}, ${times === 1 ? "one run" : `${times} runs`}`, table(["builder", "wall s", "CPU s", "peak MB"], Object.entries(rows).map(shown)));
    const { seconds, peakBytes } = rows.thumbindex;
    const bar = BUILD[name];
    bars.push(compare(`build of ${name}, wall`, seconds, { atMost: bar.seconds }, `${seconds.toFixed(2)} s`, `${bar.seconds} s`));
    if (bar.bytes && peakBytes) bars.push(compare(`build of ${name}, peak memory`, peakBytes, { atMost: bar.bytes }, megabytes(peakBytes), megabytes(bar.bytes)));
  }
  return { title, question, blocks, bars, data };
}

async function repeat(times, run) {
  const runs = [];
  for (let time = 0; time < times; time++) runs.push(await run());
  const seconds = runs.map((run) => run.seconds);
  const known = runs.every(({ peakBytes }) => peakBytes !== null);
  return {
    runs: times,
    seconds: median(seconds),
    fastest: Math.min(...seconds),
    slowest: Math.max(...seconds),
    cpuSeconds: known ? median(runs.map((run) => run.cpuSeconds)) : null,
    peakBytes: known ? Math.max(...runs.map((run) => run.peakBytes)) : null,
  };
}

function shown([name, { runs, seconds, fastest, slowest, cpuSeconds, peakBytes }]) {
  const spread = runs > 1 ? ` (${fastest.toFixed(2)}–${slowest.toFixed(2)})` : "";
  return [name, seconds.toFixed(2) + spread, cpuSeconds?.toFixed(2) ?? "not known", peakBytes === null ? "not known" : (peakBytes / 1e6).toFixed(0)];
}
