// Everything that is measured, in one run: `node bench/run.mjs --help`. Run it through `cargo xtask bench`, which
// builds first.

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Corpus, NAMES } from "./corpora.mjs";
import { notBuilt } from "./engine.mjs";
import { install } from "./install.mjs";
import { header, load, machine, section, skips, verdicts } from "./report.mjs";

const PARTS = { sizes: "sizes", build: "buildtime", keystrokes: "keystrokes", quality: "quality", painting: "painting", network: "network" };

const USAGE = `usage: cargo xtask bench [OPTIONS]

  --sizes          how many bytes a visitor downloads
  --build          how long and with how much memory an index is built
  --keystrokes     how long an answer takes while somebody types
  --quality        whether the right document comes first
  --painting       how long it takes until a reader sees the answer, in Chromium
                   (none of these: all five)
  --network        what the first answer costs over slow lines, in Chromium, beside Pagefind
  --corpus NAME    only this collection: ${NAMES.join(", ")}; may be given several times
  --quick          few queries and single runs: to see that everything works
  --peers-large    other libraries on the 87,249 papers too: minutes and 6.6 GB
  --json FILE      the numbers as JSON
`;

const option = { type: "boolean", default: false };
let values;
try {
  ({ values } = parseArgs({
    options: {
      ...Object.fromEntries(Object.keys(PARTS).map((name) => [name, option])),
      corpus: { type: "string", multiple: true, default: NAMES },
      quick: option,
      "peers-large": option,
      json: { type: "string" },
      help: { ...option, short: "h" },
    },
  }));
  const strange = values.corpus.find((name) => !NAMES.includes(name));
  if (strange) throw new Error(`there is no collection ${strange}: ${NAMES.join(", ")}`);
} catch (failure) {
  console.error(`error: ${failure.message}\n\n${USAGE}`);
  process.exit(2);
}
if (values.help) {
  console.log(USAGE);
  process.exit();
}

const absent = notBuilt();
if (absent) {
  console.error(`error: ${absent}`);
  process.exit(1);
}
install();

const skipped = [];
const skip = (what, why) => {
  if (!skipped.some((known) => known.what === what)) skipped.push({ what, why });
};
const corpora = NAMES.filter((name) => values.corpus.includes(name)).map((name) => new Corpus(name));
for (const { name, missing } of corpora) if (missing) skip(`everything on ${name}`, missing);
const there = corpora.filter(({ missing }) => !missing);

const options = { quick: values.quick, peersLarge: values["peers-large"] };
const chosen = Object.keys(PARTS).filter((name) => values[name]);
/** What is run where nothing is chosen: all but what takes long by the nature of slow lines. */
const usual = Object.keys(PARTS).filter((name) => name !== "network");
const result = { machine: machine(), options, parts: {}, bars: [], skipped };
console.log(header(result.machine, options));
for (const name of chosen.length > 0 ? chosen : usual) {
  console.error(`\n== ${name}, load average ${load()}`);
  // Imported late: the packages that it needs may just have been installed.
  const { run } = await import(`./${PARTS[name]}.mjs`);
  let part;
  try {
    part = await run({ corpora: there, options, skip });
  } catch (failure) {
    // What was measured before and what comes after is worth having all the same.
    console.error(failure);
    skip(`the part ${name}`, `it failed: ${failure.message}`);
    process.exitCode = 1;
    continue;
  } finally {
    for (const corpus of there) corpus.release();
  }
  result.parts[name] = { ...part.data, loadAverage: load() };
  result.bars.push(...part.bars);
  console.log(`\n${section(part)}`);
}
if (result.bars.length > 0) console.log(`\n${verdicts(result.bars)}`);
if (skipped.length > 0) console.log(`\n${skips(skipped)}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
// Peers leave timers and helpers behind.
process.exit();
