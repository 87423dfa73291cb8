// Texts of the interface in Russian.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `«${text}»`;
const results = plural("ru", { one: "# результат", few: "# результата", many: "# результатов", other: "# результата" });

/** @type {Strings} */
export const words = {
  search: "Поиск",
  results: "Результаты",
  clear: "Очистить",
  close: "Закрыть",
  loading: "Загрузка индекса…",
  unloaded: "Не удалось загрузить поиск.",
  offline: "Нет подключения к сети.",
  errors: errors({
    network: (file) => `Не удалось загрузить ${file}. Проверьте подключение и повторите попытку.`,
    http: (file, status) => `Сервер ответил ${status} на запрос ${file}. Обновите страницу или попробуйте позже.`,
    damaged: (file) => `Файл ${file} повреждён, или это другой файл. Повторите попытку.`,
    version: "Индекс относится к другой версии поиска. Обновите страницу.",
    wasm: "В этом браузере отключён WebAssembly, а он нужен для поиска.",
    csp: "Content-Security-Policy этой страницы запрещает WebAssembly. В script-src не хватает 'wasm-unsafe-eval'.",
    crashed: "Поиск дважды прервался на этом запросе. Другой может получиться.",
    memory: "Браузеру не хватает памяти для поиска. Закройте другие страницы и попробуйте снова.",
    old: "Этот браузер слишком стар для поиска.",
  }),
  nothing: (query) => `По запросу ${quoted(query)} ничего не найдено`,
  hint: "Попробуйте меньше слов или другие слова.",
  corrected: (query) => `Результаты по запросу ${quoted(query)}`,
  literally: (query) => `Искать только ${quoted(query)}`,
  literal: "Поиск точно по введённому.",
  loosely: "Допустить другие написания",
  unmatched: (words) => `Нет совпадений для ${words.map(quoted).join(", ")}`,
  instead: (query) => `Искать ${quoted(query)}`,
  completions: "Подсказки",
  completed: plural("ru", { one: "# подсказка", few: "# подсказки", many: "# подсказок", other: "# подсказки" }),
  count: (shown, total) => (shown < total ? `показано ${shown}, всего ${results(total)}` : results(total)),
  selected: (position, shown) => `${position} из ${shown}`,
  partial: "Возможно, есть ещё.",
  more: "Показать ещё",
  keys: "↑ ↓ выбрать, Enter открыть, → подробнее",
  details: "Подробнее",
  retry: "Повторить",
  recent: "Недавние запросы",
  forget: "Удалить недавние запросы",
  back: "Назад к результатам",
  similar: "Похожие",
  open: "Открыть",
  bibtex: "Копировать BibTeX",
  citation: "Копировать ссылку",
  copied: "Скопировано",
  uncopied: "Нажмите Ctrl-C или Cmd-C, чтобы скопировать",
  andOthers: "и др.",
  help: "Как искать",
  syntax: [
    ['"два слова"', "слова рядом"],
    ["-слово", "без этого слова"],
    ["title:слово", "в заглавии; также author: и keyword:"],
    ["year:2019..2022", "за эти годы"],
    ["это OR то", "любое из слов"],
    ["нач*", "слова с таким началом"],
  ],
};
