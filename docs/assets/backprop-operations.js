/**
 * The elementwise operations of `code/backprop/operations.py`, for single numbers.
 *
 * Of each: its value, and its slope by each operand, from the result and the operands. A test
 * compares every line with the library's own trace, so that the two cannot drift apart.
 */
const sigmoid = (a) => {
  // The two forms are equal; each is computed where its exponential is small.
  const e = Math.exp(-Math.abs(a));
  return a >= 0 ? 1 / (1 + e) : e / (1 + e);
};

/** Which of two is larger: 1, 0, or one half for a tie. */
const share = (a, b) => (Number(a > b) + Number(a >= b)) / 2;

const powerByBase = (r, a, b) => (b === 0 ? 0 : b * a ** (b - 1));
const powerByExponent = (r, a) => (a === 0 ? 0 : r * Math.log(a));

export const OPERATIONS = {
  add: { value: (a, b) => a + b, slopes: [() => 1, () => 1] },
  subtract: { value: (a, b) => a - b, slopes: [() => 1, () => -1] },
  multiply: { value: (a, b) => a * b, slopes: [(r, a, b) => b, (r, a) => a] },
  divide: { value: (a, b) => a / b, slopes: [(r, a, b) => 1 / b, (r, a, b) => -r / b] },
  negative: { value: (a) => -a, slopes: [() => -1] },
  power: { value: (a, b) => a ** b, slopes: [powerByBase, powerByExponent] },
  exp: { value: Math.exp, slopes: [(r) => r] },
  log: { value: Math.log, slopes: [(r, a) => 1 / a] },
  sin: { value: Math.sin, slopes: [(r, a) => Math.cos(a)] },
  cos: { value: Math.cos, slopes: [(r, a) => -Math.sin(a)] },
  sqrt: { value: Math.sqrt, slopes: [(r) => 0.5 / r] },
  tanh: { value: Math.tanh, slopes: [(r) => 1 - r * r] },
  sigmoid: { value: sigmoid, slopes: [(r) => r * (1 - r)] },
  relu: { value: (a) => Math.max(a, 0), slopes: [(r, a) => Number(a > 0)] },
  absolute: { value: Math.abs, slopes: [(r, a) => Math.sign(a)] },
  maximum: { value: Math.max, slopes: [(r, a, b) => share(a, b), (r, a, b) => share(b, a)] },
};
