// Results as Markdown for people; the same numbers go into the JSON as they are.

import { readFileSync } from "node:fs";
import os from "node:os";

export const kilobytes = (bytes) => `${(bytes / 1e3).toFixed(1)} KB`;
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
export const milliseconds = (value) => value.toFixed(value < 0.1 ? 4 : value < 10 ? 2 : 1);
/** How many times the other is as large; two digits say all that a busy machine can. */
export const ratio = (value, other) => `${Number((value / other).toPrecision(2))} x`;
export const share = (value) => value.toFixed(3);
export const percent = (value) => `${(value * 100).toFixed(1)} %`;

/** A table; columns of numbers are set to the right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell ?? "").replaceAll("|", "\\|")).join(" | ")} |`;
  const isNumber = (cell) => /^$|^[-≤≥\d]/.test(String(cell ?? ""));
  const rule = head.map((_, at) => (rows.every((row) => isNumber(row[at])) ? "---:" : "---"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** What the numbers depend on. */
export function machine() {
  return {
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    v8: process.versions.v8,
    loadAverage: load(),
  };
}

/** How busy the machine is: with more than its cores, times say little. */
export function load() {
  try {
    return Number(readFileSync("/proc/loadavg", "utf8").split(" ")[0]);
  } catch {
    return os.loadavg()[0];
  }
}

export function header({ cpu, cores, memoryBytes, system, node, loadAverage }, options) {
  const lines = [
    "# thumbindex: measurements",
    "",
    `${cpu}, ${cores} cores, ${(memoryBytes / 2 ** 30).toFixed(0)} GiB, ${system}, Node ${node}; load average ${loadAverage} at the start.`,
  ];
  if (loadAverage > cores / 2) lines.push("**Other work ran on this machine: times are upper bounds, ratios are rough.**");
  if (options.quick) lines.push("**Quick run: few queries, so shares and high percentiles are rough. Do not quote them.**");
  return lines.join("\n");
}

/** One part of the run: its heading, the question that it answers, then its blocks. */
export function section({ title, question, blocks }) {
  return [`## ${title}`, question, ...(blocks.length > 0 ? blocks : ["Nothing could be measured: see what was skipped."])].join("\n\n");
}

export function verdicts(bars) {
  const rows = bars.map(({ what, shown, wanted, ceiling, met }) => [what, shown, wanted, ceiling ?? "", met ? "met" : "**missed**"]);
  const met = bars.filter((bar) => bar.met).length;
  return ["## Bars", `${met} of ${bars.length} met.`, table(["what", "measured", "wanted", "ceiling", ""], rows)].join("\n\n");
}

export function skips(skipped) {
  return ["## Skipped", ...skipped.map(({ what, why }) => `- ${what}: ${why}`)].join("\n");
}
