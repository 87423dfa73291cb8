// Texts of the interface in Hebrew.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `„${text}”`;
const results = plural("he", { one: "תוצאה אחת", two: "שתי תוצאות", other: "# תוצאות" });

/** @type {Strings} */
export const words = {
  search: "חיפוש",
  results: "תוצאות",
  clear: "ניקוי",
  close: "סגירה",
  loading: "האינדקס נטען…",
  unloaded: "לא ניתן היה לטעון את החיפוש.",
  offline: "אין חיבור לרשת.",
  errors: errors({
    network: (file) => `לא ניתן היה לטעון את ${file}. יש לבדוק את החיבור ולנסות שוב.`,
    http: (file, status) => `השרת השיב ${status} עבור ${file}. יש לטעון את הדף מחדש או לנסות מאוחר יותר.`,
    damaged: (file) => `${file} הגיע פגום או שזה קובץ אחר. יש לנסות שוב.`,
    version: "האינדקס שייך לגרסה אחרת של החיפוש. יש לטעון את הדף מחדש.",
    wasm: "WebAssembly כבוי בדפדפן הזה, והחיפוש זקוק לו.",
    csp: "ה-Content-Security-Policy של הדף אוסר WebAssembly. ב-script-src חסר 'wasm-unsafe-eval'.",
    crashed: "החיפוש נעצר פעמיים בשאילתה הזו. אחרת עשויה להצליח.",
    memory: "אין לדפדפן די זיכרון לחיפוש. סגרו דפים אחרים ונסו שוב.",
    old: "הדפדפן הזה ישן מדי לחיפוש.",
  }),
  nothing: (query) => `לא נמצא דבר עבור ${quoted(query)}`,
  hint: "כדאי לנסות פחות מילים או מילים אחרות.",
  corrected: (query) => `תוצאות עבור ${quoted(query)}`,
  literally: (query) => `חיפוש ${quoted(query)} בלבד`,
  literal: "החיפוש נעשה בדיוק כפי שהוקלד.",
  loosely: "לאפשר כתיבים אחרים",
  unmatched: (words) => `אין התאמה עבור ${words.map(quoted).join(", ")}`,
  instead: (query) => `חיפוש ${quoted(query)}`,
  completions: "השלמות",
  completed: plural("he", { one: "השלמה אחת", two: "שתי השלמות", other: "# השלמות" }),
  count: (shown, total) => (shown < total ? `${shown} מתוך ${results(total)}` : results(total)),
  selected: (position, shown) => `${position} מתוך ${shown}`,
  partial: "ייתכן שיש עוד.",
  more: "הצגת עוד",
  keys: "↑ ↓ לבחירה, Enter לפתיחה, ← לפרטים",
  details: "פרטים",
  retry: "ניסיון נוסף",
  recent: "חיפושים אחרונים",
  forget: "מחיקת החיפושים האחרונים",
  back: "חזרה לתוצאות",
  similar: "דומים",
  open: "פתיחה",
  bibtex: "העתקת BibTeX",
  citation: "העתקת הציטוט",
  copied: "הועתק",
  uncopied: "יש להקיש Ctrl-C או Cmd-C כדי להעתיק",
  andOthers: "ואחרים",
  help: "איך מחפשים",
  syntax: [
    ['"צירוף מילים"', "מילים סמוכות"],
    ["-מילה", "בלי המילה הזו"],
    ["title:מילה", "בכותרת; גם author: ו-keyword:"],
    ["year:2019..2022", "מהשנים האלה"],
    ["זה OR זה", "אחת מהמילים"],
    ["התח*", "מילים שמתחילות כך"],
  ],
};
