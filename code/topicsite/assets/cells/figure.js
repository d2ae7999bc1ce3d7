/**
 * Figures that code in the page has drawn, and HTML that its values write: never taken as they come.
 *
 * What comes out of code may be somebody else's. It is parsed into a document of its own, where
 * nothing runs and nothing loads, and copied element by element: only what `allowed.js` lists is copied.
 */
import { make } from "../page/make.js";
import { _ } from "../page/words.js";
import allowed from "./allowed.js";
import { boxed } from "./table.js";

const SVG = "http://www.w3.org/2000/svg";
const LARGEST = 8_000_000; // characters
const MOST = 20_000; // elements

// The colours of `lesson/figures.mplstyle`, and the page's names for them, as in the build.
const COLOURS = new Map([
  ["#1c1b1a", "var(--ink, #1c1b1a)"],
  ["#5d5a55", "var(--muted, #5d5a55)"],
  ["#1a5fb4", "var(--forward, #1a5fb4)"],
  ["#b3450a", "var(--backward, #b3450a)"],
  ["#1b6e3c", "var(--agrees, #1b6e3c)"],
  ["#fdfcfa", "var(--ground, #fdfcfa)"],
]);

const list = (name) => new Set(allowed[name].split(" "));
const SHAPES = list("shapes");
const GEOMETRY = list("geometry");
const STYLE = list("style");
const PLAIN = /^[\w\s.,'"%#+-]*$/;
const OWN = /^url\(#([^)"']+)\)$/;
const PICTURE = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/;

const TEXT = list("elements");
const ATTRIBUTES = list("attributes");
const SCHEMES = list("schemes");

/**
 * A figure as part of the page, in the page's colours.
 *
 * @param {string} source - SVG, as matplotlib writes it.
 * @param {string} prefix - makes its ids unique on the page.
 * @param {string} label - the text alternative.
 * @throws {Error} when it is no SVG, or too large; the message is fit to show.
 */
export function figure(source, prefix, label) {
  if (source.length > LARGEST) throw new Error(_("The figure is too large to show: draw fewer points."));
  const parsed = /<!ENTITY/i.test(source) ? undefined : new DOMParser().parseFromString(source, "image/svg+xml");
  const root = parsed?.documentElement;
  if (root?.localName !== "svg" || root.namespaceURI !== SVG) throw new Error(_("The figure cannot be read as SVG."));
  if (parsed.getElementsByTagName("*").length > MOST) throw new Error(_("The figure has too many parts to show."));
  // A copy of a copy of a copy could be made to grow without end: only a path can be used again.
  const reusable = new Map([...parsed.querySelectorAll("path[id]")].map((path) => [path.id, path]));
  const made = shape(root, prefix, reusable);
  const width = Number.parseFloat(root.getAttribute("width")) || 374;
  made.removeAttribute("width");
  made.removeAttribute("height");
  made.style.maxWidth = `${(width / 72).toFixed(2)}in`;
  const more = { role: "img", "aria-label": label, "stroke-linejoin": "round", "stroke-linecap": "butt" };
  for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
  return made;
}

function shape(element, prefix, reusable) {
  const path = element.localName === "use" && reusable.get(reference(element));
  if (path) return repeated(element, path, prefix, reusable);
  const made = document.createElementNS(SVG, element.localName);
  for (const { localName, value } of element.attributes) {
    if (localName === "id") made.id = `${prefix}-${value}`;
    else if (localName === "href") picture(made, value);
    else if (localName === "style") for (const rule of value.split(";")) paint(made, rule, prefix);
    else if (STYLE.has(localName) && localName !== "clip-path") paint(made, `${localName}:${value}`, prefix);
    else if (GEOMETRY.has(localName)) {
      const own = OWN.exec(value);
      if (own) made.setAttribute(localName, `url(#${prefix}-${own[1]})`);
      else if (/^[\w\s.,()%+-]*$/.test(value)) made.setAttribute(localName, value);
    }
  }
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      if (["text", "tspan", "title", "desc"].includes(element.localName)) made.append(child.data);
    } else if (SHAPES.has(child.localName) && child.namespaceURI === SVG) {
      made.append(shape(child, prefix, reusable));
    }
  }
  return made;
}

/** What a `use` names, such as `m1` of `#m1`. */
function reference(element) {
  const href = element.getAttribute("href") ?? element.getAttributeNS("http://www.w3.org/1999/xlink", "href");
  return href?.startsWith("#") ? href.slice(1) : undefined;
}

/** A path in another place. Browsers take quadratic time for many a `use` of one path, and linear for many paths. */
function repeated(element, path, prefix, reusable) {
  const made = shape(path, prefix, reusable);
  made.removeAttribute("id");
  const own = shape(element.cloneNode(false), prefix, new Map());
  const [x, y] = ["x", "y"].map((name) => Number.parseFloat(own.getAttribute(name)) || 0);
  const moves = [own.getAttribute("transform"), x || y ? `translate(${x} ${y})` : "", made.getAttribute("transform")];
  for (const name of ["x", "y", "width", "height", "transform"]) own.removeAttribute(name);
  const transform = moves.filter(Boolean).join(" ");
  for (const { name, value } of own.attributes) if (!made.hasAttribute(name) || name === "id") made.setAttribute(name, value);
  // What the path says of itself outranks what it is used with.
  const style = `${own.style.cssText} ${made.style.cssText}`.trim();
  if (style) made.setAttribute("style", style);
  if (transform) made.setAttribute("transform", transform);
  return made;
}

function picture(made, value) {
  const data = value.replace(/\s/g, "");
  if (made.localName === "image" && PICTURE.test(data)) made.setAttribute("href", data);
}

function paint(made, rule, prefix) {
  const [name, ...rest] = rule.split(":");
  const value = rest.join(":").trim();
  const own = OWN.exec(value);
  if (!STYLE.has(name.trim()) || !(own || PLAIN.test(value))) return;
  made.style.setProperty(name.trim(), own ? `url(#${prefix}-${own[1]})` : (COLOURS.get(value.toLowerCase()) ?? value));
}

// What is left out by name; nobody misses the rest.
const UNSHOWN = {
  ...{ script: _("a script"), iframe: _("an embedded page"), object: _("an embedded file"), embed: _("an embedded file") },
  ...{ img: _("a picture"), svg: _("a picture"), canvas: _("a picture"), video: _("a video"), audio: _("a recording") },
  ...{ math: _("a formula in MathML"), button: _("a button"), applet: _("an embedded file") },
  ...{ form: _("a form"), input: _("a form"), select: _("a form"), textarea: _("a form") },
};
const DROPPED = list("dropped");

// Elements of the topic's own that the build put into outputs of this page, such as a graph that plays.
const OWN_ELEMENTS = new Set(
  [...document.querySelectorAll(".notebook .output-html *")].map((one) => one.localName).filter((name) => name.includes("-")),
);

/**
 * HTML that a value writes of itself, reduced to words, lists, tables, and what the page has already.
 *
 * @returns {{made: HTMLElement, left: string[]}} what is kept, and in words what is not.
 * @throws {Error} when it is too large; the message is fit to show.
 */
export function plainHtml(source) {
  if (source.length > LARGEST) throw new Error(_("It is too long."));
  const parsed = new DOMParser().parseFromString(source, "text/html");
  if (parsed.getElementsByTagName("*").length > MOST) throw new Error(_("It has too many elements."));
  const made = make("div");
  const left = new Set();
  copy(parsed.documentElement, made, left); // a script at the beginning is in the head
  for (const table of made.querySelectorAll("table")) {
    table.className = "data";
    boxed(table);
  }
  return { made, left: [...left] };
}

function copy(from, to, left) {
  for (const child of from.childNodes) {
    const name = child.localName;
    if (child.nodeType === Node.TEXT_NODE) {
      to.append(child.data);
    } else if (TEXT.has(name) || OWN_ELEMENTS.has(name)) {
      to.append(copied(child, left));
    } else if (isData(child) && OWN_ELEMENTS.has(to.localName)) {
      to.append(make("script", { type: "application/json", textContent: child.textContent }));
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      if (UNSHOWN[name]) left.add(UNSHOWN[name]);
      if (!DROPPED.has(name)) copy(child, to, left);
    }
  }
}

function copied(element, left) {
  const made = make(element.localName);
  for (const { name, value } of element.attributes) if (ATTRIBUTES.has(name)) made.setAttribute(name, value);
  if (made.localName === "a") lead(made, element.getAttribute("href"));
  if (/^t[dh]$/.test(made.localName) && element.style.textAlign === "right") made.className = "number";
  copy(element, made, left);
  return made;
}

/** Let a link lead to a page, and nowhere else. */
function lead(link, address) {
  if (address === null || !URL.canParse(address, document.baseURI)) return;
  if (!SCHEMES.has(new URL(address, document.baseURI).protocol.slice(0, -1))) return;
  link.setAttribute("href", address);
  link.rel = "noopener";
}

/** Whether an element holds data that no browser runs. */
function isData(element) {
  return element.localName === "script" && element.type === "application/json";
}
