import { _ } from "./words.js";

/**
 * A figure that tells its story in steps, when asked to and not before.
 *
 * Parts of the drawing carry `data-step`, a number from 1. The figure is whole as it stands; a
 * button plays it: the parts appear step by step, and at the end it is whole again.
 */
class TopicsiteSteps extends HTMLElement {
  connectedCallback() {
    this.parts = [...this.querySelectorAll("[data-step]")];
    this.last = Math.max(...this.parts.map((part) => Number(part.dataset.step)));
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "ts-small";
    this.button.addEventListener("click", () => (this.timer ? this.show(this.last) : this.show(0)));
    this.append(this.button);
    this.show(this.last);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.button.remove();
  }

  show(step) {
    clearTimeout(this.timer);
    const playing = step < this.last;
    this.timer = playing ? setTimeout(() => this.show(step + 1), 900) : undefined;
    for (const part of this.parts) part.classList.toggle("ts-later", Number(part.dataset.step) > step);
    this.button.textContent = playing ? _("Show all") : _("Play the steps");
  }
}

customElements.define("topicsite-steps", TopicsiteSteps);
