/**
 * A form that writes an entry's file while it is filled in.
 *
 * Without this script the page is a guide to the fields. Nothing is sent anywhere: the file can be
 * copied, downloaded, or taken along to the new-file page of the repository's host. What was
 * written so far stays in this browser.
 */
import { save } from "../page/make.js";
import { _, listed, ngettext } from "../page/words.js";
import * as entry from "./entry.js";

const LONGEST_ADDRESS = 8000;
const LONGEST_PASTED = 1_000_000;

class TopicsiteForm extends HTMLElement {
  connectedCallback() {
    const data = JSON.parse(this.dataset.form);
    this.schema = data.schema;
    this.newFile = data.new_file;
    this.folders = data.folders;
    this.head = data.head;
    this.known = data.known;
    this.taken = new Set(data.taken);
    this.touched = new Set();
    this.key = `topicsite-form:${location.pathname}`;
    this.form = this.querySelector("form");
    this.output = this.querySelector(".ts-yaml code");
    this.status = this.querySelector(".ts-form-status");
    this.preview = this.querySelector(".ts-preview");
    this.preview.append(this.querySelector("template").content.cloneNode(true));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.update());
    this.form.addEventListener("change", (event) => this.leave(event.target));
    this.form.addEventListener("focusout", (event) => this.leave(event.target));
    this.on("fill", () => this.fill());
    this.pasted.addEventListener("paste", (event) => this.paste(event));
    this.on("open", () => this.open());
    this.on("copy", () => this.copy());
    this.on("download", () => this.download());
    this.on("clear", () => this.clear());
    this.restore();
    if (this.kept("more")) this.filling();
    this.choose(new URLSearchParams(location.search).get("topic"));
    this.update();
  }

  /** Whoever comes from a topic's page proposes something for that topic. */
  choose(topic) {
    if (topic && Object.hasOwn(this.folders, topic)) this.control("topic").value = topic;
  }

  /** Characters that are read at once: a text, not a library. */
  get longest() {
    return LONGEST_PASTED;
  }

  get pasted() {
    return this.querySelector("#add-pasted");
  }

  /** What reads and fills loads with the first use. */
  filling() {
    this.filler ??= import("./filling.js").then(({ Filling }) => new Filling(this));
    this.filler.catch(() => {
      this.filler = undefined;
      this.querySelector(".ts-filled").textContent = _("The part of the page that reads this could not be loaded. Try again when you are online.");
    });
    return this.filler;
  }

  fill() {
    this.filling().then((filler) => filler.take(this.pasted.value), () => {});
  }

  /** A text that is too long never gets into the page, which would stand still. */
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length > this.longest) event.preventDefault();
    if (text.trim()) this.filling().then((filler) => filler.take(text), () => {});
  }

  /** Something that stays in this browser beside the draft. */
  kept(name) {
    try {
      return localStorage.getItem(`${this.key}:${name}`);
    } catch {
      return null;
    }
  }

  on(action, run) {
    this.querySelector(`[data-action="${action}"]`)?.addEventListener("click", run);
  }

  control(name) {
    return this.controls.find((control) => control.name === name);
  }

  /** A site may call a field `elements`, which the form itself would hide behind it. */
  get controls() {
    return [...this.form.querySelectorAll("[name]")];
  }

  /** What a field says as the card shows it: a choice in the words of the page. */
  shown(name, value) {
    const option = this.control(name).selectedOptions?.[0];
    return value && option ? option.text : [value ?? []].flat().join(", ");
  }

  /** The fields that hold something, as the entry says it. */
  get fields() {
    const fields = {};
    for (const [name, shape] of Object.entries(this.schema.properties)) {
      const control = this.control(name);
      if (!control) continue;
      if (shape.type === "array") {
        const items = entry.items(control.value, name === "authors");
        if (items.length) fields[name] = items;
      } else {
        const text = entry.clean(shape, control.value);
        if (text) fields[name] = text;
      }
    }
    return fields;
  }

  get id_() {
    return this.control("id").value.trim() || entry.proposedId(this.fields, this.taken);
  }

  get folder() {
    return this.folders[this.control("topic").value];
  }

  leave(control) {
    if (!control.name) return;
    if (control.value) this.touched.add(control.name);
    if (control.name === "url" && control.value.trim()) {
      const known = entry.derived(control.value.trim());
      control.value = known.url;
      for (const [name, value] of Object.entries(known)) {
        const other = this.control(name);
        if (other.options && ![...other.options].some((option) => option.value === value)) continue;
        if (!other.value || (name === "kind" && !this.touched.has("kind"))) other.value = value;
      }
    }
    this.update();
  }

  problems(fields) {
    const found = entry.problems(this.schema, fields);
    const there = entry.names(fields).find((name) => this.known[name]);
    if (there && !found.has("url")) {
      const file = this.known[there];
      found.set("url", _("This resource is there already: %(file)s. Add to it what you know.", { file }));
    }
    const id = this.id_;
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) || id.length > 80) {
      found.set("id", _("An id has lower-case letters, digits and single hyphens only."));
    } else if (this.taken.has(id)) found.set("id", _("The id %(id)s is taken; choose another.", { id }));
    return found;
  }

  update() {
    const fields = this.fields;
    this.wrong = this.problems(fields);
    for (const control of this.controls) {
      const place = control.name && this.querySelector(`#add-${control.name}-error`);
      if (!place) continue;
      const message = this.touched.has(control.name) ? (this.wrong.get(control.name) ?? "") : "";
      if (place.textContent !== message) place.textContent = message;
      control.setAttribute("aria-invalid", String(Boolean(message)));
    }
    this.control("id").placeholder = entry.proposedId(fields, this.taken);
    this.yaml = entry.write(this.schema, fields, this.head);
    this.output.textContent = this.yaml;
    this.querySelector(".ts-file").textContent = `${this.folder}/${this.id_}.yml`;
    this.show(fields);
    this.save();
  }

  /** The card, from the site's own template. */
  show(fields) {
    const set = (selector, text) => {
      const place = this.preview.querySelector(selector);
      place.textContent = text;
      place.hidden = !text;
    };
    set(".ts-kind", this.shown("kind", fields.kind));
    set(".ts-time", entry.shownDuration(fields.duration ?? ""));
    set(".ts-level", this.shown("level", fields.level));
    set(".ts-access", this.shown("access", fields.access));
    set(".ts-title a", fields.title ?? _("Title"));
    set(".ts-summary", fields.summary ?? "");
    set(".ts-note", fields.note ? `${_("Note.")} ${fields.note}` : "");
    for (const row of this.preview.querySelectorAll("[data-field]")) {
      const name = row.dataset.field;
      row.querySelector("dd").textContent = this.shown(name, fields[name]);
      row.hidden = fields[name] === undefined;
    }
    const authors = fields.authors ?? [];
    const by =
      authors.length > 5
        ? ngettext("%(first)s and %(number)s other", "%(first)s and %(number)s others", authors.length - 1, { first: authors[0] })
        : listed(authors);
    set(".ts-by", [by, fields.published?.slice(0, 4), fields.venue].filter(Boolean).join(" · "));
    const tags = this.preview.querySelector(".ts-tags");
    tags.replaceChildren(
      ...(fields.teaches ?? []).map((phrase) => {
        const item = document.createElement("li");
        item.textContent = phrase;
        return item;
      }),
    );
  }

  /** Whether the entry is right; otherwise the first mistake gets the focus. */
  isRight() {
    for (const name of this.wrong.keys()) this.touched.add(name);
    this.update();
    const first = this.controls.find((control) => this.wrong.has(control.name));
    if (!first) return true;
    const count = this.wrong.size;
    this.say(ngettext("One field needs a change.", "%(number)s fields need a change.", count));
    first.focus();
    return false;
  }

  say(text) {
    this.status.textContent = text;
  }

  open() {
    if (!this.isRight()) return;
    const query = new URLSearchParams({ filename: `${this.id_}.yml`, value: this.yaml });
    const address = `${this.newFile}${this.folder}?${query}`;
    if (address.length > LONGEST_ADDRESS) {
      this.say(_("The entry is too long for an address. Copy it, and paste it there."));
    } else {
      window.open(address, "_blank", "noopener");
      this.say(_("The page for the new file is open in another tab."));
    }
  }

  async copy() {
    if (!this.isRight()) return;
    try {
      await navigator.clipboard.writeText(this.yaml);
      this.say(_("Copied."));
    } catch {
      getSelection().selectAllChildren(this.output);
      this.say(_("The text is selected; copy it with your keyboard."));
    }
  }

  download() {
    if (!this.isRight()) return;
    const name = `${this.id_}.yml`;
    save(name, this.yaml, "application/yaml");
    this.say(_("Saved as %(name)s.", { name }));
  }

  clear() {
    HTMLFormElement.prototype.reset.call(this.form);
    this.touched.clear();
    this.update();
    this.say(_("The form is empty again."));
    this.controls[0].focus();
  }

  save() {
    const draft = {};
    for (const control of this.controls) {
      if (control.name && control.value) draft[control.name] = control.value;
    }
    try {
      localStorage.setItem(this.key, JSON.stringify(draft));
    } catch {
      // A browser that keeps nothing is no reason to stop.
    }
  }

  restore() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.key) ?? "{}");
      for (const [name, value] of Object.entries(draft)) {
        const control = this.control(name);
        if (control && typeof value === "string") control.value = value;
      }
    } catch {
      // What cannot be read is left behind.
    }
  }
}

customElements.define("topicsite-form", TopicsiteForm);
