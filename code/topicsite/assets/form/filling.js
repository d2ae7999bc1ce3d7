/**
 * Fills the form's empty fields with what was pasted, says which, and takes it back in one step.
 *
 * Where several resources were pasted, the others wait, in this browser, until it is their turn.
 */

import { _, listed, ngettext, number } from "../page/words.js";
import * as entry from "./entry.js";
import { read } from "./pasted.js";

const LONGEST_KEPT = 200_000;
const SHOWN = 5;
/** Fields in which nobody can mend a wrong value but by writing another. */
const RIGHT_OR_NOT = ["doi", "arxiv", "isbn", "published", "language", "duration", "kind"];

export class Filling {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector(".ts-filled");
    this.box = form.querySelector(".ts-waiting");
    form.on("undo", () => this.undo());
    form.on("next", () => this.next());
    form.on("forget", () => this.forget());
    this.waiting = this.restored();
    this.show();
  }

  /** Read a text, fill the form from its first resource, and let the others wait. */
  async take(text) {
    const { longest } = this.form;
    if (text.length > longest) {
      const most = number(longest);
      return this.say(_("This is longer than %(most)s characters, too much to paste here. To bring a whole library, use topicsite import.", { most }));
    }
    if (!text.trim()) return this.say(_("Paste something first."));
    const { entries, broken } = await read(text, this.kinds);
    const [first, ...more] = this.free(entries);
    const others = entries.length - more.length - 1;
    if (!first) {
      return this.say(
        broken
          ? _("This is incomplete, so nothing was filled in. Look for a missing bracket or comma.")
          : _("There is no address, BibTeX, RIS, CSL-JSON or DOI in this, so nothing was filled in."),
      );
    }
    const before = this.state();
    if (more.length) this.waiting = more;
    const said = this.fill(first);
    if (others > 0) said.push(ngettext("One was left out: it is on the site already, or you pasted it twice.", "%(number)s were left out: they are on the site already, or you pasted them twice.", others));
    if (broken) said.push(ngettext("One entry is not whole and was left out.", "%(number)s entries are not whole and were left out.", broken));
    this.done(before, said);
  }

  get kinds() {
    return [...(this.form.control("kind").options ?? [])].map((option) => option.value).filter(Boolean);
  }

  /** Each resource once, those that the site has only if there is no other. */
  free(entries) {
    const seen = new Set();
    const once = entries.filter((fields) => {
      const names = entry.names(fields);
      const isNew = !names.some((name) => seen.has(name));
      for (const name of names) seen.add(name);
      return isNew;
    });
    const isThere = (fields) => entry.names(fields).some((name) => Object.hasOwn(this.form.known, name));
    const fresh = once.filter((fields) => !isThere(fields));
    return fresh.length ? fresh : once.slice(0, 1);
  }

  /** Fill what is empty; sentences that say what was filled, what stayed and what was wrong. */
  fill(fields) {
    const { form } = this;
    const filled = [];
    const stayed = [];
    const wrong = [];
    for (const name of Object.keys(form.schema.properties).filter((name) => Object.hasOwn(fields, name))) {
      const value = fields[name];
      const control = form.control(name);
      if (!control) continue;
      const written = Array.isArray(value) ? value.join("\n") : value;
      if (control.value.trim()) {
        if (control.value !== written) stayed.push(name);
      } else if (RIGHT_OR_NOT.includes(name) && entry.problems(form.schema, { [name]: value }).has(name)) {
        wrong.push(name);
      } else {
        control.value = written;
        form.touched.add(name);
        filled.push(name);
      }
    }
    form.update();
    const named = (names) => ({ fields: listed(names.map((name) => this.label(name))) });
    const said = [
      filled.length
        ? _("Filled in: %(fields)s.", named(filled))
        : _("No field was filled in."),
    ];
    if (stayed.length) said.push(_("Left as you had it: %(fields)s.", named(stayed)));
    if (wrong.length) said.push(_("Left out, because it is wrong in the source: %(fields)s.", named(wrong)));
    return said;
  }

  /** What a field is called on the page. */
  label(name) {
    return this.form.querySelector(`label[for="add-${name}"]`).firstChild.textContent.trim();
  }

  /** An empty form for the next one that waits; the topic stays. */
  next() {
    const before = this.state();
    const [fields, ...rest] = this.waiting;
    if (!fields) return;
    for (const control of this.form.controls) if (control.name !== "topic") control.value = "";
    this.form.pasted.value = "";
    this.form.touched.clear();
    this.waiting = rest;
    this.done(before, this.fill(fields));
    this.form.pasted.focus();
  }

  forget() {
    const before = this.state();
    this.waiting = [];
    this.done(before, [_("The rest has been dropped.")]);
    this.form.pasted.focus();
  }

  done(before, said) {
    this.before = before;
    this.say(said.join(" "));
    this.show();
    this.keep();
  }

  state() {
    const values = this.form.controls.map((control) => [control, control.value]);
    return { values, touched: new Set(this.form.touched), waiting: this.waiting, pasted: this.form.pasted.value };
  }

  /** The form as it was before, but for what was written since. */
  undo() {
    const { before, after } = this;
    if (!before) return;
    before.values.forEach(([control, value], index) => {
      if (control.value === after[index]) control.value = value;
    });
    this.form.touched = before.touched;
    this.waiting = before.waiting;
    this.before = undefined;
    this.form.update();
    this.show();
    this.keep();
    this.say(_("Undone."));
    this.form.pasted.focus();
  }

  say(text) {
    this.said.textContent = text;
  }

  show() {
    this.after = this.form.controls.map((control) => control.value);
    this.form.querySelector('[data-action="undo"]').hidden = !this.before;
    const count = this.waiting.length;
    this.box.hidden = !count;
    const [heading, list] = this.box.children;
    heading.textContent = ngettext("One more was in what you pasted. Propose or save this entry first.", "%(number)s more were in what you pasted. Propose or save this entry first.", count);
    list.replaceChildren(
      ...this.waiting.slice(0, SHOWN).map((fields) => {
        const item = document.createElement("li");
        item.dir = "auto";
        item.textContent = fields.title ?? fields.url ?? fields.doi ?? "";
        return item;
      }),
    );
  }

  keep() {
    const text = JSON.stringify(this.waiting);
    try {
      if (this.waiting.length && text.length <= LONGEST_KEPT) localStorage.setItem(`${this.form.key}:more`, text);
      else localStorage.removeItem(`${this.form.key}:more`);
    } catch {
      // A browser that keeps nothing is no reason to stop.
    }
  }

  /** Those that waited when the page was left; what is no list of fields is left behind. */
  restored() {
    try {
      const found = JSON.parse(this.form.kept("more") ?? "[]");
      const isText = (value) => [value].flat().every((one) => typeof one === "string");
      const isFields = (one) => one && typeof one === "object" && Object.values(one).every(isText);
      return Array.isArray(found) ? found.filter(isFields) : [];
    } catch {
      return [];
    }
  }
}
