// Texts of the interface in Arabic.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `«${text}»`;
const results = plural("ar", { zero: "لا نتائج", one: "نتيجة واحدة", two: "نتيجتان", few: "# نتائج", many: "# نتيجة", other: "# نتيجة" });

/** @type {Strings} */
export const words = {
  search: "بحث",
  results: "النتائج",
  clear: "مسح",
  close: "إغلاق",
  loading: "جارٍ تحميل الفهرس…",
  unloaded: "تعذّر تحميل البحث.",
  offline: "أنت غير متصل بالشبكة.",
  errors: errors({
    network: (file) => `تعذّر تحميل ${file}. تحقق من الاتصال ثم أعد المحاولة.`,
    http: (file, status) => `أجاب الخادم بالرمز ${status} عن ${file}. أعد تحميل الصفحة أو حاول لاحقًا.`,
    damaged: (file) => `وصل ${file} تالفًا أو هو ملف آخر. أعد المحاولة.`,
    version: "الفهرس من إصدار آخر للبحث. أعد تحميل الصفحة.",
    wasm: "WebAssembly معطّل في هذا المتصفح والبحث يحتاج إليه.",
    csp: "سياسة Content-Security-Policy في هذه الصفحة تمنع WebAssembly. ينقص 'wasm-unsafe-eval' في script-src.",
    crashed: "توقف البحث مرتين عند هذا الاستعلام. قد ينجح غيره.",
    memory: "لا توجد ذاكرة كافية للبحث. أغلق صفحات أخرى وحاول مجددًا.",
    old: "هذا المتصفح أقدم من أن يبحث هنا.",
  }),
  nothing: (query) => `لا نتائج عن ${quoted(query)}`,
  hint: "جرّب كلمات أقل أو غيرها.",
  corrected: (query) => `نتائج ${quoted(query)}`,
  literally: (query) => `ابحث عن ${quoted(query)} فقط`,
  literal: "بحث مطابق لما كُتب.",
  loosely: "السماح بكتابات أخرى",
  unmatched: (words) => `لا شيء يطابق ${words.map(quoted).join(", ")}`,
  instead: (query) => `ابحث عن ${quoted(query)}`,
  completions: "اقتراحات",
  completed: plural("ar", { zero: "لا اقتراحات", one: "اقتراح واحد", two: "اقتراحان", few: "# اقتراحات", many: "# اقتراحًا", other: "# اقتراح" }),
  count: (shown, total) => (shown < total ? `${shown} من ${results(total)}` : results(total)),
  selected: (position, shown) => `${position} من ${shown}`,
  partial: "قد يكون هناك المزيد.",
  more: "عرض المزيد",
  keys: "↑ ↓ للاختيار، Enter للفتح، ← للتفاصيل",
  details: "التفاصيل",
  retry: "أعد المحاولة",
  recent: "عمليات بحث سابقة",
  forget: "مسح عمليات البحث السابقة",
  back: "العودة إلى النتائج",
  similar: "مشابهة",
  open: "فتح",
  bibtex: "نسخ BibTeX",
  citation: "نسخ الاقتباس",
  copied: "نُسخ",
  uncopied: "اضغط Ctrl-C أو Cmd-C للنسخ",
  andOthers: "وآخرون",
  help: "كيفية البحث",
  syntax: [
    ['"عبارة"', "كلمات متجاورة"],
    ["-كلمة", "بدون هذه الكلمة"],
    ["title:كلمة", "في العنوان؛ وكذلك author: وkeyword:"],
    ["year:2019..2022", "من هذه السنوات"],
    ["هذا OR ذاك", "إحدى الكلمتين"],
    ["بدا*", "كلمات تبدأ هكذا"],
  ],
};
