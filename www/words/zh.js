// Texts of the interface in Chinese, in simplified characters.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `“${text}”`;
const results = plural("zh", { other: "# 条结果" });

/** @type {Strings} */
export const words = {
  search: "搜索",
  results: "结果",
  clear: "清除",
  close: "关闭",
  loading: "正在加载索引…",
  unloaded: "无法加载搜索。",
  offline: "您已离线。",
  errors: errors({
    network: (file) => `无法加载 ${file}。请检查网络连接后重试。`,
    http: (file, status) => `服务器对 ${file} 返回 ${status}。请重新加载页面或稍后再试。`,
    damaged: (file) => `${file} 已损坏或不是所需的文件。请重试。`,
    version: "索引属于另一个版本的搜索。请重新加载页面。",
    wasm: "此浏览器已关闭 WebAssembly，而搜索需要它。",
    csp: "此页面的 Content-Security-Policy 禁止 WebAssembly。script-src 中缺少 'wasm-unsafe-eval'。",
    crashed: "搜索在此查询上两次中断。换一个查询也许可以。",
    memory: "浏览器没有足够的内存用于搜索。请关闭其他页面后重试。",
    old: "此浏览器版本过旧，无法搜索。",
  }),
  nothing: (query) => `未找到与${quoted(query)}相关的内容`,
  hint: "请减少或更换词语。",
  corrected: (query) => `显示${quoted(query)}的结果`,
  literally: (query) => `仅搜索${quoted(query)}`,
  literal: "已按原样搜索。",
  loosely: "允许其他写法",
  unmatched: (words) => `没有匹配${words.map(quoted).join(", ")}的内容`,
  instead: (query) => `搜索${quoted(query)}`,
  completions: "补全",
  completed: plural("zh", { other: "# 个补全" }),
  count: (shown, total) => (shown < total ? `前 ${shown} 条，共 ${results(total)}` : results(total)),
  selected: (position, shown) => `第 ${position} 条，共 ${shown} 条`,
  partial: "可能还有更多。",
  more: "显示更多",
  keys: "↑ ↓ 选择，Enter 打开，→ 详情",
  details: "详情",
  retry: "重试",
  recent: "最近搜索",
  forget: "清除最近搜索",
  back: "返回结果",
  similar: "相似文献",
  open: "打开",
  bibtex: "复制 BibTeX",
  citation: "复制引文",
  copied: "已复制",
  uncopied: "按 Ctrl-C 或 Cmd-C 复制",
  andOthers: "等",
  help: "搜索方法",
  syntax: [
    ['"短语"', "相邻的词语"],
    ["-词", "不含此词"],
    ["title:词", "在标题中；还有 author: 和 keyword:"],
    ["year:2019..2022", "这些年份"],
    ["甲 OR 乙", "任一词语"],
    ["开头*", "以此开头的词"],
  ],
};
