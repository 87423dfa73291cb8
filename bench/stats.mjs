// Numbers about numbers, and the measures of a ranking as `thumbindex eval` defines them.

/** The value below which this share of the values lies (nearest rank). */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

export const median = (values) => percentile(values, 0.5);

export function mean(values) {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Half the width of the 95 % interval of a mean. */
export function margin(values) {
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
  return 1.96 * Math.sqrt(variance / values.length);
}

/**
 * The measures of one ranking: ids best first, grades of all that is relevant.
 *
 * @param {string[]} ids
 * @param {Map<string, number>} relevant
 */
export function scores(ids, relevant) {
  let gain = 0;
  let found = 0;
  let rank = Infinity;
  for (const [at, id] of ids.slice(0, 100).entries()) {
    const grade = relevant.get(id) ?? 0;
    if (grade === 0) continue;
    found++;
    if (at < 10) gain += grade / Math.log2(at + 2);
    rank = Math.min(rank, at + 1);
  }
  const best = [...relevant.values()].sort((a, b) => b - a).slice(0, 10);
  const ideal = best.reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0);
  return { ndcg: gain / ideal, recall: found / relevant.size, one: rank === 1 ? 1 : 0, ten: rank <= 10 ? 1 : 0 };
}

/**
 * Every n-th of a list so that `count` are left, spread over the whole: the same ones in every run.
 *
 * @template T
 * @param {T[]} list
 * @param {number} count
 * @returns {T[]}
 */
export function sample(list, count) {
  if (count >= list.length) return list;
  return Array.from({ length: count }, (_, at) => list[Math.floor(((at + 0.5) * list.length) / count)]);
}
