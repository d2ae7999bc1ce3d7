/**
 * A small network that learns while one looks, and how large its gradients are on the way.
 *
 * Every number comes from `code/backprop/playground.py`, in the page's own Python, which is loaded
 * when somebody first trains. It trains while it is asked to and the page is in view.
 */
import { button, draw, make } from "./topicsite/page/make.js";
import { drawSurface } from "./backprop-surface.js";
import { announce, call } from "./backprop-python.js";
import { number } from "./backprop-trace.js";

const SOURCE = "from backprop.playground import answer as main";
/** Epochs after which training pauses by itself. */
const ENOUGH = 2000;
const SIDE = 320;
const CHOICES = [
  ["data", "Data", ["xor", "circles", "moons", "spirals"], "xor"],
  ["layers", "Hidden layers", [1, 2, 3, 4, 5, 6], 2],
  ["width", "Units in each", [1, 2, 3, 4, 6, 8, 12, 16], 6],
  ["activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh"],
  ["rate", "Learning rate", [0.01, 0.03, 0.1, 0.3, 1, 3, 10], 0.3],
  ["batch", "Batch", [1, 5, 20, 50, 200], 20],
];

class BackpropPlayground extends HTMLElement {
  connectedCallback() {
    if (this.said) return;
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "A network that learns");
    this.replaceChildren(this.choices(), this.buttons(), this.views());
    announce(this, this, "trains the network");
    document.addEventListener("visibilitychange", () => document.hidden && this.pause());
    // The colours of a canvas do not follow those of the page by themselves.
    const redraw = new MutationObserver(() => this.paint());
    redraw.observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
    this.paint();
    this.chart();
  }

  disconnectedCallback() {
    this.running = false;
  }

  choices() {
    const form = make("form", { className: "choices" });
    this.settings = {};
    this.history = [];
    for (const [name, title, values, first] of CHOICES) {
      const select = make("select", { name, className: "ts-input" });
      for (const value of values) select.append(make("option", { value, textContent: value }));
      select.value = first;
      this.settings[name] = first;
      select.addEventListener("change", () => {
        this.settings[name] = typeof first === "number" ? Number(select.value) : select.value;
        if (this.asked) this.reset();
        else this.chart();
      });
      const label = make("label", { textContent: title });
      label.append(select);
      form.append(label);
    }
    return form;
  }

  buttons() {
    const bar = make("div", { className: "buttons" });
    this.train = button("Train", "ts-small play", () => (this.running ? this.pause() : this.run()));
    const step = button("Step", "ts-small", () => this.step());
    const reset = button("Reset", "ts-small", () => this.reset());
    bar.append(this.train, step, reset);
    return bar;
  }

  views() {
    this.said = make("p", { className: "said" });
    this.said.setAttribute("role", "status");
    this.canvas = make("canvas", { width: SIDE * 2, height: SIDE * 2 });
    this.canvas.setAttribute("role", "img");
    this.curve = make("div", { className: "curve" });
    this.gradients = make("table", { className: "bars" });
    const surface = figure(this.canvas, "● should be 1, ○ should be 0. The darker the blue, the nearer the output is to 1; the line is at one half.");
    const curve = figure(this.curve, "Loss, epoch by epoch");
    const bars = figure(this.gradients, "← Size of the gradient in each layer (root mean square over its weights); each mark is ten times the one before");
    const side = make("div", { className: "side" });
    side.append(curve, bars);
    const views = make("div", { className: "views" });
    views.append(this.said, surface, side);
    return views;
  }

  async reset() {
    this.pause();
    await this.ask({ settings: this.settings });
  }

  async step() {
    this.pause();
    if (await this.begun()) await this.ask({ epochs: 1 });
  }

  async run() {
    this.running = true;
    this.train.textContent = "Pause";
    this.said.setAttribute("aria-live", "off");
    if (!(await this.begun())) return;
    while (this.running) {
      const going = await this.ask({ epochs: 2 });
      if (!going || this.state.epoch >= ENOUGH) this.pause();
      await new Promise(requestAnimationFrame);
    }
  }

  pause() {
    if (!this.running) return;
    this.running = false;
    this.train.textContent = "Train";
    this.said.setAttribute("aria-live", "polite");
    if (this.state) this.tell();
  }

  /** Whether there is a run to go on with, started now if need be. */
  async begun() {
    return this.state !== undefined || this.ask({ settings: this.settings });
  }

  /** Ask Python, one question after the other; gives whether it answered. */
  ask(question) {
    this.asked = true;
    this.turn = (this.turn ?? Promise.resolve()).then(() => this.answer(question));
    return this.turn;
  }

  async answer(question) {
    try {
      const told = (words) => words && this.say(words);
      const state = await call(SOURCE, question, told);
      if (question.settings) {
        this.points = state.points;
        this.history = [];
      }
      this.state = state;
      this.history.push([state.epoch, state.loss]);
      this.show();
      return true;
    } catch (error) {
      this.pause();
      this.state = undefined;
      this.say(`It stopped: ${error.message}.`, "error");
      return false;
    }
  }

  show() {
    this.tell();
    this.paint();
    this.chart();
  }

  /** The loss and the gradients, or the empty frames for them. */
  chart() {
    this.curve.replaceChildren(lossCurve(this.history));
    const none = Array(this.settings.layers + 1).fill(undefined);
    this.gradients.replaceChildren(...gradientRows(this.state?.gradients ?? none));
  }

  /** The state in words, for everybody, and beside the picture for those who cannot see it. */
  tell() {
    const { epoch, loss, accuracy, gradients } = this.state;
    const right = Math.round(accuracy * this.points.length);
    const share = number(100 * accuracy, 3);
    this.say(
      `Epoch ${epoch}: loss ${number(loss, 3)}; ${right} of ${this.points.length} points ` +
        `(${share}\u00a0%) are on the right side. ${compared(gradients)}`,
    );
    const label = `What the network answers over the plane, with the ${this.points.length} points.`;
    this.canvas.setAttribute("aria-label", `${label} ${this.said.textContent}`);
  }

  paint() {
    if (!this.state) this.canvas.setAttribute("aria-label", "Nothing yet: the network has not been started.");
    drawSurface(this.canvas, this.state, this.points);
  }

  say(words, kind = "") {
    this.said.textContent = words.replace(/\.\.$/, ".");
    this.said.dataset.kind = kind;
  }
}

/** How the gradient of the first layer stands to that of the last, in words. */
function compared(gradients) {
  const [first, last] = [gradients[0], gradients.at(-1)];
  if (first === 0) return "Nothing at all comes back to the first layer.";
  const whole = (ratio) => Number(ratio.toPrecision(2)).toLocaleString("en");
  if (last > 2 * first) return `The first layer's gradient is ${whole(last / first)} times smaller than the last one's.`;
  if (first > 2 * last) return `The first layer's gradient is ${whole(first / last)} times larger than the last one's.`;
  return "The first layer's gradient is about as large as the last one's.";
}

function figure(content, caption) {
  const made = make("figure");
  made.append(content, make("figcaption", { textContent: caption }));
  return made;
}

/** The loss over the epochs; at the top is 0.8, a little more than a coin's ln 2, or the worst. */
function lossCurve(history) {
  const [width, height] = [300, 90];
  const last = Math.max(1, ...history.slice(-1).map(([epoch]) => epoch));
  const most = Math.max(0.8, ...history.map(([, loss]) => loss));
  const stride = Math.ceil(history.length / width) || 1;
  const points = history
    .filter((_, i) => i % stride === 0 || i === history.length - 1)
    .map(([epoch, loss]) => `${(width * epoch) / last},${height - (height * loss) / most}`);
  const svg = draw("svg", { viewBox: `-2 -4 ${width + 4} ${height + 8}`, "aria-hidden": true });
  const coin = height - (height * Math.LN2) / most;
  svg.append(
    draw("path", { d: `M0 0V${height}H${width}`, class: "axis" }),
    draw("path", { d: `M0 ${coin}H${width}`, class: "coin" }),
    draw("polyline", { points: points.join(" "), class: "loss" }),
  );
  svg.append(draw("text", { x: width, y: coin - 5, "text-anchor": "end" }, "a coin: 0.693"));
  return svg;
}

/** A row for each layer, with a bar from 1e-7 to 1 by powers of ten. */
function gradientRows(gradients) {
  return gradients.map((size, i) => {
    const row = make("tr");
    const name = i === gradients.length - 1 ? "output" : `hidden ${i + 1}`;
    const track = make("td", { className: "track" });
    const bar = make("span", { className: "bar" });
    bar.style.width = `${Math.max(0, Math.min(100, (100 * (Math.log10(size || 1e-9) + 7)) / 7))}%`;
    track.append(bar);
    const told = size === undefined ? "" : number(size, 2);
    const value = make("td", { className: "number", textContent: told });
    row.append(make("th", { scope: "row", textContent: name }), track, value);
    return row;
  });
}

customElements.define("backprop-playground", BackpropPlayground);
