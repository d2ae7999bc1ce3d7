/** The facets of the catalogue as a form: boxes with counts, of long lists the ones that matter. */
import { button, make } from "../page/make.js";
import { _, ngettext, number } from "../page/words.js";

const FEW = 8; // values of a facet that are shown at first
const MOST = 100; // and on demand
const LONG = 20; // from so many on, one can look for a value by its name

export class FacetForm {
  /** @param facets those of the index; @param act is called with a facet's id and its ticked numbers. */
  constructor(facets, act) {
    this.facets = facets.map((facet, at) => new FacetBox(facet, at, act));
    this.element = make("form", { className: "ts-facets" });
    this.element.setAttribute("aria-label", _("Choose"));
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.append(...this.facets.map(({ element }) => element));
  }

  show(counts, { values }) {
    this.facets.forEach((facet, at) => facet.show(counts[at], values.get(facet.id) ?? new Set()));
  }
}

class FacetBox {
  constructor({ id, label, values, single }, at, act) {
    Object.assign(this, { id, values, single, act, boxes: new Map(), limit: FEW, typed: "" });
    this.element = make("fieldset");
    this.list = make("div", { className: "ts-facet-values" });
    this.element.append(make("legend", { textContent: label }));
    if (values.length > LONG) {
      const find = make("input", { type: "search", className: "ts-input", placeholder: _("Find") });
      find.setAttribute("aria-label", _("Find in %(facet)s", { facet: label }));
      find.addEventListener("input", () => {
        this.typed = find.value.trim().toLowerCase();
        this.arrange();
      });
      this.element.append(find);
    }
    this.more = button("", "ts-more-values", () => {
      this.limit = this.limit === FEW ? MOST : FEW;
      this.arrange();
    });
    this.element.append(this.list, this.more);
  }

  show(counts, ticked) {
    if (!this.ranks) this.rank(counts);
    Object.assign(this, { counts, ticked });
    this.arrange();
  }

  /** Which values stand first where not all are shown: those of most things, once and for all. */
  rank(counts) {
    const order = this.values.map((value, number) => number);
    if (order.length > FEW + 1) order.sort((a, b) => counts[b] - counts[a] || a - b);
    this.order = order;
    this.ranks = new Map(order.map((number, rank) => [number, rank]));
  }

  arrange() {
    const fits = this.order.filter((value) => this.values[value][1].toLowerCase().includes(this.typed));
    const limit = fits.length <= FEW + 1 ? FEW + 1 : this.limit;
    const shown = new Set([...this.ticked, ...fits.filter((value) => this.counts[value]).slice(0, limit)]);
    if (fits.length <= FEW + 1) for (const value of fits) shown.add(value);
    for (const value of shown) if (!this.boxes.has(value)) this.add(value);
    for (const [value, { label, box, count }] of this.boxes) {
      label.hidden = !shown.has(value);
      box.checked = this.ticked.has(value);
      count.textContent = number(this.counts[value]);
      label.classList.toggle("ts-none", !this.counts[value] && !box.checked);
    }
    const left = fits.length - fits.filter((value) => shown.has(value)).length;
    this.more.hidden = fits.length <= FEW + 1 || (!left && this.limit === FEW);
    this.more.textContent = this.limit === FEW ? ngettext("%(number)s more", "%(number)s more", left) : _("Fewer");
    this.more.ariaExpanded = String(this.limit !== FEW);
  }

  /** Boxes stay once they are made, so that whoever is at one of them stays there too. */
  add(value) {
    const box = make("input", { type: "checkbox", name: this.id, value: this.values[value][0] });
    box.addEventListener("change", () => {
      const ticked = new Set(this.single ? [] : this.ticked);
      if (box.checked) ticked.add(value);
      else ticked.delete(value);
      this.act(this.id, ticked);
    });
    const count = make("span", { className: "ts-count" });
    const label = make("label");
    label.append(box, make("span", { textContent: this.values[value][1] }), count);
    this.boxes.set(value, { label, box, count });
    const after = this.order.slice(this.ranks.get(value) + 1).find((other) => this.boxes.has(other));
    this.list.insertBefore(label, this.boxes.get(after)?.label ?? null);
  }
}
