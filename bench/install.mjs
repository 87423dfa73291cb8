// The libraries to compare with are not part of the workspace's packages: whoever only builds or tests
// never downloads them. They come with the first run of the bench, at the versions of the lock file.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { bench } from "./paths.mjs";

/** Installs what package-lock.json names when it is missing or older; throws when npm fails. */
export function install() {
  const wanted = path.join(bench, "package-lock.json");
  const installed = path.join(bench, "node_modules/.package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  console.error("$ npm ci (bench)");
  // npm is a script on Windows and needs the shell; standard output stays free for the report.
  const options = { cwd: bench, stdio: ["ignore", 2, 2], shell: process.platform === "win32" };
  const { status, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], options);
  if (error || status !== 0) throw new Error(`npm ci in ${bench} failed: ${error?.message ?? `exit ${status}`}`);
}

/** The version that is installed, to be printed beside every number. */
export function version(name) {
  return JSON.parse(readFileSync(path.join(bench, "node_modules", name, "package.json"), "utf8")).version;
}
