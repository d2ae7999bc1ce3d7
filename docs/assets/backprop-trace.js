/**
 * A trace, as `code/backprop/trace.py` gives it: computed again for other inputs, and told in
 * frames, one for each step of the forward and the backward pass.
 */
import { OPERATIONS } from "./backprop-operations.js";

/** The largest graph that is drawn. */
const MOST = 200;

/** Whether data are a trace that can be drawn: each node after what it is made from, and a step for each edge. */
export function isTrace({ nodes, steps }) {
  if (!Array.isArray(nodes) || !Array.isArray(steps) || nodes.length > MOST) return false;
  const known = new Set();
  const edges = [];
  for (const { id, form, operands } of nodes) {
    if (typeof id !== "string" || known.has(id) || !Array.isArray(operands)) return false;
    if (form === null ? operands.length > 0 : typeof form !== "string") return false;
    for (const operand of operands.filter((one) => typeof one === "string")) {
      if (!known.has(operand)) return false;
      edges.push(`${id} ${operand}`);
    }
    known.add(id);
  }
  const told = steps.map(({ from, to }) => `${from} ${to}`);
  return edges.length > 0 && edges.toSorted().join("\n") === told.toSorted().join("\n");
}

/** The inputs of a trace. */
export const inputsOf = (trace) => trace.nodes.filter((node) => node.operation === null);

/** Whether the trace can be computed again here: single numbers, and operations that we know. */
export const canFollow = (trace) =>
  trace.nodes.every(
    ({ operation, value, operands }) =>
      typeof value === "number" &&
      operands.every((operand) => typeof operand !== "object") &&
      (operation === null || Object.hasOwn(OPERATIONS, operation)),
  );

/**
 * The same computation for other inputs.
 *
 * The order of the steps, and of every sum, is that of the library.
 */
export function follow(trace, inputs) {
  const values = new Map();
  const numbers = (node) =>
    node.operands.map((operand) => (typeof operand === "string" ? values.get(operand) : operand));
  for (const node of trace.nodes) {
    const value =
      node.operation === null
        ? (inputs[node.id] ?? node.value)
        : OPERATIONS[node.operation].value(...numbers(node));
    values.set(node.id, value);
  }
  const adjoints = new Map([[trace.nodes.at(-1).id, 1]]);
  const steps = [];
  for (const node of trace.nodes.toReversed()) {
    node.operands.forEach((operand, position) => {
      if (typeof operand !== "string") return;
      const slope = OPERATIONS[node.operation].slopes[position];
      const local = slope(values.get(node.id), ...numbers(node));
      const product = adjoints.get(node.id) * local;
      const before = adjoints.get(operand);
      adjoints.set(operand, before === undefined ? product : before + product);
      steps.push({ from: node.id, to: operand, local, product, adjoint: adjoints.get(operand) });
    });
  }
  const nodes = trace.nodes.map((node) => ({
    ...node,
    value: values.get(node.id),
    adjoint: adjoints.get(node.id),
  }));
  return { nodes, steps };
}

/** A number in a few digits, or the shape of an array. */
export function number(value, digits = 4) {
  if (Array.isArray(value)) return `${shape(value).join(" × ")} numbers`;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "none" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 10 ** digits && size < 1e7) return String(Math.round(value)).replace("-", "−");
  const [mantissa, exponent] = value.toPrecision(digits).split("e");
  const plain = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  // As Python does it: whole numbers and small fractions are written out.
  if (exponent === undefined && size < 1e-4 && size > 0) {
    return value.toExponential(digits - 1).replace(/\.?0+e/, "e").replaceAll("-", "−");
  }
  return (exponent === undefined ? plain : `${plain}e${exponent}`).replaceAll("-", "−");
}

const shape = (value) => (Array.isArray(value) ? [value.length, ...shape(value[0])] : []);

/** How a node is written, with names, or with the numbers that stand behind them. */
export function written(node, say = String) {
  let position = 0;
  return node.form.replaceAll("{}", () => {
    const operand = node.operands[position++];
    const text = typeof operand === "string" ? say(operand) : number(operand);
    // 3 × (−4) and (−4)^2, as one writes it by hand.
    const bare = node.form === "{} + {}" ? position > 1 : !/[(|]/.test(node.form);
    return bare ? inBrackets(text) : text;
  });
}

/**
 * What there is to show, frame by frame.
 *
 * Each frame has its `pass` ("start", "forward" or "backward"), its `number` in the pass, which
 * has `of` frames, the `node` it is about and, backward, the `step` of the trace by its place.
 */
export function frames(trace) {
  const made = trace.nodes.filter((node) => node.operation !== null);
  const back = trace.steps.length + 1;
  return [
    { pass: "start" },
    ...made.map((node, i) => ({ pass: "forward", number: i + 1, of: made.length, node: node.id })),
    { pass: "backward", number: 1, of: back, node: trace.nodes.at(-1).id },
    ...trace.steps.map((step, i) => ({
      pass: "backward",
      number: i + 2,
      of: back,
      node: step.to,
      step: i,
    })),
  ];
}

/** A frame in words. */
export function words(trace, frame) {
  const node = (id) => trace.nodes.find((one) => one.id === id);
  if (frame.pass === "start") {
    const inputs = inputsOf(trace);
    const given = inputs.map(({ id, value }) => `${id} = ${number(value)}`);
    return inputs.length > 5
      ? `Start: ${inputs.length} inputs are given.`
      : `Start: ${given.join(", ")} ${inputs.length > 1 ? "are" : "is"} given.`;
  }
  const pass = frame.pass === "forward" ? "Forward" : "Backward";
  const place = `${pass} ${frame.number} of ${frame.of}`;
  if (frame.pass === "forward") {
    const made = node(frame.node);
    const value = number(made.value);
    const numbers = written(made, (id) => number(node(id).value));
    if (Number.isNaN(made.value)) {
      return `${place}: ${made.id} = ${written(made)} has no value here. Choose other inputs.`;
    }
    return `${place}: ${made.id} = ${written(made)} = ${numbers} = ${value}.`;
  }
  if (frame.step === undefined) return `${place}: ${frame.node} itself counts 1.`;
  const { from, to, local, product, adjoint } = trace.steps[frame.step];
  const earlier = trace.steps.slice(0, frame.step).filter((step) => step.to === to);
  if (local === null) return `${place}: ${to} collects ${number(product)} through ${from}.`;
  const factors = `${number(node(from).adjoint)} × ${inBrackets(number(local))}`;
  const before = earlier.length ? `${number(earlier.at(-1).adjoint)} + ` : "";
  const sum = before ? `; so far ${before}${inBrackets(number(product))} = ${number(adjoint)}` : "";
  return `${place}: ${to} collects ${factors} = ${number(product)} through ${from}${sum}.`;
}

const inBrackets = (text) => (text.startsWith("−") ? `(${text})` : text);
