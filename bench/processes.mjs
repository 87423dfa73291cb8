// Time and memory of another program, its children included. Memory is polled from /proc: GNU time is not
// everywhere, and a library that starts a helper hides its memory from it.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const INTERVAL = 10;
/** Ticks a second in /proc; Linux has said 100 to programs for decades, whatever the kernel's own rate. */
const TICKS = 100;

/**
 * Runs a program to its end.
 *
 * @returns {Promise<{seconds: number, cpuSeconds: number | null, peakBytes: number | null, output: string}>}
 *   peakBytes is that of the largest process of the tree; null where there is no /proc
 */
export function measured(command, options) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, options, { stdio: ["ignore", "pipe", "inherit"] });
    const seen = new Map();
    const poll = setInterval(() => look(child.pid, seen), INTERVAL);
    let output = "";
    let seconds = 0;
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("exit", () => (seconds = (performance.now() - start) / 1000));
    child.once("error", (error) => {
      clearInterval(poll);
      reject(error);
    });
    child.once("close", (code) => {
      clearInterval(poll);
      if (code !== 0) return reject(new Error(`${command} ${options.join(" ")}: exit ${code}`));
      const all = [...seen.values()];
      const known = all.length > 0;
      resolve({
        seconds,
        cpuSeconds: known ? all.reduce((sum, { cpu }) => sum + cpu, 0) : null,
        peakBytes: known ? Math.max(...all.map(({ peak }) => peak)) : null,
        output,
      });
    });
  });
}

/** Notes what the process and its descendants have used until now. */
function look(pid, seen) {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    // The name may hold spaces and brackets: the numbers follow the last bracket.
    const numbers = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
    const cpu = (Number(numbers[11]) + Number(numbers[12])) / TICKS;
    if (peak) seen.set(pid, { peak: Number(peak[1]) * 1024, cpu });
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    for (const text of children.trim().split(" ").filter(Boolean)) look(Number(text), seen);
  } catch {
    // It ended meanwhile, or there is no /proc.
  }
}
