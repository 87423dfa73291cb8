// Marks the words that led a reader here, where the browser does not know text fragments:
// `<script type="module" src="landing.js"></script>` on the pages that results lead to. The box that the reader came
// from left the words in the session's storage.

/** Where a box leaves what to mark; see fragment.js. */
const KEY = "thumbindex";
const NAME = "thumb-index";

/**
 * Finds the words, opens what hides them, marks them and scrolls there.
 *
 * @param {string[]} texts the first that is on the page is marked
 * @returns {boolean} whether one was
 */
export function mark(texts) {
  for (const text of texts) {
    const range = find(text);
    if (!range) continue;
    const at = range.startContainer.parentElement;
    for (let hidden = at; hidden; hidden = hidden.parentElement) {
      if (hidden instanceof HTMLDetailsElement) hidden.open = true;
      if (hidden.hidden) hidden.hidden = false;
    }
    if (globalThis.Highlight) {
      CSS.highlights.set(NAME, new Highlight(range));
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`::highlight(${NAME}) { background: Mark; color: MarkText }`);
      document.adoptedStyleSheets.push(sheet);
    } else {
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    }
    at?.scrollIntoView({ block: "center" });
    return true;
  }
  return false;
}

/**
 * The first place where the page says this, blanks and case aside.
 *
 * @param {string} text
 */
function find(text) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest("script, style, noscript, template") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  /** @type {{node: Node, offset: number}[]} */
  const places = [];
  let all = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { data } = /** @type {Text} */ (node);
    for (let offset = 0; offset < data.length; offset++) {
      const character = /\s/.test(data[offset] ?? "") ? " " : (data[offset] ?? "").toLowerCase();
      if (character === " " && all.endsWith(" ")) continue;
      all += character.length === 1 ? character : data[offset];
      places.push({ node, offset });
    }
  }
  const wanted = text.replace(/\s+/g, " ").split("").map((unit) => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit)).join("");
  const start = all.indexOf(wanted);
  const [first, last] = [places[start], places[start + wanted.length - 1]];
  if (start < 0 || !first || !last) return undefined;
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + 1);
  return range;
}

/** Marks what a box left for this page, once. */
function land() {
  try {
    const { href, texts } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    if (href !== location.href) return;
    sessionStorage.removeItem(KEY);
    mark(texts);
  } catch {
    // Frames without an origin have no storage, and nothing to mark.
  }
}

land();
