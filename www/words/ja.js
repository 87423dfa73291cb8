// Texts of the interface in Japanese.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `「${text}」`;
const results = plural("ja", { other: "# 件" });

/** @type {Strings} */
export const words = {
  search: "検索",
  results: "結果",
  clear: "消去",
  close: "閉じる",
  loading: "索引を読み込んでいます…",
  unloaded: "検索を読み込めませんでした。",
  offline: "オフラインです。",
  errors: errors({
    network: (file) => `${file} を読み込めませんでした。接続を確かめて再試行してください。`,
    http: (file, status) => `サーバーが ${file} に ${status} を返しました。ページを再読み込みするか、後でお試しください。`,
    damaged: (file) => `${file} が壊れているか、別のファイルです。再試行してください。`,
    version: "索引は別の版の検索のものです。ページを再読み込みしてください。",
    wasm: "このブラウザーでは WebAssembly が無効ですが、検索に必要です。",
    csp: "このページの Content-Security-Policy が WebAssembly を禁じています。script-src に 'wasm-unsafe-eval' がありません。",
    crashed: "この検索は二度止まりました。別の検索はうまくいくかもしれません。",
    memory: "検索に必要なメモリが足りません。ほかのページを閉じて再試行してください。",
    old: "このブラウザーは古いため検索できません。",
  }),
  nothing: (query) => `${quoted(query)}に一致するものはありません`,
  hint: "語を減らすか、別の語でお試しください。",
  corrected: (query) => `${quoted(query)}の結果を表示しています`,
  literally: (query) => `${quoted(query)}だけを検索`,
  literal: "入力どおりに検索しました。",
  loosely: "ほかの表記も含める",
  unmatched: (words) => `${words.map(quoted).join(", ")}に一致するものはありません`,
  instead: (query) => `${quoted(query)}を検索`,
  completions: "入力候補",
  completed: plural("ja", { other: "入力候補 # 件" }),
  count: (shown, total) => (shown < total ? `${results(total)}中 ${shown} 件` : results(total)),
  selected: (position, shown) => `${shown} 件中 ${position} 件目`,
  partial: "ほかにもあるかもしれません。",
  more: "さらに表示",
  keys: "↑ ↓ 選択、Enter 開く、→ 詳細",
  details: "詳細",
  retry: "再試行",
  recent: "最近の検索",
  forget: "最近の検索を消去",
  back: "結果に戻る",
  similar: "似ている文書",
  open: "開く",
  bibtex: "BibTeX をコピー",
  citation: "引用をコピー",
  copied: "コピーしました",
  uncopied: "Ctrl-C または Cmd-C でコピーしてください",
  andOthers: "ほか",
  help: "検索のしかた",
  syntax: [
    ['"語句"', "隣り合う語"],
    ["-語", "この語を含まない"],
    ["title:語", "題名の中; author: と keyword: も"],
    ["year:2019..2022", "この期間の年"],
    ["甲 OR 乙", "どちらかの語"],
    ["始*", "こう始まる語"],
  ],
};
