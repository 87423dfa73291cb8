// Makes DOM nodes: the only place that does. Text goes in as text, and links lead to web pages only.

const SAFE = new Set(["http:", "https:", "mailto:"]);

/**
 * @typedef {Record<string, string | number | boolean | null | undefined>} Attributes
 */

/**
 * An element with attributes and children. `null`, `undefined` and `false` mean no attribute, `true` an
 * empty one; a string among the children is a text node, and an absent child is none.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if ((value ?? false) !== false) made.setAttribute(name, value === true ? "" : /** @type {string} */ (value));
  }
  made.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return made;
}

/**
 * Where a link leads, or nothing when it is not for a link. The scheme is read after parsing, since
 * parsing folds blanks and control characters.
 *
 * @param {string} url
 * @param {string | URL} [base] what a relative address is relative to; the page, as a rule
 * @returns {string | undefined}
 */
export function safeUrl(url, base = document.baseURI) {
  if (!url) return undefined;
  try {
    const parsed = new URL(url, base);
    return SAFE.has(parsed.protocol) ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
