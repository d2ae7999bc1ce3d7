/**
 * The elementwise operations of `code/backprop/operations/elementwise.py`, for single numbers.
 *
 * Of each: its value, and its slope by each operand, from the result and the operands. A test
 * compares every line with the library's own trace, so that the two cannot drift apart. The error
 * function is missing, as it is in JavaScript; a graph with it is drawn and does not move.
 */
const sigmoid = (a) => {
  // The two forms are equal; each is computed where its exponential is small.
  const e = Math.exp(-Math.abs(a));
  return a >= 0 ? 1 / (1 + e) : e / (1 + e);
};

/** Which of two is larger: 1, 0, or one half for a tie. */
const share = (a, b) => (Number(a > b) + Number(a >= b)) / 2;

const powerByBase = (r, a, b) => (b === 0 ? 0 : b * a ** (b - 1));
const powerByExponent = (r, a, b) => (a === 0 && b >= 0 ? 0 : r * Math.log(a));
const softplus = (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
const clipped = {
  byEntry: (r, a, low, high) => Number(a >= low && a <= high),
  byLow: (r, a, low, high) => Number(a < low && low < high),
  byHigh: (r, a, low, high) => Number(a > high || low > high),
};

export const OPERATIONS = {
  add: { value: (a, b) => a + b, slopes: [() => 1, () => 1] },
  subtract: { value: (a, b) => a - b, slopes: [() => 1, () => -1] },
  multiply: { value: (a, b) => a * b, slopes: [(r, a, b) => b, (r, a) => a] },
  divide: { value: (a, b) => a / b, slopes: [(r, a, b) => 1 / b, (r, a, b) => -r / b] },
  negative: { value: (a) => -a, slopes: [() => -1] },
  power: { value: (a, b) => a ** b, slopes: [powerByBase, powerByExponent] },
  exp: { value: Math.exp, slopes: [(r) => r] },
  expm1: { value: Math.expm1, slopes: [(r) => r + 1] },
  log: { value: Math.log, slopes: [(r, a) => 1 / a] },
  log1p: { value: Math.log1p, slopes: [(r, a) => 1 / (1 + a)] },
  sin: { value: Math.sin, slopes: [(r, a) => Math.cos(a)] },
  cos: { value: Math.cos, slopes: [(r, a) => -Math.sin(a)] },
  tan: { value: Math.tan, slopes: [(r) => 1 + r * r] },
  sqrt: { value: Math.sqrt, slopes: [(r) => 0.5 / r] },
  tanh: { value: Math.tanh, slopes: [(r) => 1 - r * r] },
  sigmoid: { value: sigmoid, slopes: [(r) => r * (1 - r)] },
  softplus: { value: softplus, slopes: [(r, a) => sigmoid(a)] },
  relu: { value: (a) => Math.max(a, 0), slopes: [(r, a) => Number(a > 0)] },
  absolute: { value: Math.abs, slopes: [(r, a) => Math.sign(a)] },
  maximum: { value: Math.max, slopes: [(r, a, b) => share(a, b), (r, a, b) => share(b, a)] },
  minimum: { value: Math.min, slopes: [(r, a, b) => share(b, a), (r, a, b) => share(a, b)] },
  clip: {
    value: (a, low, high) => Math.min(Math.max(a, low), high),
    slopes: [clipped.byEntry, clipped.byLow, clipped.byHigh],
  },
};
