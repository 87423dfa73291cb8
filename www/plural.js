// A number and its noun, by the rules of a language.

/**
 * @param {string} language
 * @param {Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} forms with `#` for the number
 * @returns {(count: number) => string}
 */
export function plural(language, forms) {
  const rules = new Intl.PluralRules(language);
  return (count) => (forms[rules.select(count)] ?? forms.other).replace("#", count.toLocaleString(language));
}
