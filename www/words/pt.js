// Texts of the interface in Portuguese.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `“${text}”`;
const results = plural("pt", { one: "# resultado", other: "# resultados" });

/** @type {Strings} */
export const words = {
  search: "Pesquisar",
  results: "Resultados",
  clear: "Limpar",
  close: "Fechar",
  loading: "A carregar o índice…",
  unloaded: "Não foi possível carregar a pesquisa.",
  offline: "Sem ligação à rede.",
  errors: errors({
    network: (file) => `Não foi possível carregar ${file}. Verifique a ligação e tente novamente.`,
    http: (file, status) => `O servidor respondeu ${status} para ${file}. Recarregue a página ou tente mais tarde.`,
    damaged: (file) => `${file} chegou danificado ou é outro ficheiro. Tente novamente.`,
    version: "O índice é de outra versão da pesquisa. Recarregue a página.",
    wasm: "O WebAssembly está desativado neste navegador e a pesquisa precisa dele.",
    csp: "A Content-Security-Policy desta página proíbe WebAssembly. Falta 'wasm-unsafe-eval' em script-src.",
    crashed: "A pesquisa parou duas vezes com esta consulta. Outra pode funcionar.",
    memory: "O navegador não tem memória para a pesquisa. Feche outras páginas e tente de novo.",
    old: "Este navegador é antigo demais para a pesquisa.",
  }),
  nothing: (query) => `Nada encontrado para ${quoted(query)}`,
  hint: "Tente menos palavras, ou outras.",
  corrected: (query) => `Resultados para ${quoted(query)}`,
  literally: (query) => `Pesquisar apenas ${quoted(query)}`,
  literal: "Pesquisa exata, como foi escrita.",
  loosely: "Aceitar outras grafias",
  unmatched: (words) => `Nada corresponde a ${words.map(quoted).join(", ")}`,
  instead: (query) => `Pesquisar ${quoted(query)}`,
  completions: "Sugestões",
  completed: plural("pt", { one: "# sugestão", other: "# sugestões" }),
  count: (shown, total) => (shown < total ? `${shown} de ${results(total)}` : results(total)),
  selected: (position, shown) => `${position} de ${shown}`,
  partial: "Pode haver mais.",
  more: "Mostrar mais",
  keys: "↑ ↓ escolher, Enter abrir, → detalhes",
  details: "Detalhes",
  retry: "Tentar novamente",
  recent: "Pesquisas recentes",
  forget: "Limpar as pesquisas recentes",
  back: "Voltar aos resultados",
  similar: "Semelhantes",
  open: "Abrir",
  bibtex: "Copiar BibTeX",
  citation: "Copiar a citação",
  copied: "Copiado",
  uncopied: "Prima Ctrl-C ou Cmd-C para copiar",
  andOthers: "et al.",
  help: "Como pesquisar",
  syntax: [
    ['"duas palavras"', "palavras lado a lado"],
    ["-palavra", "sem esta palavra"],
    ["title:palavra", "no título; também author: e keyword:"],
    ["year:2019..2022", "destes anos"],
    ["isto OR aquilo", "uma das duas"],
    ["com*", "palavras que começam assim"],
  ],
};
