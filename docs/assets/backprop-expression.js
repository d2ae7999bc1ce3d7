/**
 * A graph whose expression can be replaced by one of the reader's own.
 *
 * The element holds a `<backprop-graph>` and says in `data-expression` and `data-at` what that
 * shows. What a reader types is parsed and traced by `code/backprop/expression.py`, in the page's
 * own Python, which is loaded when it is first needed.
 */
import { make } from "./topicsite/page/make.js";
import { announce, call } from "./backprop-python.js";

const SOURCE = "from backprop.expression import answer as main";

class BackpropExpression extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = make("form", { className: "expression" });
    this.expression = this.field("An expression of your own", this.dataset.expression);
    this.at = this.field("at", this.dataset.at);
    const draw = make("button", { type: "submit", className: "ts-small", textContent: "Draw it" });
    this.note = make("p", { className: "note" });
    this.note.setAttribute("role", "status");
    this.form.append(draw, this.note);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.draw();
    });
    this.addEventListener("values", (event) => this.keep(event.detail));
    this.prepend(this.form);
    announce(this, this.form, "works it out");
  }

  field(label, value) {
    const field = make("input", { type: "text", className: "ts-input", value, spellcheck: false, autocomplete: "off" });
    field.setAttribute("autocapitalize", "off");
    const whole = make("label", { textContent: `${label} ` });
    whole.append(field);
    this.form.append(whole);
    return field;
  }

  async draw() {
    if (this.busy) return;
    this.busy = this.asked = true;
    this.form.setAttribute("aria-busy", "true");
    this.say("Loading Python…");
    const asked = { expression: this.expression.value, at: this.at.value };
    try {
      const { trace, at } = await call(SOURCE, asked, (words) => this.say(words));
      this.at.value = at;
      this.querySelector("backprop-graph").build(trace);
      this.say("");
    } catch (error) {
      this.say(`This cannot be drawn: ${error.message}.`, "error");
    } finally {
      this.busy = false;
      this.form.removeAttribute("aria-busy");
    }
  }

  /** The inputs as the reader has moved them. */
  keep(values) {
    const said = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
    this.at.value = said.join(", ");
  }

  say(words, kind = "") {
    this.note.textContent = words.replace(/\.\.$/, ".");
    this.note.dataset.kind = kind;
    this.expression.setAttribute("aria-invalid", String(kind === "error"));
  }
}

customElements.define("backprop-expression", BackpropExpression);
