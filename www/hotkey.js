// Keys that lead to the box from anywhere in a page, by what they write and not by where they lie.

/**
 * Whether a key press is one of these keys. A key without `mod+` is left to whoever types it into a field.
 *
 * @param {KeyboardEvent} event
 * @param {string} keys names as in `event.key`, parted by blanks; `mod+` before one is Ctrl or Cmd
 */
export function pressed(event, keys) {
  const held = event.ctrlKey || event.metaKey;
  const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
  // Whoever answered the press before, another box or the page itself, keeps it. While a word is being composed, every key belongs to the input method. A field that is out of sight has the focus until the
  // next frame, and nobody types into it.
  if (event.defaultPrevented || event.altKey || event.isComposing || event.keyCode === 229 || (!held && target?.closest?.("input,textarea,select,[contenteditable]")?.checkVisibility())) return false;
  // Shift may be what it takes to write the key, but Ctrl-Shift-K is the browser's. What fills a form in sends presses without one.
  return keys.split(" ").includes((held ? "mod+" : "") + (held && event.shiftKey ? event.key : event.key?.toLowerCase()));
}
