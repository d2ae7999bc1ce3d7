/** Where somebody types a question and sees what it finds. */
import { make, button } from "../page/make.js";
import { _, listed, ngettext } from "../page/words.js";
import { AHEAD, find, shown } from "./engine.js";
import { excerpt, marked } from "./excerpt.js";
import { Files } from "./files.js";

const PAUSE = 150; // milliseconds without a key until what was typed is searched
const LATER = 4000; // milliseconds until what else an offline reader needs is fetched

export class SearchDialog {
  /** @param index the address of the index; @param offline that of the worker that keeps it. */
  constructor(index, offline) {
    this.files = new Files(index);
    this.root = new URL("..", index);
    this.offline = offline;
    this.results = [];
    this.build();
  }

  build() {
    this.input = make("input", { type: "search", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
    this.input.setAttribute("aria-label", _("Search this site"));
    this.input.placeholder = _("Search this site");
    this.input.setAttribute("autocapitalize", "off");
    this.status = make("p", { className: "ts-search-status" });
    this.status.setAttribute("role", "status");
    this.list = make("ol", { className: "ts-search-results" });
    this.more = button(_("More results"), "ts-small", () => this.show(true));
    this.more.hidden = true;
    const close = button(_("Close"), "ts-small", () => this.close());
    const bar = make("div", { className: "ts-search-bar" });
    bar.append(this.input, close);
    const body = make("div", { className: "ts-search-body" });
    body.append(this.status, this.list, this.more);
    this.dialog = make("dialog", { className: "ts-search-dialog" });
    this.dialog.setAttribute("aria-label", _("Search"));
    this.dialog.append(bar, body);
    this.dialog.addEventListener("keydown", (event) => this.pressed(event));
    // Outside its box there is only the backdrop.
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.close());
    this.list.addEventListener("click", (event) => event.target.closest("a") && !event.ctrlKey && !event.metaKey && this.dialog.close());
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), PAUSE);
    });
  }

  async open() {
    if (!this.dialog.isConnected) {
      await styled();
      document.body.append(this.dialog);
    }
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
    this.input.select();
    this.ready ??= this.files.open();
    this.ready.catch(() => (this.ready = undefined));
    await this.ready.catch(() => this.say(_("The search could not be loaded: is there a network?")));
  }

  close() {
    this.dialog.close();
    // Until the browser paints next, the hidden field would swallow the key that opens it again.
    if (this.dialog.contains(document.activeElement)) document.activeElement.blur();
  }

  async search() {
    const question = this.input.value;
    if (!question.trim()) {
      this.results = [];
      this.list.replaceChildren();
      this.more.hidden = true;
      this.say("");
      return;
    }
    try {
      await (this.ready ??= this.files.open());
      await this.ask(question);
    } catch (error) {
      if (question !== this.input.value) return;
      // The site was built anew meanwhile, and its files have other names.
      if (error.status === 404 && !this.again) {
        this.again = true;
        this.ready = this.files.open();
        await this.search();
        this.again = false;
      } else {
        this.ready = undefined;
        this.say(_("This part of the search could not be loaded: is there a network?"));
      }
    }
  }

  async ask(question) {
    const answer = await find(this.files, question);
    if (question !== this.input.value) return;
    this.answer = answer;
    this.results = answer.found;
    await this.show(false);
    this.keep();
  }

  /** Show the first results, or more of them. */
  async show(more) {
    const { answer } = this;
    const from = more ? this.list.children.length : 0;
    const records = await shown(this.files, this.results.slice(from, from + AHEAD));
    if (answer !== this.answer) return;
    const items = records.map((record) => this.item(record));
    if (more) this.list.append(...items);
    else this.list.replaceChildren(...items);
    if (more) items[0]?.querySelector("a").focus();
    else this.list.parentElement.scrollTop = 0;
    this.more.hidden = this.list.children.length >= this.results.length;
    this.count();
  }

  count() {
    const { length } = this.results;
    const count = length ? ngettext("%(number)s result", "%(number)s results", length) : _("Nothing found");
    const taken = [...this.answer.corrected].map(([typed, meant]) => _("“%(meant)s” for “%(typed)s”", { meant, typed }));
    this.say(taken.length ? _("%(results)s, with %(words)s", { results: count, words: listed(taken) }) : count);
  }

  item(record) {
    const { spelling } = this.files;
    const { pieces, anchor } = excerpt(record, spelling, this.answer);
    const place = anchor || record.anchor;
    const link = make("a", { href: new URL(record.page + (place ? `#${encodeURIComponent(place)}` : ""), this.root).href });
    const title = make("span", { className: "ts-search-title" });
    title.append(...drawn(marked(record.title, spelling, this.answer)));
    const says = make("span", { className: "ts-search-says", textContent: record.says });
    link.append(title, says);
    if (pieces.length) {
      const text = make("span", { className: "ts-search-text" });
      text.append(...drawn(pieces));
      link.append(text);
    }
    const item = make("li");
    item.append(link);
    return item;
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  pressed(event) {
    const links = [...this.list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const isTyping = document.activeElement === this.input;
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault(); // a field for searches would empty itself instead
      this.close();
    } else if (event.key === "ArrowDown" && (isTyping || at >= 0)) {
      event.preventDefault();
      (links[at + 1] ?? (this.more.hidden ? undefined : this.more))?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links[at - 1] ?? this.input).focus();
    } else if (event.key === "ArrowUp" && document.activeElement === this.more) {
      event.preventDefault();
      links.at(-1)?.focus();
    } else if (event.key === "Enter" && isTyping) {
      event.preventDefault();
      this.first();
    } else if (at >= 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.input.focus(); // and the key arrives there
    }
  }

  /** Follow the first result, of what stands in the field now. */
  async first() {
    clearTimeout(this.timer);
    await this.search();
    this.list.querySelector("a")?.click();
  }

  /** Let what was used work without a network; of a small site, all. */
  async keep() {
    if (this.kept || !this.offline) return;
    this.kept = true;
    const { keepOffline } = await import("../python/offline.js");
    await keepOffline(this.offline);
    if (!this.files.index.whole || navigator.connection?.saveData) return;
    setTimeout(() => this.files.all().catch(() => {}), LATER);
  }
}

function drawn(pieces) {
  return pieces.map(({ text, marked: is }) => (is ? make("mark", { textContent: text }) : text));
}

/** Load the style sheet of the dialog; without it, it can be used all the same. */
function styled() {
  return new Promise((resolve) => {
    const sheet = make("link", { rel: "stylesheet", href: new URL("../styles/search.css", import.meta.url).href });
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", resolve);
    document.head.append(sheet);
  });
}
