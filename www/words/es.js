// Texts of the interface in Spanish.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `«${text}»`;
const results = plural("es", { one: "# resultado", other: "# resultados" });

/** @type {Strings} */
export const words = {
  search: "Buscar",
  results: "Resultados",
  clear: "Borrar",
  close: "Cerrar",
  loading: "Cargando el índice…",
  unloaded: "No se pudo cargar la búsqueda.",
  offline: "Sin conexión.",
  errors: errors({
    network: (file) => `No se pudo cargar ${file}. Comprueba la conexión y vuelve a intentarlo.`,
    http: (file, status) => `El servidor respondió ${status} para ${file}. Recarga la página o inténtalo más tarde.`,
    damaged: (file) => `${file} llegó dañado o es otro archivo. Vuelve a intentarlo.`,
    version: "El índice es de otra versión de la búsqueda. Recarga la página.",
    wasm: "WebAssembly está desactivado en este navegador y la búsqueda lo necesita.",
    csp: "La Content-Security-Policy de esta página prohíbe WebAssembly. Falta 'wasm-unsafe-eval' en script-src.",
    crashed: "La búsqueda se detuvo dos veces con esta consulta. Otra puede funcionar.",
    memory: "Al navegador no le queda memoria para la búsqueda. Cierra otras páginas e inténtalo de nuevo.",
    old: "Este navegador es demasiado antiguo para la búsqueda.",
  }),
  nothing: (query) => `No se encontró nada para ${quoted(query)}`,
  hint: "Prueba con menos palabras o con otras.",
  corrected: (query) => `Resultados para ${quoted(query)}`,
  literally: (query) => `Buscar solo ${quoted(query)}`,
  literal: "Búsqueda exacta, tal como está escrita.",
  loosely: "Admitir otras grafías",
  unmatched: (words) => `Nada coincide con ${words.map(quoted).join(", ")}`,
  instead: (query) => `Buscar ${quoted(query)}`,
  completions: "Sugerencias",
  completed: plural("es", { one: "# sugerencia", other: "# sugerencias" }),
  count: (shown, total) => (shown < total ? `${shown} de ${results(total)}` : results(total)),
  selected: (position, shown) => `${position} de ${shown}`,
  partial: "Puede haber más.",
  more: "Mostrar más",
  keys: "↑ ↓ elegir, Intro abrir, → detalles",
  details: "Detalles",
  retry: "Reintentar",
  recent: "Búsquedas recientes",
  forget: "Borrar las búsquedas recientes",
  back: "Volver a los resultados",
  similar: "Similares",
  open: "Abrir",
  bibtex: "Copiar BibTeX",
  citation: "Copiar la cita",
  copied: "Copiado",
  uncopied: "Pulsa Ctrl-C o Cmd-C para copiar",
  andOthers: "et al.",
  help: "Cómo buscar",
  syntax: [
    ['"dos palabras"', "palabras juntas"],
    ["-palabra", "sin esta palabra"],
    ["title:palabra", "en el título; también author: y keyword:"],
    ["year:2019..2022", "de estos años"],
    ["esto OR aquello", "una de las dos"],
    ["com*", "palabras que empiezan así"],
  ],
};
