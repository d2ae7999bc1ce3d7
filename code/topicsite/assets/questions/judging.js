/** Whether an answer is right, and what to say of it. */
import { _, ngettext } from "../page/words.js";
import { read } from "./numbers.js";

const NEAR = 0.1; // of the number: so far off is nearly right

/**
 * What to say of the answer to a question: `verdict` is `right`, `wrong`, or `open` if there is none to judge; `words`
 * are elements with what is said of the options that were chosen.
 */
export function judged(question) {
  const judge = { options, order }[question.dataset.kind] ?? number;
  const found = judge(question, question.solution);
  return found.verdict === "right" ? { ...found, message: _("Right.") } : found;
}

function options(question, { right }) {
  const inputs = [...question.querySelectorAll("form input")];
  const chosen = inputs.filter((input) => input.checked).map((input) => Number(input.value));
  if (!chosen.length) return { verdict: "open", message: _("Choose an answer first.") };
  const wrong = chosen.filter((choice) => !right.includes(choice));
  if (wrong.length) {
    const words = wrong.map((choice) => question.querySelector(`[data-option="${choice}"] .ts-word`));
    return { verdict: "wrong", message: _("Not right."), words };
  }
  const missing = right.length - chosen.length;
  if (!missing) return { verdict: "right" };
  const message = ngettext("Right so far, but %(number)s more is right, too.", "Right so far, but %(number)s more are right, too.", missing);
  return { verdict: "wrong", message };
}

function order(question, { lines }) {
  const given = [...question.querySelectorAll("form li")].map((line) => line.dataset.line);
  const first = given.findIndex((line, place) => line !== lines[place]);
  if (first < 0) return { verdict: "right" };
  const told = first
    ? ngettext("Not right yet: %(number)s line from the top is in place.", "Not right yet: %(number)s lines from the top are in place.", first)
    : _("Not right yet: another line comes first.");
  return { verdict: "wrong", message: told };
}

function number(question, { value, within }) {
  const text = question.querySelector("form input").value.trim();
  if (!text) return { verdict: "open", message: _("Write a number first.") };
  const given = read(text);
  if (!given.length) return { verdict: "open", message: _("That is not a number. Write digits, such as 0.5, 1/3 or 2e-5.") };
  const off = (one) => Math.abs(one - value);
  // A comma parts thousands or stands before decimals; whoever wrote one knows which.
  const best = given.reduce((a, b) => (off(b) < off(a) ? b : a));
  if (off(best) <= within * (1 + 1e-9)) return { verdict: "right" };
  return { verdict: "wrong", message: [_("Not right."), hint(best, value, within)].join(" ") };
}

function hint(given, value, within) {
  if (value && Math.abs(given + value) <= within * (1 + 1e-9)) return _("The size is right, and the sign is not.");
  if (Math.abs(given - value) <= NEAR * Math.abs(value)) return _("Nearly: work it out more exactly.");
  return given > value ? _("The answer is smaller.") : _("The answer is larger.");
}
