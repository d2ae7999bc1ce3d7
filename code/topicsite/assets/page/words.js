/** What scripts say, in the language of the site: messages of gettext, with values and plural forms. */

// The build puts the page's language here, and what it says for each English message.
const LANGUAGE = "en-GB";
export const MESSAGES = {};

const filled = (text, values) => text.replace(/%(?:\((\w+)\)s|%)/g, (all, name) => (name ? values[name] : "%"));

/** A message, with values in the place of `%(name)s`. */
export function _(message, values = {}) {
  return filled(MESSAGES[message] ?? message, values);
}

/** The form of a message that suits a number, which is `%(number)s` in it. */
export function ngettext(one, many, count, values = {}) {
  const { [new Intl.PluralRules(LANGUAGE).select(count)]: known } = MESSAGES[one] ?? {};
  return filled(known ?? (count === 1 ? one : many), { number: number(count), ...values });
}

/** A number as it is written, with so many digits behind the point. */
export function number(value, decimals = 0) {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  // As the build does: some languages part thousands in numbers of five digits only.
  return new Intl.NumberFormat(LANGUAGE, { ...digits, useGrouping: "always" }).format(value);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items) {
  return new Intl.ListFormat(LANGUAGE).format(items);
}
