// Types of the element for pages that are written in TypeScript: `import "thumbindex/types/thumb-index.d.ts"`, or a
// reference to this file. tests/types/sample.ts is checked against them, and they against the element itself.

import type { Answer, Hit } from "#glue";
import type { Client } from "../client-core.js";
import type { Strings } from "../strings.js";

/** The index is open. */
export interface ThumbIndexReady {
  /** How many documents it holds. */
  documents: number;
  /** Changes with the documents. */
  build: string;
}

/** A query was answered and its hits are drawn. */
export interface ThumbIndexResults {
  query: string;
  answer: Answer;
}

/** A reader chose a hit. `preventDefault()` keeps the box from going there. */
export interface ThumbIndexSelect {
  hit: Hit;
  newTab: boolean;
  /** Where it leads, to the words on the page; empty when nowhere. */
  url: string;
}

/** Something failed, and the box says so. */
export interface ThumbIndexError {
  /** Stable, for programs. */
  code: string;
  /** For people, in English. */
  message: string;
}

export interface ThumbIndexEventMap {
  "thumb-index-ready": CustomEvent<ThumbIndexReady>;
  "thumb-index-results": CustomEvent<ThumbIndexResults>;
  "thumb-index-select": CustomEvent<ThumbIndexSelect>;
  "thumb-index-error": CustomEvent<ThumbIndexError>;
}

/** `<thumb-index>`: docs/widget.md says what each of these does. */
export interface ThumbIndexElement extends HTMLElement {
  /** The query. */
  value: string;
  /** Texts of the interface that differ from those of its language; set before it is loaded. */
  strings: Partial<Strings> & { facets?: Partial<import("../facet-words.js").Words> };
  /** The open index, once it is there; set before that, it is asked and nothing is opened. */
  client: Client | undefined;
  /** Loads the engine, the index and the rest of the interface, as the first focus does. */
  load(): Promise<void>;
  /** Opens the dialog of a modal. */
  show(): void;
  /** Closes the dialog of a modal. */
  close(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "thumb-index": ThumbIndexElement;
  }
  interface HTMLElementEventMap extends ThumbIndexEventMap {}
}
