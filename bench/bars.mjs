// What the product is meant to reach. Ceilings are what a ranker that knows all matches could reach at best.

/** 1 KB and 1 MB are 1,000 and 1,000,000 bytes here, as in the numbers of others. */
const KB = 1e3;
const MB = 1e6;

export const SIZES = {
  engine: { what: "module and glue, brotli", atMost: 36 * KB, unit: "KB" },
  page: { what: "all code a page loads, brotli", atMost: 50 * KB, unit: "KB" },
  scifact: { index: { atMost: 1.0 * MB }, full: { atMost: 3.0 * MB } },
  papers: { index: { atMost: 14 * MB }, full: { atMost: 48 * MB } },
};

export const BUILD = {
  scifact: { seconds: 3 },
  papers: { seconds: 60, bytes: 2e9 },
};

/** Milliseconds a keystroke; `p99` is what must hold, `goal` what is aimed at. */
export const KEYSTROKES = {
  scifact: { p99: 3, goal: { p50: 0.3, p99: 2 } },
  papers: { p99: 20, goal: { p50: 1, p99: 10 } },
};

/** Milliseconds from a key to painted rows, on a processor four times slower. */
export const PAINTING = { p95: 50 };

/** Over a network. `rows` and `whole`: the share of Pagefind's time in the same run, to ten rows and to rows with snippets. */
export const NETWORK = {
  scifact: {
    documents: "5k",
    bar: {
      titles: 110 * KB,
      snippets: 150 * KB,
      requests: [6, 16],
      rows: { "slow 4G": 0.5, "fast 4G": 0.45, cable: 0.4 },
      whole: { "slow 4G": 0.75, "fast 4G": 0.6, cable: 0.55 },
      verify: 1,
    },
  },
  papers: {
    documents: "87k",
    bar: {
      titles: 150 * KB,
      snippets: 200 * KB,
      requests: [6, 16],
      rows: { "slow 4G": 0.25, "fast 4G": 0.25, cable: 0.2 },
      further: [40 * KB, 4],
      typo: 160 * KB,
      keystroke: 10,
      memory: 60 * MB,
      verify: 1,
    },
  },
  growth: 1.5,
  /** Milliseconds from the last key to its rows, typed at 150 ms a key on slow 4G. */
  lag: 250,
  /** So many of the papers for the plot. */
  sizes: [1_000, 5_000, 20_000, 87_249],
};

export const QUALITY = {
  scifact: {
    must: { ndcg: 0.685, one: 0.69 },
    judged: { ndcg: 0.705, recall: 0.93 },
    mean: { one: { atLeast: 0.88, ceiling: 0.934 }, ten: { atLeast: 0.99, ceiling: 0.998 } },
    kinds: {
      words3: { atLeast: 0.98, ceiling: 0.98 },
      prefix: { atLeast: 0.75, ceiling: 0.82 },
      typo: { atLeast: 0.88, ceiling: 0.94 },
      "typo-prefix": { atLeast: 0.84, ceiling: 0.94 },
      "first-letter-typo": { atLeast: 0.86, ceiling: 0.96 },
      abstract: { atLeast: 0.92, ceiling: 0.99 },
      joined: { atLeast: 0.9, ceiling: 0.97 },
      split: { atLeast: 0.8, ceiling: 0.87 },
    },
    typoLoss: 0.002,
    lettersUntilTop5: 9.0,
    flicker: 0.1,
  },
  papers: { mean: { one: { atLeast: 0.64, ceiling: 0.739 }, ten: { atLeast: 0.875, ceiling: 0.928 } } },
  abstracts: { mean: { one: { atLeast: 0.975, ceiling: 0.989 } } },
};

/**
 * A value beside its bar.
 *
 * @param {string} what
 * @param {number} value
 * @param {{atMost?: number, atLeast?: number, ceiling?: number}} bar
 * @param {string} shown the value and its unit, for people
 * @param {string} wanted the bar, for people
 */
export function compare(what, value, { atMost, atLeast, ceiling }, shown, wanted) {
  const met = (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
  return { what, value, atMost, atLeast, ceiling, met, shown, wanted: `${atMost === undefined ? "≥" : "≤"} ${wanted}` };
}
