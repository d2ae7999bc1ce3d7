/**
 * A traced expression that can be played, forward and backward, and changed while one looks.
 *
 * The element holds two tables, of the forward and of the backward steps, and the trace as JSON;
 * see `code/backprop/graph.py`. They are the whole story where no script runs; here they move into
 * a part of their own below the drawing. Nothing moves unless the reader asks.
 */
import { controls, sliders } from "./backprop-controls.js";
import { draw, make } from "./topicsite/page/make.js";
import { Drawing } from "./backprop-drawing.js";
import { canFollow, follow, frames, inputsOf, isTrace, number, words, written } from "./backprop-trace.js";

const PAUSE = 1100;
const TRAVEL = 600;

class BackpropGraph extends HTMLElement {
  connectedCallback() {
    const trace = read(this.querySelector("script[type='application/json']"));
    if (!trace || this.steps) return;
    this.tables = make("details", { className: "ts-quiet" });
    this.tables.append(make("summary", { textContent: "All steps as tables" }), ...this.children);
    this.build(trace);
    this.addEventListener("keydown", (event) => this.press(event));
  }

  disconnectedCallback() {
    this.stop();
  }

  /** Draw another trace in the place of this one. */
  build(trace) {
    this.stop();
    this.first = trace;
    this.trace = trace;
    this.frames = frames(trace);
    this.drawing = new Drawing(trace);
    this.stage = make("div", { className: "stage", tabIndex: 0, role: "group" });
    this.stage.setAttribute("aria-label", "Graph; the arrow keys go step by step");
    this.stage.append(this.drawing.svg);
    this.steps = controls(this, this.frames);
    const inputs = canFollow(trace) ? [sliders(inputsOf(trace), (values) => this.change(values))] : [];
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", `${trace.nodes.at(-1).id}, step by step`);
    this.replaceChildren(legend(trace), this.stage, this.steps.element, ...inputs, this.tables);
    fill(this.tables, trace);
    this.go(this.frames.length - 1);
  }

  /** Compute everything again for other inputs. */
  change(inputs) {
    this.trace = follow(this.first, inputs);
    fill(this.tables, this.trace);
    this.go(this.index);
    this.dispatchEvent(new CustomEvent("values", { detail: inputs, bubbles: true }));
  }

  /** Show a frame. */
  go(index) {
    this.index = Math.max(0, Math.min(index, this.frames.length - 1));
    const frame = this.frames[this.index];
    this.drawing.show(this.trace, this.frames, this.index);
    const told = words(this.trace, frame);
    this.steps.show(this.index, told, frame.pass);
    const label = `A graph of ${this.trace.nodes.length} values. ${told}`;
    this.drawing.svg.setAttribute("aria-label", label);
  }

  /** Bring what the frame is about into view. */
  look() {
    const box = this.drawing.plan.boxes.get(this.frames[this.index].node);
    const { svg, width } = this.drawing;
    const middle = box ? box.x * (svg.getBoundingClientRect().width / width) : 0;
    const behavior = isStill() ? "instant" : "smooth";
    this.stage.scrollTo({ left: middle - this.stage.clientWidth / 2, behavior });
  }

  /** Let a dot run along the lines of the frame. */
  travel() {
    if (isStill()) return;
    const frame = this.frames[this.index];
    for (const line of this.drawing.moving(frame)) {
      const dot = draw("circle", { r: 5, class: `dot ${frame.pass}` });
      dot.style.offsetPath = `path("${line.getAttribute("d")}")`;
      this.drawing.svg.append(dot);
      const way = [{ offsetDistance: "0%" }, { offsetDistance: "100%" }];
      const run = dot.animate(way, { duration: TRAVEL, easing: "ease-in-out" });
      run.finished.finally(() => dot.remove());
    }
  }

  /** One step on, or back, as the reader sees it happen. */
  step(by) {
    this.stop();
    this.advance(by);
  }

  advance(by) {
    this.go(this.index + by);
    this.look();
    if (by > 0) this.travel();
  }

  /** To a frame at once. */
  jump(index) {
    this.stop();
    this.go(index);
    this.look();
  }

  /** Play from here, or from the start if this is the end; or pause. */
  toggle() {
    if (this.timer) return this.stop();
    const last = this.frames.length - 1;
    const next = () => {
      this.advance(1);
      if (this.index === last) this.stop();
      else this.timer = setTimeout(next, PAUSE);
    };
    const atEnd = this.index === last;
    if (atEnd) this.jump(0);
    this.timer = setTimeout(next, atEnd ? PAUSE : 0);
    this.steps.play(true);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.steps?.play(false);
  }

  press(event) {
    if (event.target.closest("input, details") || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.frames.length - 1;
    const actions = {
      ArrowRight: () => this.step(1),
      ArrowLeft: () => this.step(-1),
      Home: () => this.jump(0),
      End: () => this.jump(last),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }
}

/**
 * The trace that lies in an element as data; nothing if it is none, and the tables stay alone.
 *
 * Also a run in the page may put out an element, and then its data are anybody's.
 */
function read(data) {
  try {
    const trace = JSON.parse(data.textContent);
    return isTrace(trace) ? trace : undefined;
  } catch {
    return undefined;
  }
}

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function legend(trace) {
  const element = make("p", { className: "legend" });
  const last = trace.nodes.at(-1).id;
  const backward = `← how fast ${last} changes with it`;
  element.append(
    make("span", { className: "forward", textContent: "→ value" }),
    " ",
    make("span", { className: "backward", textContent: backward }),
  );
  return element;
}

/** Write a trace into the tables: what is there when the page comes, and whatever follows. */
function fill(tables, trace) {
  const [forward, backward] = tables.querySelectorAll("tbody");
  const given = (node) => (node.form === null ? "given" : written(node));
  forward.replaceChildren(
    ...trace.nodes.map((node) => row([node.id, given(node)], [number(node.value)])),
  );
  const last = trace.nodes.at(-1).id;
  backward.replaceChildren(
    row(["", last], ["", "1", "1"]),
    ...trace.steps.map(({ from, to, local, product, adjoint }) => {
      const derivative = local === null ? "a matrix" : number(local);
      return row([from, to], [derivative, number(product), number(adjoint)]);
    }),
  );
}

function row(names, numbers) {
  const made = make("tr");
  for (const text of names) made.insertCell().textContent = text;
  for (const textContent of numbers) made.append(make("td", { className: "number", textContent }));
  return made;
}

customElements.define("backprop-graph", BackpropGraph);
