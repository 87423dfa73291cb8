// Queries of two words: neighbours in a title, of four letters at least, that stand together in fifteen documents or more, so that
// an engine that wants all words can fill ten rows too.

const LEAST = 15;
const words = (/** @type {string} */ text) => text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];

/**
 * @param {{docs: () => Promise<{title: string, text: string}[]>}} corpus
 * @param {number} count
 * @returns {Promise<string[]>}
 */
export async function pairs(corpus, count) {
  const docs = await corpus.docs();
  /** @type {Map<string, Set<number>>} */ const where = new Map();
  // Titles that are spread over the collection.
  const step = Math.max(1, Math.floor(docs.length / (count * 40)));
  const candidates = docs.filter((_, number) => number % step === 0).flatMap(({ title }) => {
    const list = words(title);
    return list.slice(1).map((word, at) => [list[at], word]);
  });
  const wanted = new Set(candidates.flat());
  docs.forEach(({ title, text }, number) => {
    for (const word of new Set(words(`${title} ${text}`))) {
      if (!wanted.has(word)) continue;
      if (!where.has(word)) where.set(word, new Set());
      where.get(word)?.add(number);
    }
  });
  const common = new Set(["with", "from", "that", "this", "which", "have", "their", "using", "based", "between", "into", "through", "under", "over", "towards"]);
  const found = [];
  for (const [one, two] of candidates) {
    const [a, b] = [where.get(one), where.get(two)];
    if (!a || !b || one === two || common.has(one) || common.has(two)) continue;
    const both = [...a].filter((doc) => b.has(doc)).length;
    if (both >= LEAST) found.push(`${one} ${two}`);
  }
  const distinct = [...new Set(found)];
  const stride = Math.max(1, Math.floor(distinct.length / count));
  const chosen = distinct.filter((_, number) => number % stride === 0).slice(0, count);
  if (chosen.length < count) throw new Error(`only ${chosen.length} queries of two words could be made`);
  return chosen;
}
