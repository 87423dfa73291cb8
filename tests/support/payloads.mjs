// Markup and worse, to be shown as the text that it is.

const EVENTS = ["load", "error", "focus", "toggle", "begin", "pointerover", "animationstart", "beforematch", "input", "wheel"];
const TAGS = ["img src=x", "svg", "iframe", "input autofocus", "details open", "video src=x", "audio src=x", "object data=x", "embed src=x", "body"];
const SCHEMES = ["javascript:", "JaVaScRiPt:", "java\tscript:", "\u0001javascript:", "data:text/html,", "vbscript:", "blob:", "filesystem:"];
const BREAKS = ['"', "'", "`", ">", "-->", "]]>", "</textarea>", "</title>", "</style>", "</script>", "</template>", "</select>", "</noscript>", "*/", "\u2028"];
const RUN = "window.hacked=1";

/** A hundred of them, of every kind that browsers and template languages are known to fall for. */
export const PAYLOADS = [
  ...TAGS.flatMap((tag, number) => [`<${tag} on${EVENTS[number % EVENTS.length]}=${RUN}>`, `<${tag.toUpperCase()}/on${EVENTS[(number + 3) % EVENTS.length]}="${RUN}"//>`]),
  ...EVENTS.map((event) => `" on${event}="${RUN}" x="`),
  ...SCHEMES.flatMap((scheme) => [`<a href="${scheme}${RUN}">x</a>`, `${scheme}${RUN}`]),
  ...BREAKS.map((end) => `${end}<script>${RUN}</script>`),
  `<script>${RUN}</script>`,
  `<script src="data:text/javascript,${RUN}"></script>`,
  `<svg><script>${RUN}</script></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img src=x onerror=${RUN}>`,
  `<template><script>${RUN}</script></template>`,
  `<iframe srcdoc='<script>parent.hacked=1</script>'>`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<base href="javascript:/${RUN}//">`,
  `<form action="javascript:${RUN}"><button>x</button></form>`,
  "</span></div><style>*{display:none}</style>",
  "<slot name=trigger></slot>",
  '<thumb-index src="//example.org"></thumb-index>',
  `\${${RUN}}`,
  `{{constructor.constructor('${RUN}')()}}`,
  `<%= ${RUN} %>`,
  `#{${RUN}}`,
  `[[\${${RUN}}]]`,
  `&lt;img src=x onerror=${RUN}&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `%3Cscript%3E${RUN}%3C/script%3E`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`,
  "__proto__ constructor toString hasOwnProperty",
  "\u202eright to left\u202c \u0000 \ufeff \u200d",
  "[click](javascript:window.hacked=1)",
  "![x](x\"onerror=window.hacked=1)",
  "<\u0000script>window.hacked=1</script>",
  "＜script＞window.hacked=1＜/script＞",
  `<a href=javascript&colon;${RUN}>x</a>`,
  `<svg><animate attributeName=href values=javascript:${RUN} />`,
  `<svg><set attributeName=onload to=${RUN}>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>x</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${RUN}>#x">`,
  `<link rel=stylesheet href="javascript:${RUN}">`,
  `<style>@import "javascript:${RUN}";</style>`,
  `<div style="background:url(javascript:${RUN})">`,
  `<button popovertarget=x onclick=${RUN}>x</button><div popover id=x onbeforetoggle=${RUN}>`,
  `<xss id=x tabindex=1 onfocus=${RUN}></xss>`,
  `<marquee onstart=${RUN}>`,
  "<scr<script>ipt>window.hacked=1</scr</script>ipt>",
];

/** Records with every payload in every field. */
export const payloadRecords = PAYLOADS.map((payload, number) => ({
  id: `p${number} ${payload}`,
  title: `payload ${payload}`,
  summary: `payload text ${payload}`,
  authors: [payload, "Somebody"],
  year: 2020,
  venue: payload,
  topics: [payload, `topic ${number}`],
}));

/** Runs in the page: elements inside the box that its own code does not make, and attributes that it does not set. */
export function strange() {
  const tags = new Set("a article button code dd dialog div dl dt h2 h3 input li mark option p progress select slot span strong textarea ul".split(" "));
  return [...document.querySelector("thumb-index").shadowRoot.querySelectorAll("*")]
    .filter((element) => !tags.has(element.localName) || [...element.attributes].some(({ name, value }) => name.startsWith("on") || name === "style" || (name === "href" && !/^https?:|^mailto:/.test(value))))
    .map(({ outerHTML }) => outerHTML);
}
