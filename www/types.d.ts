// The types of client.js. The build puts those of the module (src/wire.d.ts) in front and ships both as client.d.ts.

import type { Answer, Explanation, Hit, Inspection, SearchOptions, StoredDocument, Suggestion } from "#glue";

/** Where the engine runs: in a worker for large indexes and on slow devices (`auto`, as without it), in any case, or never. */
export type WorkerChoice = "auto" | "always" | "never";

/** How an index is opened. */
export interface OpenOptions {
  /** A folder that `thumbindex build` wrote, or an index file; without it, the folder of `client.js`. */
  src?: string | URL;
  /** The module, when it is not beside `client.js`. */
  wasm?: string | URL;
  worker?: WorkerChoice;
  /** Ends the opening, and the fetches of the open index later. */
  signal?: AbortSignal;
}

/** Every question takes a signal: once it is aborted, the question rejects with its reason, an `AbortError` unless you give another. */
export interface Abortable {
  signal?: AbortSignal;
}

/** A value that documents have in a field. */
export interface FilterValue {
  /** As the documents have it: an author's name, a keyword, a year. */
  value: string;
  /** How many documents have it. */
  documents: number;
  /** What to put into a query to have documents with this value only. Null where queries cannot ask for it. */
  query: string | null;
}

/** What queries can be narrowed by. */
export interface Filter {
  /** `year`, `author`, `keyword`, `venue`, `language`, `section`, or a name of the site's own. */
  field: string;
  /** What its values are: names, decimal numbers, or dates such as 2024-05-31. */
  kind: "text" | "number" | "date";
  /** How many documents have the field at all. */
  documents: number;
  /** How many different values there are; `values` may hold fewer. */
  distinct: number;
  /** Numbers and dates: the largest first. Others: the most frequent first, 200 at most. */
  values: FilterValue[];
  /** Fields that hold numbers: the smallest and the largest. */
  range?: { min: number | string; max: number | string };
  /** The file beside the list that says which documents have which values, and its size. */
  file: string;
  bytes: number;
}

/** What a field must have: all that is said. */
export interface Criterion {
  /** One of these values. */
  any?: (string | number)[];
  /** All of these. */
  all?: (string | number)[];
  /** None of these. */
  none?: (string | number)[];
  /** From this value on, and up to that one: numbers, and dates, of which `2024` includes all days. */
  from?: string | number;
  to?: string | number;
}

/** A value, several of which one suffices, or a criterion. */
export type Wanted = string | number | (string | number)[] | Criterion;

/** What an answer is narrowed by, how it is ordered, and what is counted in it. */
export interface Narrowing {
  /** By field what documents must have. Without a query all documents that have it are found. */
  filters?: Record<string, Wanted>;
  /** Another order than the best first: by the values of this field, with a minus in front the largest first. Then documents with all words
   * of the query are found alone, where there are any. */
  sort?: string;
  /** Fields of which the answer tells how many documents have which value; `true` for all. */
  facets?: string[] | true;
  /** How many values of a field are told, those of most documents: 100 unless said. */
  facetLimit?: number;
}

/** An open index. */
export interface Client {
  /** What the index holds. */
  readonly info: Inspection;
  /** Whether a worker answers. */
  readonly worker: boolean;
  /** Answers a query. */
  search(query: string, options?: SearchOptions & Narrowing & Abortable): Promise<Answer>;
  /** Completions of the word being typed, most useful first: 5 unless said. */
  suggest(query: string, options?: number | ({ limit?: number } & Abortable)): Promise<Suggestion[]>;
  /** Documents most like the one with this ordinal, nearest first. */
  similar(doc: number, options?: Abortable): Promise<Hit[]>;
  /** The whole stored document with this ordinal; null where there is none. */
  document(doc: number, options?: Abortable): Promise<StoredDocument | null>;
  /** Why a document has its score in the answer to a query; null where it is no hit. Loads the full module first. */
  explain(query: string, doc: number, options?: Abortable): Promise<Explanation | null>;
  /** What queries can be narrowed by. Fetched when it is first asked for. */
  filters(options?: Abortable): Promise<Filter[]>;
  /** Frees the module's memory, or ends the worker, until something is asked again. A box that leaves the page does so by itself. */
  rest(): void;
  /** Frees what the index holds. Calls after this reject. */
  close(): void;
}

/** A failure that can be shown: what failed and what to do about it. Its `name` is `ThumbindexError`. */
export interface ThumbindexError extends Error {
  name: "ThumbindexError";
  /** Stable, for programs: `network`, `timeout`, `http`, `csp`, `no-wasm`, `bad-module`, `bad-manifest`, `not-an-index`, `corrupt`, `truncated`,
   * `version`, `crashed`, `hung`, `memory`, `no-gzip`, `closed`, `no-full-module`, `no-filters`, `bad-filters`, `no-such-field`, `no-offline`, `no-room`, `wrong-file`. */
  code: string;
  /** Whether trying again cannot help. */
  final?: boolean;
}

/** Opens an index from the network. */
export function open(options?: OpenOptions): Promise<Client>;

/**
 * Opens an index from bytes that are already there, in this thread.
 *
 * `full` is the full module: without it queries with phrases and years are answered as plain words, and marked partial.
 */
export function openBytes(wasm: BufferSource, index: Uint8Array, full?: BufferSource, more?: { filters?: Filter[]; fields?: Record<string, Uint8Array> }): Promise<Client>;

/** How an index is kept for times without a network. */
export interface KeepOptions {
  /** The service worker to register where none of ours answers: the site's own that imports `offline.js`; without it `offline.js` beside `client.js`. */
  worker?: string | URL;
  /** Whether the browser is asked not to clear it when room runs short. Some ask the reader. */
  persist?: boolean;
  /** Ends the download. What is there stays, and the next call goes on from it. */
  signal?: AbortSignal;
  /** Told how much is there, as it comes. */
  onProgress?: (progress: Kept) => void;
}

/** How much of an index is kept. */
export interface Kept {
  /** Bytes that are there, and all there are. */
  bytes: number;
  total: number;
  /** Whether all is there, and any word can be searched for without a network. */
  complete: boolean;
  /** Whether a service worker answers for the page, so that the page itself opens without a network. */
  covered: boolean;
}

/** Keeps a whole index in the browser: afterwards any word is found without a network. Files that are there already are not fetched again. */
export function keepOffline(options?: KeepOptions & { src?: string | URL }): Promise<Kept>;
