/** `<topicsite-planned data-step="id">`: where something stands in the reader's plan, if it does. */
import { make } from "../page/make.js";
import { _, number } from "../page/words.js";
import { PLAN } from "./following.js";
import { address, current } from "./paths.js";
import { isDone, tick } from "./record.js";
import { Shown } from "./steps.js";

class TopicsitePlanned extends Shown {
  async show(document) {
    if (document.path?.path !== PLAN) return this.replaceChildren();
    const plan = await current(document, _("Your plan"));
    const at = plan.steps.findIndex(({ names }) => names.includes(this.dataset.step));
    if (at < 0) return this.replaceChildren();
    const values = { number: number(at + 1), all: number(plan.steps.length) };
    const line = make("p", { className: "ts-planned" });
    line.append(make("a", { href: address(plan.address), textContent: _("Step %(number)s of %(all)s of your plan", values) }));
    const ways = [
      [_("Before"), plan.steps[at - 1]],
      [_("Next"), plan.steps[at + 1]],
    ];
    for (const [word, step] of ways) {
      if (step) line.append(` · ${word}: `, make("a", { href: address(step.address), textContent: step.title }));
    }
    const box = make("input", { type: "checkbox", checked: isDone(document, plan.steps[at]) });
    box.addEventListener("change", () => tick(plan.steps[at], box.checked));
    const label = make("label");
    label.append(" · ", box, ` ${_("Done")}`);
    line.append(label);
    const focused = this.contains(this.ownerDocument.activeElement);
    this.replaceChildren(line);
    if (focused) box.focus();
  }
}

customElements.define("topicsite-planned", TopicsitePlanned);
