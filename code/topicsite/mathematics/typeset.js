// Run beside KaTeX in the embedded engine. Everything answers with plain values.

const MOST = 10; // em, of any size that is written in a formula
const BACK = 1; // em, by which something may move over what stands before it
const SYMBOLS = 16; // in what is centred on a point, such as a condition below a sum
const NARROW = 0.2; // em, below the width of any symbol that has one
const EM = {
  em: 1, ex: 0.431, mu: 1 / 18, pt: 0.1, mm: 0.2845, cm: 2.845, in: 7.227, bp: 0.1004, pc: 1.2,
  dd: 0.107, cc: 1.284, nd: 0.1067, nc: 1.2804, sp: 0.1 / 65536,
};

// A formula that asks for a link, an image or raw HTML is refused aloud, not set in red.
function options(display) {
  const trust = (context) => {
    throw new katex.ParseError(`${context.command} is not allowed in a formula`);
  };
  return { displayMode: display, output: "htmlAndMathml", strict: "error", maxSize: 20, trust };
}

function answer(make) {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return { message: "it is nested too deeply", position: null };
    if (!(error instanceof katex.ParseError)) throw error;
    return { message: error.rawMessage, position: error.position ?? null };
  }
}

function typeset(tex, display) {
  return answer(() => ({ html: katex.renderToString(tex, options(display)) }));
}

// Whether a formula can be set and stays within its own box. What it is made of is looked at after
// all macros are gone, so it does not matter by which command a space was made.
function examine(tex, display) {
  return answer(() => {
    katex.renderToString(tex, options(display));
    const balance = { space: 0 };
    walk(katex.__parse(tex, options(display)), balance);
    return {};
  });
}

function refuse(message) {
  throw new katex.ParseError(message);
}

function walk(node, balance) {
  if (Array.isArray(node)) {
    for (const part of node) walk(part, balance);
    return;
  }
  if (node === null || typeof node !== "object") return;
  if (typeof node.number === "number" && typeof node.unit === "string") checkSize(node);
  if (node.type === "kern") {
    checkSize(node.dimension);
    move(balance, inEm(node.dimension));
  }
  if (node.type === "lap") checkLap(node);
  if (node.type === "smash") checkSmash(node);
  if (typeof node.text === "string" && node.type !== "spacing") move(balance, NARROW);
  const inner = ["array", "vphantom", "lap"].includes(node.type) ? { space: 0 } : balance;
  for (const [name, part] of Object.entries(node)) {
    if (name !== "mathml" && name !== "loc") walk(part, inner);
  }
}

function inEm(size) {
  return size.number * (EM[size.unit] ?? 1);
}

function checkSize(size) {
  const em = inEm(size);
  if (em < -BACK || em > MOST) {
    refuse(`the size ${size.number}${size.unit} lies outside -${BACK}em to ${MOST}em`);
  }
}

// How far the next symbol stands behind the rightmost one so far.
function move(balance, em) {
  balance.space = Math.min(0, balance.space + em);
  if (balance.space < -BACK - 0.001) refuse(`it moves back by more than ${BACK}em over what it shows`);
}

function checkLap(node) {
  const most = node.alignment === "clap" ? SYMBOLS : 1;
  if (symbols(node.body) > most) refuse(`\\${node.alignment} takes ${most === 1 ? "one symbol" : `${most} symbols`}`);
}

function checkSmash(node) {
  const tall = (part) => Array.isArray(part)
    ? part.some(tall)
    : part !== null && typeof part === "object" && part.type !== "phantom" &&
      (["array", "genfrac", "rule", "raisebox", "supsub", "sqrt", "leftright", "sizing", "cr"].includes(part.type) ||
        Object.values(part).some(tall));
  if (tall(node.body)) refuse("\\smash takes plain symbols only");
}

function symbols(node) {
  if (Array.isArray(node)) return node.reduce((sum, part) => sum + symbols(part), 0);
  if (node === null || typeof node !== "object") return 0;
  if (typeof node.text === "string") return 1;
  return Object.entries(node).reduce(
    (sum, [name, part]) => sum + (["mathml", "loc"].includes(name) ? 0 : symbols(part)), 0,
  );
}
