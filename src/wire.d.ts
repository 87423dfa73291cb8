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
}

/** A completion of what is being typed. */
export interface Suggestion {
  /** The whole query with its last word completed. */
  text: string;
  /** How many documents have the completed word. */
  documents: number;
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
  parts: { name: string; blocks: number; bytes: number; stored_text: boolean }[];
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
