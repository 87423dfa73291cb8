// The words of filters and orders, in the languages of the interface, and what the fields that records often have are called in them.

/**
 * @typedef {object} Words
 * @property {string} filters
 * @property {string} clear
 * @property {string} more
 * @property {string} order
 * @property {string} best
 * @property {string} down the largest first
 * @property {string} up the smallest first
 * @property {Record<string, string>} fields what fields are called; others by the name that they have in the index
 */

/** Fields that have a name in every language, in the order in which {@link WORDS} has them. */
const NAMED = ["author", "year", "keyword", "venue", "language", "date", "section"];

/** Words in the order in which {@link Words} has them, then names of fields. @type {Record<string, string>} */
const WORDS = {
  ar: "مرشحات|إزالة المرشحات|المزيد|الترتيب|الأفضل أولاً|تنازلي|تصاعدي|المؤلف|السنة|الكلمة المفتاحية|جهة النشر|اللغة|التاريخ|القسم",
  de: "Filter|Filter entfernen|mehr|Reihenfolge|Beste zuerst|absteigend|aufsteigend|Autor|Jahr|Schlagwort|Erschienen in|Sprache|Datum|Bereich",
  en: "Filters|Remove filters|more|Order|Best first|descending|ascending|Author|Year|Keyword|Venue|Language|Date|Section",
  es: "Filtros|Quitar filtros|más|Orden|Mejores primero|descendente|ascendente|Autor|Año|Palabra clave|Publicación|Idioma|Fecha|Sección",
  fr: "Filtres|Retirer les filtres|plus|Ordre|Les meilleurs d’abord|décroissant|croissant|Auteur|Année|Mot-clé|Publication|Langue|Date|Section",
  he: "מסננים|הסרת המסננים|עוד|סדר|הטובים תחילה|יורד|עולה|מחבר|שנה|מילת מפתח|פרסום|שפה|תאריך|מדור",
  ja: "絞り込み|絞り込みを解除|もっと|並べ替え|関連度順|降順|昇順|著者|年|キーワード|掲載誌|言語|日付|セクション",
  ko: "필터|필터 해제|더 보기|정렬|관련도순|내림차순|오름차순|저자|연도|키워드|게재지|언어|날짜|섹션",
  pt: "Filtros|Remover filtros|mais|Ordem|Melhores primeiro|decrescente|crescente|Autor|Ano|Palavra-chave|Publicação|Idioma|Data|Seção",
  ru: "Фильтры|Снять фильтры|ещё|Порядок|Лучшие первыми|по убыванию|по возрастанию|Автор|Год|Ключевое слово|Издание|Язык|Дата|Раздел",
  zh: "筛选|清除筛选|更多|排序|最佳优先|降序|升序|作者|年份|关键词|出处|语言|日期|栏目",
};

/**
 * @param {string} language a BCP 47 tag; English where there are no others
 * @param {Partial<Words>} [own] words that the page gives in the place of these
 * @returns {Words}
 */
export function words(language, own = {}) {
  const said = WORDS[language.toLowerCase().split("-")[0] ?? ""] ?? /** @type {string} */ (WORDS["en"]);
  const [filters = "", clear = "", more = "", order = "", best = "", down = "", up = "", ...names] = said.split("|");
  const fields = { ...Object.fromEntries(NAMED.map((field, number) => [field, names[number] ?? field])), ...own.fields };
  return { filters, clear, more, order, best, down, up, ...own, fields };
}
