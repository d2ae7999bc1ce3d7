/** Python's colours for code that the build has not seen, in the same few classes as the build's. */
const KEYWORDS =
  "False None True and as assert async await break class continue def del elif else except finally for " +
  "from global if import in is lambda nonlocal not or pass raise return try while with yield";

export const TOKENS = new RegExp(
  [
    "(?<c>#.*)",
    "(?<sd>^[ \\t]*(?:\"\"\"[\\s\\S]*?(?:\"\"\"|$(?![\\s\\S]))|'''[\\s\\S]*?(?:'''|$(?![\\s\\S]))))",
    "(?<s>\\b[bfru]{1,2}(?=[\"'])|\"\"\"[\\s\\S]*?\"\"\"|'''[\\s\\S]*?'''|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?)",
    "(?<nf>(?<=\\b(?:def|class)[ \\t]+)\\w+)",
    `(?<k>\\b(?:${KEYWORDS.split(" ").join("|")})\\b)`,
  ].join("|"),
  "gm",
);

/** The highlighted code, as nodes. */
export function highlighted(source) {
  const nodes = document.createDocumentFragment();
  let end = 0;
  for (const match of source.matchAll(TOKENS)) {
    const [name] = Object.entries(match.groups).find(([, text]) => text !== undefined);
    const span = document.createElement("span");
    span.className = name;
    span.textContent = match[0];
    nodes.append(source.slice(end, match.index), span);
    end = match.index + match[0].length;
  }
  nodes.append(source.slice(end));
  return nodes;
}
