/** Numbers as people write them. */

const PLAIN = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/;
const THOUSANDS = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** All that a text can mean as a number: `13,002` is two numbers, `x` is none. */
export function read(text) {
  const bare = text.replace(/[\s\u00a0\u202f_']/g, "").replace(/\u2212/g, "-").toLowerCase();
  const parts = bare.split("/");
  if (parts.length === 2) {
    const [above, below] = parts.map(meanings);
    return above.flatMap((one) => below.filter(Boolean).map((other) => one / other));
  }
  return parts.length === 1 ? meanings(bare) : [];
}

function meanings(text) {
  const found = new Set([text.replace(",", ".")].filter((one) => PLAIN.test(one)).map(Number));
  if (THOUSANDS.test(text)) found.add(Number(text.replaceAll(",", "")));
  return [...found];
}
