// Texts of the interface in Korean.

import { plural } from "../plural.js";
import { errors } from "./errors.js";

/** @import { Strings } from "../strings.js" */

/** @param {string} text */
const quoted = (text) => `“${text}”`;
const results = plural("ko", { other: "결과 #개" });

/** @type {Strings} */
export const words = {
  search: "검색",
  results: "결과",
  clear: "지우기",
  close: "닫기",
  loading: "색인을 불러오는 중…",
  unloaded: "검색을 불러오지 못했습니다.",
  offline: "오프라인 상태입니다.",
  errors: errors({
    network: (file) => `${file} 파일을 불러오지 못했습니다. 연결을 확인하고 다시 시도하세요.`,
    http: (file, status) => `서버가 ${file}에 대해 ${status}(으)로 응답했습니다. 페이지를 새로 고치거나 나중에 다시 시도하세요.`,
    damaged: (file) => `${file} 파일이 손상되었거나 다른 파일입니다. 다시 시도하세요.`,
    version: "색인이 다른 버전의 검색에 속합니다. 페이지를 새로 고치세요.",
    wasm: "이 브라우저에서 WebAssembly가 꺼져 있으며 검색에 필요합니다.",
    csp: "이 페이지의 Content-Security-Policy가 WebAssembly를 금지합니다. script-src에 'wasm-unsafe-eval'이 없습니다.",
    crashed: "이 검색어에서 검색이 두 번 멈췄습니다. 다른 검색어는 될 수 있습니다.",
    memory: "검색에 쓸 메모리가 부족합니다. 다른 페이지를 닫고 다시 시도하세요.",
    old: "이 브라우저는 너무 오래되어 검색할 수 없습니다.",
  }),
  nothing: (query) => `${quoted(query)} 검색 결과가 없습니다`,
  hint: "단어를 줄이거나 바꿔 보세요.",
  corrected: (query) => `${quoted(query)} 검색 결과`,
  literally: (query) => `${quoted(query)}만 검색`,
  literal: "입력한 그대로 검색했습니다.",
  loosely: "다른 철자 허용",
  unmatched: (words) => `${words.map(quoted).join(", ")}와(과) 일치하는 항목이 없습니다`,
  instead: (query) => `${quoted(query)} 검색`,
  completions: "자동 완성",
  completed: plural("ko", { other: "자동 완성 #개" }),
  count: (shown, total) => (shown < total ? `${results(total)} 중 ${shown}개` : results(total)),
  selected: (position, shown) => `${shown}개 중 ${position}번째`,
  partial: "더 있을 수 있습니다.",
  more: "더 보기",
  keys: "↑ ↓ 선택, Enter 열기, → 자세히",
  details: "자세히",
  retry: "다시 시도",
  recent: "최근 검색",
  forget: "최근 검색 지우기",
  back: "결과로 돌아가기",
  similar: "비슷한 문서",
  open: "열기",
  bibtex: "BibTeX 복사",
  citation: "인용 복사",
  copied: "복사했습니다",
  uncopied: "Ctrl-C 또는 Cmd-C로 복사하세요",
  andOthers: "외",
  help: "검색 방법",
  syntax: [
    ['"어구"', "나란히 있는 단어"],
    ["-단어", "이 단어 제외"],
    ["title:단어", "제목에서; author:, keyword:도"],
    ["year:2019..2022", "이 기간의 연도"],
    ["가 OR 나", "둘 중 하나"],
    ["앞*", "이렇게 시작하는 단어"],
  ],
};
