// Texts of the interface in French.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `« ${text} »`;
const results = plural("fr", { one: "# résultat", other: "# résultats" });

/** @type {Strings} */
export const words = {
  search: "Rechercher",
  results: "Résultats",
  clear: "Effacer",
  close: "Fermer",
  loading: "Chargement de l’index…",
  unloaded: "La recherche n’a pas pu être chargée.",
  offline: "Vous êtes hors ligne.",
  errors: errors({
    network: (file) => `${file} n’a pas pu être chargé. Vérifiez la connexion et réessayez.`,
    http: (file, status) => `Le serveur a répondu ${status} pour ${file}. Rechargez la page ou réessayez plus tard.`,
    damaged: (file) => `${file} est arrivé endommagé, ou c’est un autre fichier. Réessayez.`,
    version: "L’index appartient à une autre version de la recherche. Rechargez la page.",
    wasm: "WebAssembly est désactivé dans ce navigateur, et la recherche en a besoin.",
    csp: "La Content-Security-Policy de cette page interdit WebAssembly. Il manque 'wasm-unsafe-eval' dans script-src.",
    crashed: "La recherche s’est arrêtée deux fois sur cette requête. Une autre peut fonctionner.",
    memory: "Le navigateur n’a plus de mémoire pour la recherche. Fermez d’autres pages et réessayez.",
    old: "Ce navigateur est trop ancien pour la recherche.",
  }),
  nothing: (query) => `Aucun résultat pour ${quoted(query)}`,
  hint: "Essayez avec moins de mots, ou d’autres.",
  corrected: (query) => `Résultats pour ${quoted(query)}`,
  literally: (query) => `Rechercher seulement ${quoted(query)}`,
  literal: "Recherche exacte, telle que saisie.",
  loosely: "Accepter d’autres graphies",
  unmatched: (words) => `Rien ne correspond à ${words.map(quoted).join(", ")}`,
  instead: (query) => `Rechercher ${quoted(query)}`,
  completions: "Propositions",
  completed: plural("fr", { one: "# proposition", other: "# propositions" }),
  count: (shown, total) => (shown < total ? `${shown} sur ${results(total)}` : results(total)),
  selected: (position, shown) => `${position} sur ${shown}`,
  partial: "Il peut y en avoir d’autres.",
  more: "Afficher plus",
  keys: "↑ ↓ choisir, Entrée ouvrir, → détails",
  details: "Détails",
  retry: "Réessayer",
  recent: "Recherches récentes",
  forget: "Effacer les recherches récentes",
  back: "Retour aux résultats",
  similar: "Documents semblables",
  open: "Ouvrir",
  bibtex: "Copier en BibTeX",
  citation: "Copier la référence",
  copied: "Copié",
  uncopied: "Appuyez sur Ctrl-C ou Cmd-C pour copier",
  andOthers: "et al.",
  help: "Comment rechercher",
  syntax: [
    ['"deux mots"', "des mots côte à côte"],
    ["-mot", "sans ce mot"],
    ["title:mot", "dans le titre ; aussi author: et keyword:"],
    ["year:2019..2022", "de ces années"],
    ["ceci OR cela", "l’un des deux"],
    ["déb*", "les mots qui commencent ainsi"],
  ],
};
