/** `<topicsite-review data-pages="topic address ...">`: the questions that are due today, one after the other. */
import { button, make } from "../page/make.js";
import { _, ngettext, number } from "../page/words.js";
import { dueBy, watchReviews } from "../progress/due.js";
import { allDue, isKept, settle } from "../progress/reviews.js";
import { questionsOf } from "../questions/adopting.js";

const WEEK = 7; // days

class TopicsiteReview extends HTMLElement {
  #gone = new AbortController();
  #shown; // the name of the question that is there
  #isAnswered = false;

  async connectedCallback() {
    if (this.said) return;
    const addresses = this.dataset.pages.split(" ").map((address) => new URL(address, document.baseURI));
    let found;
    try {
      found = await Promise.all(addresses.map(questionsOf));
    } catch {
      return; // the links are there
    }
    this.questions = new Map(found.flatMap((questions) => [...questions]));
    await settle(new Map([...this.questions].map(([name, question]) => [name, question.dataset.question])));
    this.begun = [...this.childNodes];
    this.said = make("p", { className: "ts-said" });
    this.said.setAttribute("role", "status");
    this.place = make("div", { className: "ts-review-question" });
    this.back = make("p", { className: "ts-step-facts" });
    this.back.setAttribute("role", "status");
    this.next = button(_("Next"), "ts-button", () => this.#ask());
    this.later = make("div", { className: "ts-step-facts" });
    this.replaceChildren(this.said, this.place, this.back, this.next, this.later);
    const { signal } = this.#gone;
    document.addEventListener("visibilitychange", () => this.#follow(), { signal }); // another day, perhaps
    watchReviews(() => this.#follow(), signal); // which asks, if something is due
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  /** What is due today and asked on the site. */
  #today() {
    return dueBy(Date.now(), allDue()).filter((name) => this.questions.has(name));
  }

  /** Show the question that has been due longest. */
  #ask() {
    const [name] = this.#today();
    const isMoved = this.contains(document.activeElement);
    this.#shown = name;
    this.#isAnswered = false;
    // A copy: tomorrow it comes back as if it had never been answered.
    this.place.replaceChildren(...(name ? [this.questions.get(name).cloneNode(true)] : []));
    this.#follow();
    if (isMoved) (this.place.querySelector("input, button, [tabindex]") ?? this.said).focus();
  }

  /** Say how it stands: something was answered here, or in another tab. */
  #follow() {
    const moments = allDue();
    const today = this.#today();
    if (!this.#shown && today.length) {
      this.#ask();
      return;
    }
    if (this.#shown && !this.#isAnswered && !today.includes(this.#shown)) {
      this.#isAnswered = true;
      this.back.textContent = _("It comes back on %(day)s.", { day: day(moments[this.#shown]) });
    } else if (!this.#isAnswered) {
      this.back.textContent = "";
    }
    this.said.textContent = this.#sentence(today.length);
    this.next.hidden = !(this.#isAnswered && today.length);
    const isOver = !today.length;
    this.later.textContent = this.#coming(moments);
    const isNew = !Object.keys(moments).length;
    if (isNew) this.later.replaceChildren(...this.begun);
    if (isOver && !this.#shown) this.said.tabIndex = -1;
  }

  #sentence(count) {
    if (count) return _("Review: %(number)s today", { number: number(count) });
    if (this.#shown) return _("That was the last one for today.");
    return isKept() ? _("Nothing to review today.") : _("Your browser keeps nothing for this site, so nothing can come back.");
  }

  #coming(moments) {
    const midnight = new Date(Date.now()).setHours(24, 0, 0, 0);
    const later = Object.values(moments).filter((moment) => moment >= midnight).sort((a, b) => a - b);
    if (!later.length) return "";
    const last = new Date(midnight);
    last.setDate(last.getDate() + WEEK);
    const count = later.filter((moment) => moment < last).length;
    if (!count) return _("The next one comes back on %(day)s.", { day: day(later[0]) });
    return ngettext("%(number)s comes back within a week, on %(day)s.", "%(number)s come back within a week, the next on %(day)s.", count, { day: day(later[0]) });
  }
}

function day(moment) {
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "long" }).format(moment);
}

customElements.define("topicsite-review", TopicsiteReview);
