/** `<topicsite-plan>`: what somebody wants, knows and has time for, and the shortest way there. */
import { button, make, save } from "../page/make.js";
import { _, listed, ngettext, number } from "../page/words.js";
import { address, graph } from "../progress/paths.js";
import { follow } from "../progress/following.js";
import { isDone, record, watch } from "../progress/record.js";
import { calendar, sittings } from "./calendar.js";
import { ASSUMED, next, plan, reasons } from "./plan.js";

const MOST = 6000; // minutes
const SITTING = 45; // minutes, where no time is said
const LIKELY = 6; // steps that could be next

class TopicsitePlan extends HTMLElement {
  async connectedCallback() {
    this.gone = new AbortController();
    try {
      this.index = await graph();
    } catch {
      return; // goals and paths are there
    }
    if (!this.isConnected) return;
    this.numbers = new Map(this.index.concepts.map(([id], at) => [id, at]));
    this.names = new Map(this.index.concepts.map(([, phrase], at) => [phrase, [at]]));
    // Whoever can do what a goal says knows all that leads there.
    this.abilities = new Map(this.index.goals.map(({ can, through }) => [can, through]));
    this.build();
    addEventListener("popstate", () => this.read(), { signal: this.gone.signal });
    watch(() => this.chosen && this.show(), this.gone.signal);
    this.read();
  }

  disconnectedCallback() {
    this.gone?.abort();
  }

  build() {
    const form = make("form", { className: "ts-plan-form" });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(
      this.#minutes(),
      this.#goals(),
      this.#concepts("learn", _("And also"), this.names),
      this.#concepts("know", _("I know already"), new Map([...this.abilities, ...this.names])),
    );
    this.done = make("p", { className: "ts-step-facts" });
    this.said = make("p", { className: "ts-said" });
    this.said.setAttribute("role", "status");
    this.more = make("p", { className: "ts-step-facts" });
    this.list = make("ol", { className: "ts-list ts-plan-steps" });
    this.list.setAttribute("aria-label", _("Plan"));
    this.ways = this.#ways();
    this.likely = make("div");
    const found = make("div", { className: "ts-plan-found" });
    found.append(this.said, this.more, this.ways, this.list);
    this.replaceChildren(form, this.done, found, this.likely);
  }

  #minutes() {
    const line = make("p");
    this.minutes = make("input", { type: "number", className: "ts-input", min: 1, max: MOST, inputMode: "numeric" });
    this.minutes.addEventListener("input", () => this.choose());
    const label = make("label");
    label.append(_("I have"), " ", this.minutes, " ", _("minutes"));
    line.append(label);
    return line;
  }

  #goals() {
    const fieldset = make("fieldset");
    fieldset.append(make("legend", { textContent: _("I want to be able to") }));
    const topics = new Set(this.index.goals.map(({ topic }) => topic));
    let last;
    this.goals = this.index.goals.map(({ can, topic }) => {
      if (topics.size > 1 && topic !== last) fieldset.append(make("p", { className: "ts-plan-topic", textContent: (last = topic) }));
      const box = make("input", { type: "checkbox" });
      box.addEventListener("change", () => this.choose());
      const label = make("label");
      label.append(box, make("span", { textContent: can }));
      fieldset.append(label);
      return box;
    });
    return fieldset;
  }

  /** A field to add concepts by name; those that were added can be taken away. */
  #concepts(name, title, offered) {
    const fieldset = make("fieldset");
    const field = make("input", { className: "ts-input", placeholder: _("A concept"), autocomplete: "off" });
    field.setAttribute("list", `plan-${name}`);
    field.setAttribute("aria-label", title);
    const options = make("datalist", { id: `plan-${name}` });
    for (const phrase of offered.keys()) options.append(make("option", { value: phrase }));
    const taken = make("ul", { className: "ts-plan-taken" });
    const set = new Set();
    const add = () => {
      const concepts = offered.get(field.value.trim());
      if (!concepts) return;
      for (const concept of concepts) set.add(concept);
      field.value = "";
      this.choose();
    };
    field.addEventListener("input", add);
    field.addEventListener("keydown", (event) => event.key === "Enter" && add());
    fieldset.append(make("legend", { textContent: title }), field, options, taken);
    const draw = () => {
      const items = [...set].map((concept) => {
        const item = make("li");
        const [, phrase] = this.index.concepts[concept];
        const away = button("×", "ts-small", () => {
          set.delete(concept);
          field.focus();
          this.choose();
        });
        away.setAttribute("aria-label", _("Without %(concept)s", { concept: phrase }));
        item.append(phrase, " ", away);
        return item;
      });
      taken.replaceChildren(...items);
    };
    this[name] = { set, draw };
    return fieldset;
  }

  #ways() {
    const ways = make("div", { className: "ts-plan-ways" });
    this.follow = button(_("Follow this plan"), "ts-button", () => {
      follow(this.steps.map(({ names }) => names[0]), location.search);
      this.status.textContent = _("You are on this plan. The home page and each step lead on.");
    });
    this.status = make("span");
    this.status.setAttribute("role", "status");
    const start = make("input", { type: "datetime-local", className: "ts-input" });
    const when = make("label");
    when.append(_("Begin"), " ", start);
    const calendar = button(_("Save for a calendar"), "ts-small", () => this.#save(start));
    ways.append(
      this.follow,
      button(_("Copy the link"), "ts-small", () => this.#copy()),
      button(_("Print"), "ts-small", () => print()),
      when,
      calendar,
      this.status,
    );
    return ways;
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(location.href);
      this.status.textContent = _("Copied");
    } catch {
      this.status.textContent = location.href;
    }
  }

  #save(start) {
    const begin = new Date(start.value);
    if (Number.isNaN(begin.getTime())) {
      this.status.textContent = _("Say when you want to begin.");
      start.focus();
      return;
    }
    const steps = this.steps.map(({ title, seconds, address: below }) => ({ title, seconds, address: address(below) }));
    const found = sittings(steps, (this.asked.seconds || SITTING * 60), ASSUMED);
    const id = `plan-${start.value.replace(/\D/g, "")}-${steps.length}`;
    save("plan.ics", calendar(found, begin, { id, title: document.title, now: new Date() }), "text/calendar");
    this.status.textContent = "";
  }

  /** Take what is wanted from the address. */
  read() {
    const said = new URLSearchParams(location.search);
    const numbers = (name) => said.getAll(name).map((id) => this.numbers.get(id)).filter((one) => one !== undefined);
    const ids = new Set(said.getAll("goal"));
    this.goals.forEach((box, at) => (box.checked = ids.has(this.index.goals[at].id)));
    for (const name of ["learn", "know"]) {
      this[name].set.clear();
      for (const one of numbers(name)) this[name].set.add(one);
    }
    this.minutes.value = /^\d{1,4}$/.test(said.get("minutes") ?? "") ? said.get("minutes") : "";
    this.chosen = true;
    this.show();
  }

  choose() {
    const said = new URLSearchParams();
    this.goals.forEach((box, at) => box.checked && said.append("goal", this.index.goals[at].id));
    for (const name of ["learn", "know"]) for (const one of this[name].set) said.append(name, this.index.concepts[one][0]);
    if (this.minutes.value && this.minutes.validity.valid) said.set("minutes", this.minutes.value);
    history.replaceState(null, "", `${location.pathname}${said.size ? `?${said}` : ""}`);
    this.show();
  }

  show() {
    const { index } = this;
    for (const name of ["learn", "know"]) this[name].draw();
    const document = record();
    const done = new Set(index.items.map((item, at) => at).filter((at) => isDone(document, index.items[at])));
    const goals = this.goals.map((box, at) => at).filter((at) => this.goals[at].checked);
    this.minutes.setAttribute("aria-invalid", !this.minutes.validity.valid);
    // Of what is no number of minutes the nearest that is one; never "time enough".
    const minutes = this.minutes.validity.valid ? Number(this.minutes.value) : Math.min(MOST, Math.max(1, Math.floor(Number(this.minutes.value)) || 1));
    this.asked = { goals, learn: [...this.learn.set], known: this.know.set, done, seconds: minutes * 60 };
    this.done.textContent = done.size
      ? ngettext("%(number)s step that you ticked counts as known.", "%(number)s steps that you ticked count as known.", done.size)
      : "";
    this.#likely();
    const isAsked = goals.length || this.asked.learn.length;
    const found = isAsked ? plan(index, this.asked) : undefined;
    this.steps = (found?.steps ?? []).map((step) => index.items[step]);
    this.said.textContent = found ? this.#sentence(found) : _("Choose what you want to be able to do.");
    this.more.textContent = found ? this.#remarks(found).join(" ") : "";
    this.ways.hidden = !this.steps.length;
    const why = found ? reasons(index, found.steps, this.asked) : [];
    this.list.replaceChildren(...this.steps.map((step, at) => this.#step(step, this.#why(why[at]))));
  }

  #sentence({ steps, seconds, untimed, isCut }) {
    if (!steps.length) return isCut ? _("The time is too short for the first step.") : _("You know all of this already.");
    const time = duration(seconds);
    const counted = ngettext("%(number)s step", "%(number)s steps", steps.length);
    return untimed ? _("%(steps)s, at least %(time)s", { steps: counted, time }) : _("%(steps)s, %(time)s", { steps: counted, time });
  }

  #remarks({ untimed, left, leftLearn, isCut, isShortest, missing, steps }) {
    const remarks = [];
    const leftOut = [...left.map((goal) => this.index.goals[goal].can), ...leftLearn.map((one) => this.index.concepts[one][1])];
    if (isCut && steps.length) remarks.push(_("That is too little for any of it: here is how the shortest begins."));
    if (!isCut && leftOut.length) remarks.push(_("For this the time is too short: %(goals)s.", { goals: listed(leftOut) }));
    if (untimed) remarks.push(ngettext("%(number)s step has no time yet; half an hour was counted for it.", "%(number)s steps have no time yet; half an hour was counted for each.", untimed));
    if (missing.length) remarks.push(_("Nothing here teaches %(concepts)s.", { concepts: listed(missing.map((one) => this.index.concepts[one][1])) }));
    if (steps.length && !isCut) remarks.push(isShortest ? _("No shorter way leads there.") : _("There may be a shorter way."));
    return remarks;
  }

  #why({ teaches, before }) {
    if (teaches.length) return _("For %(concepts)s.", { concepts: listed(teaches.map((one) => this.index.concepts[one][1])) });
    return _("Needed before %(titles)s.", { titles: listed(before.map((one) => this.index.items[one].title)) });
  }

  #step({ title, address: below, says }, why = "") {
    const item = make("li");
    const name = make("p", { className: "ts-step-title" });
    name.append(make("a", { href: address(below), textContent: title }));
    item.append(name, make("p", { className: "ts-step-facts", textContent: says }));
    if (why) item.append(make("p", { className: "ts-why", textContent: why }));
    return item;
  }

  /** What can be taken next, for somebody who has done something or knows something. */
  #likely() {
    const { done, known } = this.asked;
    const ready = done.size || known.size ? next(this.index, this.asked).slice(0, LIKELY) : [];
    this.likely.replaceChildren();
    if (!ready.length) return;
    const list = make("ul", { className: "ts-list" });
    list.append(...ready.map((item) => this.#step(this.index.items[item])));
    this.likely.append(make("h2", { textContent: _("What you can learn next") }), list);
  }
}

function duration(seconds) {
  const all = Math.round(seconds / 60);
  const [hours, minutes] = [Math.floor(all / 60), all % 60];
  if (!hours) return _("%(minutes)s min", { minutes: number(minutes) });
  return minutes ? _("%(hours)s h %(minutes)s min", { hours: number(hours), minutes: number(minutes) }) : _("%(hours)s h", { hours: number(hours) });
}

customElements.define("topicsite-plan", TopicsitePlan);
