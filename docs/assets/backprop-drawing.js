/**
 * The drawing of a traced graph: boxes with values and adjoints, and two arrows along every edge,
 * solid for what goes forward and dashed for what comes back.
 */
import { draw } from "./topicsite/page/make.js";
import { layout } from "./backprop-layout.js";
import { number, written } from "./backprop-trace.js";

const HEIGHT = 72;
const MARGIN = { side: 6, top: 6, bottom: 30 };
/** More nodes than this, and labels stand only where something happens. */
const FEW = 14;

let drawings = 0;

export class Drawing {
  constructor(trace) {
    this.name = `backprop-graph-${++drawings}`;
    this.dense = trace.nodes.length > FEW;
    const size = this.dense
      ? { height: HEIGHT, gap: 70, space: 24 }
      : { height: HEIGHT, gap: 96, space: 40 };
    const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
    this.plan = layout(trace, (id) => widthOf(nodes.get(id)), size);
    this.width = Math.ceil(this.plan.width + 2 * MARGIN.side);
    this.height = Math.ceil(this.plan.height + MARGIN.top + MARGIN.bottom);
    this.svg = draw("svg", {
      viewBox: `${-MARGIN.side} ${-MARGIN.top} ${this.width} ${this.height}`,
      role: "img",
      class: this.dense ? "dense" : "",
    });
    this.svg.style.width = `${this.width}px`;
    this.svg.style.minWidth = `${Math.round(this.width * (this.dense ? 0.85 : 0.72))}px`;
    this.svg.append(this.markers());
    this.drawEdges(trace);
    this.drawNodes(trace);
  }

  markers() {
    const defs = draw("defs");
    for (const pass of ["forward", "backward"]) {
      const marker = draw("marker", {
        id: `${this.name}-${pass}`,
        viewBox: "0 0 10 10",
        refX: 9,
        refY: 5,
        markerWidth: 9,
        markerHeight: 9,
        markerUnits: "userSpaceOnUse",
        orient: "auto",
      });
      marker.append(draw("path", { d: "M0 0L10 5L0 10z", class: `head ${pass}` }));
      defs.append(marker);
    }
    return defs;
  }

  drawEdges(trace) {
    const ports = portsOf(this.plan);
    this.edges = this.plan.edges.map((edge) => {
      const [start, end] = ports.get(edge);
      const points = [start, ...edge.between, end];
      const group = draw("g", { class: "edge" });
      const forward = this.arrow("forward", shifted(points, -5));
      const backward = this.arrow("backward", shifted(points, 5).reverse());
      const label = draw("text", { class: "label" });
      group.append(forward, backward);
      return { ...edge, points, group, forward, backward, label, step: stepOf(trace, edge) };
    });
    this.svg.append(...this.edges.map((edge) => edge.group));
  }

  arrow(pass, points) {
    const attributes = { class: pass, d: curve(points), fill: "none" };
    return draw("path", { ...attributes, "marker-end": `url(#${this.name}-${pass})` });
  }

  drawNodes(trace) {
    this.nodes = new Map();
    for (const node of trace.nodes) {
      const box = this.plan.boxes.get(node.id);
      const group = draw("g", { class: "node", transform: `translate(${box.x} ${box.y})` });
      const left = -box.width / 2;
      const frame = { x: left, y: -HEIGHT / 2, width: box.width, height: HEIGHT, rx: 7 };
      const name = draw("text", { class: "name", y: -15, "text-anchor": "middle" });
      name.append(...nameOf(node));
      const value = draw("text", { class: "forward number", x: left + 34, y: 9 });
      const adjoint = draw("text", { class: "backward number", x: left + 34, y: 29 });
      // At the left edge a long sum has room to the right only.
      const place = box.x < box.width ? { x: left, "text-anchor": "start" } : { "text-anchor": "middle" };
      const sum = draw("text", { class: "sum label", y: HEIGHT / 2 + 18, ...place });
      const marks = {
        value: this.arrow("forward", [{ x: left + 9, y: 3.5 }, { x: left + 28, y: 3.5 }]),
        adjoint: this.arrow("backward", [{ x: left + 28, y: 23.5 }, { x: left + 9, y: 23.5 }]),
      };
      group.append(draw("rect", frame), name, marks.value, value, marks.adjoint, adjoint);
      this.nodes.set(node.id, { box, group, value, adjoint, sum, marks });
      this.svg.append(group);
    }
    // What is written beside the boxes lies above all lines.
    for (const { sum, box } of this.nodes.values()) {
      sum.setAttribute("transform", `translate(${box.x} ${box.y})`);
      this.svg.append(sum);
    }
    for (const { label } of this.edges) this.svg.append(label);
  }

  /** Show what is known once a frame is over. */
  show(trace, all, index) {
    const now = all[index];
    const made = new Set(trace.nodes.filter((node) => node.operation === null).map(({ id }) => id));
    const done = all.slice(0, index + 1);
    for (const frame of done) if (frame.pass === "forward") made.add(frame.node);
    const steps = done.filter((frame) => frame.step !== undefined).map((frame) => frame.step);
    const seeded = done.some((frame) => frame.pass === "backward");

    for (const node of trace.nodes) {
      const drawn = this.nodes.get(node.id);
      const arrived = steps.map((step) => trace.steps[step]).filter((step) => step.to === node.id);
      const adjoint = arrived.at(-1)?.adjoint ?? (seeded && node === trace.nodes.at(-1) ? 1 : null);
      const current = now.node === node.id;
      drawn.value.textContent = made.has(node.id) ? short(node.value) : "";
      drawn.adjoint.textContent = adjoint === null ? "" : short(adjoint);
      drawn.marks.value.classList.toggle("later", !made.has(node.id));
      drawn.marks.adjoint.classList.toggle("later", adjoint === null);
      const sums = arrived.length > 1 && (current || !this.dense);
      drawn.sum.textContent = sums ? sumOf(arrived) : "";
      mark(drawn.group, current ? now.pass : null);
    }
    for (const edge of this.edges) {
      const step = trace.steps[edge.step];
      const back = steps.includes(edge.step);
      const current =
        now.step === edge.step ? "backward" : isMaking(now, edge) ? "forward" : null;
      edge.forward.classList.toggle("later", !made.has(edge.to));
      edge.backward.classList.toggle("later", !back);
      mark(edge.group, current);
      const told = back && (current === "backward" || !this.dense);
      writeLabel(edge, told ? labelOf(trace, step) : []);
    }
  }

  /** The lines along which a frame moves, in the direction of its pass. */
  moving(frame) {
    if (frame.pass === "forward") {
      return this.edges.filter((edge) => isMaking(frame, edge)).map((edge) => edge.forward);
    }
    return this.edges.filter((edge) => edge.step === frame.step).map((edge) => edge.backward);
  }
}

const isMaking = (frame, edge) => frame.pass === "forward" && frame.node === edge.to;

/** The place in the trace's steps of what comes back along an edge. */
function stepOf(trace, edge) {
  const operands = trace.nodes.find((node) => node.id === edge.to).operands;
  const same = operands.slice(0, edge.position).filter((operand) => operand === edge.from).length;
  const steps = trace.steps.map((step, place) => ({ ...step, place }));
  return steps.filter(({ from, to }) => from === edge.to && to === edge.from)[same].place;
}

/** Where the lines leave and reach the boxes, spread over their sides in the order of the others. */
function portsOf({ boxes, edges }) {
  const ports = new Map(edges.map((edge) => [edge, []]));
  const spread = (ends, box, side, otherEnd) => {
    const apart = Math.min(24, (HEIGHT - 20) / Math.max(1, ends.length - 1));
    const sorted = ends.toSorted((a, b) => otherEnd(a).y - otherEnd(b).y || a.position - b.position);
    sorted.forEach((edge, place) => {
      const y = box.y + (place - (ends.length - 1) / 2) * apart;
      ports.get(edge)[side > 0 ? 0 : 1] = { x: box.x + side * (box.width / 2 + 3), y };
    });
  };
  for (const [id, box] of boxes) {
    const leaving = edges.filter((edge) => edge.from === id);
    const reaching = edges.filter((edge) => edge.to === id);
    spread(leaving, box, 1, (edge) => edge.between[0] ?? boxes.get(edge.to));
    spread(reaching, box, -1, (edge) => edge.between.at(-1) ?? boxes.get(edge.from));
  }
  return ports;
}

/** A line moved up or down, by so much that what goes and what comes run `by` from the middle. */
function shifted(points, by) {
  return points.map((point, i) => {
    const before = points[Math.max(0, i - 1)];
    const after = points[Math.min(points.length - 1, i + 1)];
    const steep = Math.hypot(after.x - before.x, after.y - before.y) / (after.x - before.x);
    return { x: point.x, y: point.y + by * Math.min(steep, 2.2) };
  });
}

/** A straight line between two points, a smooth one through more (Catmull and Rom 1974). */
function curve(points) {
  if (points.length === 2) return `M${at(points[0])}L${at(points[1])}`;
  const near = (i) => points[Math.max(0, Math.min(i, points.length - 1))];
  const towards = (point, from, to) => ({
    x: point.x + (to.x - from.x) / 6,
    y: point.y + (to.y - from.y) / 6,
  });
  const pieces = points.slice(1).map((point, i) => {
    const out = towards(points[i], near(i - 1), point);
    const into = towards(point, near(i + 2), points[i]);
    return `C${at(out)} ${at(into)} ${at(point)}`;
  });
  return `M${at(points[0])}${pieces.join("")}`;
}

const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

const short = (value) => (Array.isArray(value) ? number(value).replace(" numbers", "") : number(value));

/** What comes back along an edge: the adjoint behind it times the derivative is the product. */
function labelOf(trace, { from, local, product }) {
  if (local === null) return [short(product)];
  const adjoint = trace.nodes.find((node) => node.id === from).adjoint;
  const [a, b, c] = [adjoint, local, product].map((value) => number(value, 3));
  const line = `${a} × ${b.startsWith("−") ? `(${b})` : b} = ${c}`;
  return line.length <= 12 ? [line] : [`× ${b}`, `= ${c}`];
}

/** Beside the dashed line, on its outer side, where there is most room. */
function writeLabel({ label, points: [start, end] }, lines) {
  const slope = (end.y - start.y) / (end.x - start.x);
  const [anchor, aside, part] =
    slope > 0.3 ? ["end", -5, 0.72] : slope < -0.3 ? ["start", 5, 0.28] : ["middle", 0, 0.5];
  const x = start.x + (end.x - start.x) * part + aside;
  const y = start.y + (end.y - start.y) * part + 5 * Math.hypot(1, slope) + 16;
  label.setAttribute("text-anchor", anchor);
  label.replaceChildren(...lines.map((line, i) => draw("tspan", { x, y: y + 15 * i }, line)));
}

function sumOf(arrived) {
  const parts = arrived.map((step, i) => {
    const text = number(step.product, 3);
    return i && text.startsWith("−") ? `− ${text.slice(1)}` : i ? `+ ${text}` : text;
  });
  return `${parts.join(" ")} = ${number(arrived.at(-1).adjoint, 3)}`;
}

/** The name of a node and how it is made, names in italics. */
function nameOf(node) {
  const italic = (text) => draw("tspan", { "font-style": "italic" }, text);
  if (node.form === null) return [italic(node.id)];
  const [base, exponent] = written(node, (id) => `\u0001${id}\u0001`).split("^");
  const pieces = (text) =>
    text.split("\u0001").map((piece, i) => (i % 2 ? italic(piece) : draw("tspan", {}, piece)));
  const raised = exponent === undefined ? [] : [draw("tspan", { dy: -5, "font-size": "0.75em" }, exponent.replaceAll("\u0001", ""))];
  return [italic(node.id), draw("tspan", {}, " = "), ...pieces(base), ...raised];
}

function widthOf(node) {
  const name = node.form === null ? node.id : `${node.id} = ${written(node)}`;
  const digits = Math.max(6, short(node.value).length, short(node.adjoint).length);
  return Math.ceil(Math.max(name.length * 7.3 + 18, digits * 9 + 40));
}

function mark(element, pass) {
  element.classList.toggle("now", pass !== null);
  if (pass) element.dataset.pass = pass;
  else delete element.dataset.pass;
}
