// Texts of the interface in German.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `„${text}“`;
const results = plural("de", { one: "# Ergebnis", other: "# Ergebnisse" });

/** @type {Strings} */
export const words = {
  search: "Suche",
  results: "Ergebnisse",
  clear: "Leeren",
  close: "Schließen",
  loading: "Der Index wird geladen…",
  unloaded: "Die Suche konnte nicht geladen werden.",
  offline: "Keine Verbindung zum Netz.",
  errors: errors({
    network: (file) => `${file} konnte nicht geladen werden. Prüfe die Verbindung und versuche es erneut.`,
    http: (file, status) => `Der Server antwortete mit ${status} auf ${file}. Lade die Seite neu oder versuche es später.`,
    damaged: (file) => `${file} kam beschädigt an oder ist eine andere Datei. Versuche es erneut.`,
    version: "Der Index gehört zu einer anderen Version der Suche. Lade die Seite neu.",
    wasm: "In diesem Browser ist WebAssembly abgeschaltet, und die Suche braucht es.",
    csp: "Die Content-Security-Policy dieser Seite verbietet WebAssembly. In script-src fehlt 'wasm-unsafe-eval'.",
    crashed: "Die Suche brach bei dieser Anfrage zweimal ab. Eine andere kann gelingen.",
    memory: "Dem Browser fehlt Speicher für die Suche. Schließe andere Seiten und versuche es erneut.",
    old: "Dieser Browser ist zu alt für die Suche.",
  }),
  nothing: (query) => `Nichts gefunden für ${quoted(query)}`,
  hint: "Versuche es mit weniger oder anderen Wörtern.",
  corrected: (query) => `Ergebnisse für ${quoted(query)}`,
  literally: (query) => `Nur nach ${quoted(query)} suchen`,
  literal: "Genau wie getippt gesucht.",
  loosely: "Andere Schreibweisen zulassen",
  unmatched: (words) => `Kein Treffer für ${words.map(quoted).join(", ")}`,
  instead: (query) => `Nach ${quoted(query)} suchen`,
  completions: "Ergänzungen",
  completed: plural("de", { one: "# Ergänzung", other: "# Ergänzungen" }),
  count: (shown, total) => (shown < total ? `${shown} von ${results(total)}` : results(total)),
  selected: (position, shown) => `${position} von ${shown}`,
  partial: "Es kann weitere geben.",
  more: "Mehr anzeigen",
  keys: "↑ ↓ wählen, Eingabe öffnet, → Näheres",
  details: "Näheres",
  retry: "Erneut versuchen",
  recent: "Letzte Suchen",
  forget: "Letzte Suchen löschen",
  back: "Zurück zu den Ergebnissen",
  similar: "Ähnliche",
  open: "Öffnen",
  bibtex: "BibTeX kopieren",
  citation: "Zitat kopieren",
  copied: "Kopiert",
  uncopied: "Mit Strg-C oder Cmd-C kopieren",
  andOthers: "u. a.",
  help: "So wird gesucht",
  syntax: [
    ['"zwei Wörter"', "Wörter nebeneinander"],
    ["-Wort", "ohne dieses Wort"],
    ["title:Wort", "im Titel; auch author: und keyword:"],
    ["year:2019..2022", "aus diesen Jahren"],
    ["dies OR das", "eines von beiden"],
    ["Anf*", "Wörter, die so beginnen"],
  ],
};
