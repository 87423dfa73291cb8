// Takes over the search box that a theme brings: `<script type="module" src="thumbindex/adopt.js?mdbook"></script>`, from a folder
// in the root of the site. A button that opens the search stands where the theme's box stood, and the theme's keys lead to it. Where
// searching turns out to be impossible, or scripts are off, the theme's own box is there.

import themes from "./adopt.json";
import { pressed } from "./hotkey.js";
import { node } from "./nodes.js";
import { ThumbIndexElement } from "./thumbindex.js";

/**
 * How the box of a generator's theme is found, and what goes with it.
 *
 * @typedef {object} Theme
 * @property {string} name
 * @property {string[]} marks what the source of its pages has, for `thumbindex build --adopt auto`
 * @property {string} box what is taken over: a selector
 * @property {string} [hide] what goes with it
 * @property {string} keys that lead to it
 * @property {boolean} [hydrates] whether a framework takes the page over when it is loaded, and takes out what it did not write
 * @property {string} [css]
 */

/** Themes count in rem, and set it to anything between 10 and 20 pixels. */
const CSS = `
thumb-index { font-size: 16px; font-weight: normal; letter-spacing: normal; line-height: 1.5; text-align: start; text-transform: none; white-space: normal }
thumb-index::part(trigger) { min-block-size: 36px; inline-size: 100%; padding-block: 4px; cursor: pointer }
thumb-index::part(dialog) { inline-size: min(736px, 100%) }`;
/** Failures after which no search of ours will come. */
const FINAL = ["no-wasm", "csp"];

const here = new URL(import.meta.url);
const names = /** @type {Theme[]} */ (themes);
const [named, facets] = here.search.slice(1).split("&facets=");
const theme = names.find(({ name }) => name === named) ?? names.find(({ box }) => document.querySelector(box));

/**
 * @param {Theme | undefined} theme nothing where no box is known: ours then stands where the page begins
 */
function adopt(theme) {
  const { box, hide, keys, css = "" } = theme ?? { box: "", keys: "/ mod+k" };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${CSS}\n${css}\n${box && `${[box, hide].filter(Boolean).join(", ")} { display: none !important }`}`);
  document.adoptedStyleSheets.push(sheet);
  const life = new AbortController();
  const { signal } = life;

  /** @type {ThumbIndexElement[]} */
  let ours = [];
  const place = () => {
    const boxes = box ? [...document.querySelectorAll(box)].filter((found) => !found.parentElement?.closest(box)) : [];
    // What lost its place, because a framework wrote that part of the page anew, makes room.
    ours = ours.filter((own) => (own.isConnected && (boxes.length === 0 || boxes.some((found) => found.previousSibling === own))) || (own.remove(), false));
    for (const found of boxes) {
      if (!ours.some((own) => found.previousSibling === own)) found.before(make());
    }
    if (ours.length === 0 && document.readyState === "complete") document.body.prepend(make());
  };
  const make = () => {
    const number = ours.length;
    const own = node("thumb-index", { id: `thumbindex${number || ""}`, layout: "modal", hotkey: "", src: new URL("./", here).href, base: new URL("../", here).href, facets: facets?.replaceAll("+", " ") });
    // Words that are typed into the box are no keys of the theme's.
    for (const type of ["keydown", "keypress", "keyup"]) own.addEventListener(type, (event) => event.stopPropagation());
    ours.push(/** @type {ThumbIndexElement} */ (own));
    return own;
  };

  // Before the theme's own listeners hear of it.
  addEventListener("keydown", (event) => {
    if (!pressed(event, keys)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    (ours.find((own) => own.checkVisibility()) ?? ours[0])?.focus();
  }, { capture: true, signal });
  // Frameworks and themes that go from page to page by script write parts of the page anew.
  let waiting = false;
  const watch = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => ((waiting = false), signal.aborted || place()));
  });
  document.addEventListener("thumb-index-error", (event) => {
    if (!FINAL.includes(/** @type {CustomEvent} */ (event).detail.code)) return;
    life.abort();
    watch.disconnect();
    for (const own of ours) own.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  }, { signal });
  watch.observe(document.documentElement, { childList: true, subtree: true });
  place();
}

if (theme?.hydrates && document.readyState !== "complete") {
  const soon = globalThis.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => soon(() => adopt(theme)), { once: true });
} else adopt(theme);
// Marks the words that led here, where the browser does not do it by itself.
if (!("fragmentDirective" in document)) import("./landing.js");
