/**
 * `<topicsite-catalogue data-index="...">`: everything on the site, to choose from.
 *
 * Without scripts it is a list. What can be chosen comes from the index, rows from files of fifty
 * as they are shown, and what was chosen stands in the address.
 */
import { button, make } from "../page/make.js";
import { _, ngettext, number } from "../page/words.js";
import { isDone, record, watch } from "../progress/record.js";
import { addressOf, choiceIn, ordered, ORDERS, taken } from "./choice.js";
import { FacetForm } from "./facets.js";

const SHOWN = 25;
const DONE = "done"; // the facet of what the reader has done, which the index knows nothing of

/** Whether what is noted will be there the next time, as far as a browser says. */
function isKept() {
  try {
    return Boolean(localStorage);
  } catch {
    return false; // blocked
  }
}

/** `a`, `a or b`, `a, b or c`, in the language of the page. */
const either = (items) => new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" }).format(items);

class TopicsiteCatalogue extends HTMLElement {
  async connectedCallback() {
    this.gone = new AbortController();
    this.base = new URL(this.dataset.index, document.baseURI);
    this.root = new URL("..", this.base);
    this.rows = new Map();
    try {
      this.index = await this.load(this.base.href);
    } catch {
      this.classList.add("ts-listed");
      return; // the list is there
    }
    await this.learn(record());
    if (!this.isConnected) return;
    this.build();
    addEventListener("popstate", () => this.read(), { signal: this.gone.signal });
    this.read();
    let known = record();
    watch((now) => now !== known && this.relearn((known = now)), this.gone.signal);
  }

  disconnectedCallback() {
    this.gone?.abort();
    this.ended?.abort();
  }

  async load(name, options) {
    const answer = await fetch(new URL(name, this.base), options);
    if (!answer.ok) throw Object.assign(new Error(`${name}: ${answer.status}`), { status: answer.status });
    return answer.json();
  }

  /** Let things be chosen by what is done, as soon as something is; says whether they can. */
  async learn(document) {
    const asks = new URLSearchParams(location.search).has(DONE);
    const says = [...Object.values(document.steps), ...Object.values(document.exercises)].some(({ done }) => done);
    if (!isKept() || !(this.done || says || asks)) return false;
    try {
      this.steps ??= await this.load(this.index.steps);
    } catch {
      return false; // all but this can be chosen by
    }
    const facets = this.index.facets.filter((facet) => facet !== this.done);
    const known = [
      ["yes", _("Done"), _("done")],
      ["no", _("Not done"), _("not done")],
    ];
    const of = this.steps.map(([names, exercises]) => (isDone(document, { names, exercises }) ? 0 : 1));
    this.done = { id: DONE, label: _("Your progress"), values: known, of };
    const last = facets.findIndex(({ id }) => id === "teaches"); // the long one
    facets.splice(last < 0 ? facets.length : last, 0, this.done);
    this.index.facets = facets;
    return true;
  }

  /** The record has changed: in another tab, or before the reader came back. */
  async relearn(document) {
    const had = this.done;
    if (!(await this.learn(document)) || !this.isConnected) return;
    if (!had) this.build();
    if (!had || this.choice.values.has(DONE)) return this.read();
    this.counts = taken(this.index.facets, this.index.count, this.choice).counts;
    this.form.show(this.counts, this.choice);
    this.tick();
  }

  build() {
    const { facets } = this.index;
    this.form = new FacetForm(facets, (id, ticked) => this.choose({ values: new Map(this.choice.values).set(id, ticked) }));
    this.ended?.abort();
    this.ended = new AbortController();
    const wide = matchMedia("(min-width: 60em)");
    this.folded = make("details", { className: "ts-choose ts-quiet", open: wide.matches });
    wide.addEventListener("change", () => (this.folded.open = wide.matches), { signal: this.ended.signal });
    this.folded.append(make("summary", { textContent: _("Choose") }), this.form.element);

    this.said = make("p", { className: "ts-said" });
    this.said.setAttribute("role", "status");
    this.clear = button(_("Show all"), "ts-small", () => this.choose({ values: new Map() }));
    this.order = make("select", { className: "ts-input" });
    const names = [_("As on the site"), _("Shortest first"), _("Newest first"), _("Oldest first"), _("By title")];
    ORDERS.forEach((order, at) => this.order.append(make("option", { value: order, textContent: names[at] })));
    this.order.addEventListener("change", () => this.choose({ order: this.order.value }));
    const order = make("label");
    order.append(_("Order"), " ", this.order);
    this.full = make("input", { type: "checkbox" });
    this.full.addEventListener("change", () => this.choose({ full: this.full.checked }));
    const full = make("label");
    full.append(this.full, " ", _("With summaries"));
    const ways = make("p", { className: "ts-catalogue-ways" });
    ways.append(order, full, this.clear);

    this.list = make("ol", { className: "ts-list ts-rows" });
    this.more = button(_("More"), "ts-small", () => this.showMore());
    const found = make("div", { className: "ts-catalogue-found" });
    found.append(this.said, ways, this.list, this.more);
    this.replaceChildren(this.folded, found);
    this.classList.add("ts-built");
  }

  /** Take the choice from the address. */
  read() {
    this.show(choiceIn(location.search, this.index.facets));
  }

  choose(change) {
    const choice = { ...this.choice, ...change };
    const values = new Map([...choice.values].filter(([, ticked]) => ticked.size));
    history.pushState(null, "", location.pathname + addressOf({ ...choice, values }, this.index.facets));
    this.show({ ...choice, values });
  }

  async show(choice) {
    this.choice = choice;
    const { index } = this;
    const { found, counts } = taken(index.facets, index.count, choice);
    if (!this.counts) this.form.show(taken(index.facets, index.count, { values: new Map() }).counts, choice);
    this.counts = counts;
    this.form.show(counts, choice);
    this.order.value = choice.order;
    this.full.checked = choice.full;
    this.clear.hidden = !choice.values.size;
    this.say(found.length);
    try {
      if (choice.order === "title") this.titles ??= await this.load(index.titles);
      if (choice !== this.choice) return;
      this.found = ordered(found, choice.order, index, this.titles);
      await this.fill(0);
    } catch (error) {
      await this.failed(error, choice);
    }
  }

  /** Some file is not there: of a site that was built anew meanwhile, files have other names. */
  async failed(error, choice) {
    if (choice !== this.choice) return;
    const built = error.status === 404 ? await this.load(this.base.href, { cache: "no-cache" }).catch(() => undefined) : undefined;
    if (built && JSON.stringify(built.rows) !== JSON.stringify(this.index.rows)) {
      Object.assign(this, { index: built, titles: undefined, counts: undefined, steps: undefined, done: undefined });
      this.rows.clear();
      await this.learn(record());
      this.build();
      this.read();
    } else {
      this.said.textContent = _("This part of the catalogue could not be loaded: is there a network?");
    }
  }

  say(count) {
    const values = { number: number(count), all: number(this.index.count) };
    const words = this.index.facets.flatMap(({ id, values: known }) => {
      const ticked = [...(this.choice.values.get(id) ?? [])].sort((a, b) => a - b);
      return ticked.length ? [either(ticked.map((one) => known[one][2]))] : [];
    });
    const said = words.length ? _("%(number)s of %(all)s: %(choice)s", { ...values, choice: words.join(", ") }) : ngettext("All %(number)s", "All %(number)s", count);
    if (this.said.textContent !== said) this.said.textContent = said;
  }

  /** Show rows from one on; they come as their files do. */
  async fill(from) {
    const { choice } = this;
    const things = this.found.slice(from, from + SHOWN);
    const rows = await Promise.all(things.map((thing) => this.row(thing)));
    if (choice !== this.choice) return [];
    const items = rows.map((row, at) => this.item(things[at], row));
    if (from) this.list.append(...items);
    else this.list.replaceChildren(...items);
    this.more.hidden = this.list.children.length >= this.found.length;
    this.tick();
    return items;
  }

  async showMore() {
    const { choice } = this;
    try {
      const [first] = await this.fill(this.list.children.length);
      first?.querySelector("a").focus();
    } catch (error) {
      await this.failed(error, choice);
    }
  }

  async row(thing) {
    const { together, rows } = this.index;
    const file = rows[Math.floor(thing / together)];
    if (!this.rows.has(file)) {
      const loading = this.load(file);
      this.rows.set(file, loading);
      loading.catch(() => this.rows.delete(file));
    }
    return (await this.rows.get(file))[thing % together];
  }

  item(thing, [title, address, says, summary]) {
    const item = make("li");
    item.dataset.thing = thing;
    const name = make("p", { className: "ts-step-title" });
    name.append(make("a", { href: new URL(address, this.root).href, textContent: title }));
    item.append(name, make("p", { className: "ts-step-facts", textContent: says }));
    if (this.choice.full && summary) item.append(make("p", { className: "ts-why", textContent: summary }));
    return item;
  }

  /** Mark what the reader has done. */
  tick() {
    if (!this.steps) return;
    for (const item of this.list.children) {
      const done = this.done.of[item.dataset.thing] === 0;
      item.querySelector(".ts-ticked")?.remove();
      if (done) item.querySelector(".ts-step-facts").append(make("span", { className: "ts-ticked", textContent: ` · ${_("Done")}` }));
    }
  }
}

customElements.define("topicsite-catalogue", TopicsiteCatalogue);
