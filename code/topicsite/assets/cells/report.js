/** What a report says of itself, in the language of the page; what an author wrote stays as it is. */
import { _ } from "../page/words.js";

const WORDS = {
  ...{ claim: _("claim"), "source says": _("source says"), "we get": _("we get"), "we allow": _("we allow") },
  ...{ verdict: _("verdict"), control: _("control"), reproduced: _("reproduced"), proved: _("proved") },
  ...{ differs: _("differs"), "not tried": _("not tried") },
};
const EXPECTED = {
  ...{ always: _("always"), mostly: _("mostly"), sometimes: _("sometimes"), rarely: _("rarely"), never: _("never") },
};

/** A cell of a report as the build writes it. */
export function reported(text) {
  if (Object.hasOwn(WORDS, text)) return WORDS[text];
  const expected = /^expected: (.*)$/.exec(text);
  if (expected) return _("expected: %(share)s", { share: share(expected[1]) });
  const [, run, of] = /^(\d+) of (\d+) starts run$/.exec(text) ?? [];
  if (run) return _("%(number)s of %(all)s starts run", { number: run, all: of });
  return text.replace(/\bin (\d+) of (\d+) starts\b/, (found, number, all) =>
    _("in %(number)s of %(all)s starts", { number, all }),
  );
}

function share(text) {
  if (Object.hasOwn(EXPECTED, text)) return EXPECTED[text];
  const [, how, number, all] = /^(at least|at most|about) (\d+) of (\d+)$/.exec(text) ?? [];
  if (how === "at least") return _("at least %(number)s of %(all)s", { number, all });
  if (how === "at most") return _("at most %(number)s of %(all)s", { number, all });
  return how ? _("about %(number)s of %(all)s", { number, all }) : text;
}
