// The words of filters and orders, in the languages of the interface.

/** @typedef {{filters: string, clear: string, more: string, order: string, best: string}} Words */

/** @type {Record<string, [filters: string, clear: string, more: string, order: string, best: string]>} */
const WORDS = {
  ar: ["مرشحات", "إزالة المرشحات", "المزيد", "الترتيب", "الأفضل أولاً"],
  de: ["Filter", "Filter entfernen", "mehr", "Reihenfolge", "Beste zuerst"],
  en: ["Filters", "Remove filters", "more", "Order", "Best first"],
  es: ["Filtros", "Quitar filtros", "más", "Orden", "Mejores primero"],
  fr: ["Filtres", "Retirer les filtres", "plus", "Ordre", "Les meilleurs d’abord"],
  he: ["מסננים", "הסרת המסננים", "עוד", "סדר", "הטובים תחילה"],
  ja: ["絞り込み", "絞り込みを解除", "もっと", "並べ替え", "関連度順"],
  ko: ["필터", "필터 해제", "더 보기", "정렬", "관련도순"],
  pt: ["Filtros", "Remover filtros", "mais", "Ordem", "Melhores primeiro"],
  ru: ["Фильтры", "Снять фильтры", "ещё", "Порядок", "Лучшие первыми"],
  zh: ["筛选", "清除筛选", "更多", "排序", "最佳优先"],
};

/**
 * @param {string} language a BCP 47 tag; English where there are no others
 * @returns {Words}
 */
export function words(language) {
  const [filters, clear, more, order, best] = WORDS[language.toLowerCase().split("-")[0] ?? ""] ?? /** @type {typeof WORDS[string]} */ (WORDS["en"]);
  return { filters, clear, more, order, best };
}
