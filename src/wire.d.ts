/** Why a stretch of text is marked. */
export type MatchKind = "exact" | "prefix" | "stem" | "compound" | "variant" | "typo";

/** A stretch of marked text, in UTF-16 units: `text.slice(start, end)`. */
export interface Mark {
  start: number;
  end: number;
  kind: MatchKind;
}

/** Plain text (never markup) with marks in order that never overlap. */
export interface MarkedText {
  text: string;
  marks: Mark[];
}

/** One ranked document. */
export interface Hit {
  /** Ordinal of the document in this build of the index. */
  doc: number;
  /** The corpus' own identifier. */
  id: string;
  /** Where the hit leads; empty when nowhere. */
  url: string;
  title: MarkedText;
  snippet: MarkedText;
  authors: string[];
  year: number | null;
  venue: string;
  keywords: string[];
  meta: [name: string, value: string][];
  /** Comparable within one answer only. */
  score: number;
  /** The same page in other versions and languages, the one that suits the reader best first. Absent where there are none. */
  editions?: OtherEdition[];
}

/** The same page in another version or language. */
export interface OtherEdition {
  /** Ordinal of the page's first document: `document(doc)` has its address. */
  doc: number;
  /** Empty where it has none. */
  version: string;
  language: string;
}

/** The answer to one query. */
export interface Answer {
  /** Best first. */
  hits: Hit[];
  /** How many documents matched any part of the query. */
  total: number;
  /** True when the answer may be incomplete. */
  partial: boolean;
  /** Blocks that would complete the answer. */
  missing: number[];
  /** Typed words that match nothing at all. */
  unmatched: string[];
  /** A corrected query that answers clearly better. */
  didYouMean: string | null;
  /** The values of the fields that were to be counted, in the order in which they were asked for. */
  facets?: FieldCounts[];
}

/**
 * How often the values of a field are among the documents that match. A field that is narrowed by some of its values is counted as if it were
 * not, so that it is seen what another choice would bring.
 */
export interface FieldCounts {
  field: string;
  /** How many values there are; `values` may have fewer. */
  distinct: number;
  /** The smallest and the largest, of numbers and dates. */
  min: string | null;
  max: string | null;
  /** Those of most documents, most first. Where the query has a phrase, at most so many documents have them. */
  values: { value: string; documents: number }[];
}

/** A completion of what is being typed. */
export interface Suggestion {
  /** The whole query with its last word completed, or a title that begins so. */
  text: string;
  /** How many documents have the completed word; 1 for a title. */
  documents: number;
}

/**
 * The score of one document, taken apart: `score` is `base` x (1 + `title` + `order` + `adjacent` + `sentence`) + `lent`, and `base`
 * the sum of the clauses' scores x `allClauses` x `phrase`.
 */
export interface Explanation {
  doc: number;
  score: number;
  base: number;
  clauses: ExplainedClause[];
  /** Factor for a document that has every clause; 1 for others. */
  allClauses: number;
  /** Factor for a document that has the phrases' words in its title or authors; 1 for others. */
  phrase: number;
  title: number;
  order: number;
  adjacent: number;
  sentence: number;
  /** What the nearest neighbours lend together, and which they are. */
  lent: number;
  lenders: { doc: number; amount: number }[];
}

/** A part of the query, and what of the document it matches. */
export interface ExplainedClause {
  /** Folded; several are alternatives. */
  words: string[];
  score: number;
  /** In the order in which they were tried. */
  matches: ExplainedMatch[];
}

/** One way in which a word matches: `score` is `factor` x `idf` x `frequency`. */
export interface ExplainedMatch {
  word: string;
  terms: string[];
  kind: MatchKind;
  /** How, in words. */
  reason: string;
  factor: number;
  idf: number;
  frequency: number;
  score: number;
  /** Whether it is the one that counts. */
  counted: boolean;
}

/** A stored document, whole. */
export interface StoredDocument {
  id: string;
  title: string;
  body: string;
  url: string;
  authors: string[];
  year: number | null;
  venue: string;
  keywords: string[];
  meta: [name: string, value: string][];
}

/** What an index holds. */
export interface Inspection {
  version: number;
  /** A function of the content only. */
  build: string;
  documents: number;
  terms: number;
  postings: number;
}

/** How a query is to be answered. */
export interface SearchOptions {
  /** How many hits at most: 10 unless said, 1000 at most. */
  limit?: number;
  /** Whether typing errors are tolerated: yes unless said. */
  typos?: boolean;
  /** Whether the last word stands for its completions: yes unless said. */
  openLastWord?: boolean;
  /** Whether snippets are cut: yes unless said. */
  snippets?: boolean;
}

/** An open index, in an instance of its own. */
export class Engine {
  /** Opens an index file. Every byte is verified before it is parsed; throws a `ThumbindexError` for a file that is damaged, cut or foreign.
   * Without bytes it opens the index that was compiled into the module. */
  constructor(bytes?: Uint8Array);
  /** Answers a query. Lone surrogates in it count as U+FFFD, one UTF-16 unit like themselves. */
  search(query: string, options?: SearchOptions | null): Answer;
  /** Completions of the word being typed, most useful first. */
  suggest(query: string, limit?: number): Suggestion[];
  /** Documents most like this one, nearest first. */
  similar(doc: number): Hit[];
  /** The whole stored document, or null when there is no such document. Of an index in blocks, a list of numbers while blocks are
   * missing that it and `similar` need. */
  document(doc: number): StoredDocument | null;
  /** The blocks that a query needs and that are not there yet. */
  plan(query: string, options?: SearchOptions | null): number[];
  /** Hands in a block that `plan` or an answer named. Throws a `ThumbindexError` when the bytes are not that block of this build.
   * Files of fields, which the full module filters, counts and sorts by, have the number 0xfffffffe. */
  provide(block: number, bytes: Uint8Array): void;
  /** Why a document has its score in the answer to a query; null where it is no hit. Only the full module knows. */
  explain(query: string, doc: number): Explanation | null;
  /** What the index holds. */
  info(): Inspection;
}
