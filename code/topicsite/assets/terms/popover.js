/** The definition of a term, beside it until the reader has finished with it: loaded when first asked for. */
import { make } from "../page/make.js";
import { _ } from "../page/words.js";

const LEFT = 300; // milliseconds to get from the term to its definition
const GAP = 4;
const EDGE = 8;

const files = new Map();
let shown;
let dismissed;

/** The address of a term in the glossary. */
const addressOf = (term) => new URL(term.dataset.term ?? term.href, document.baseURI);

/** The definitions that go with the page of a glossary, read once. */
function definitionsOf(page) {
  const words = document.getElementById("ts-terms").dataset.terms.split(" ");
  const at = words.findIndex((word, index) => index % 2 === 0 && new URL(word, document.baseURI).href === page);
  if (at < 0) return undefined;
  const file = words[at + 1];
  if (!files.has(file)) {
    const read = fetch(file).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    });
    read.catch(() => files.delete(file)); // the next hover asks again
    files.set(file, read);
  }
  return files.get(file);
}

async function definitionOf(term) {
  const address = addressOf(term);
  const { hash } = address;
  address.hash = "";
  try {
    const html = (await definitionsOf(address.href))?.[decodeURIComponent(hash.slice(1))];
    // What the build has made and cleaned; a document of its own runs nothing.
    return html && new DOMParser().parseFromString(html, "text/html").body;
  } catch {
    return undefined;
  }
}

/** Show the definition of a term, and say whether there is one; `isWanted` says whether the reader is still there
    when it has come. */
export async function open(term, isWanted) {
  if ([shown?.term, dismissed].includes(term)) return true;
  const definition = await definitionOf(term);
  if (!definition || !isWanted() || shown?.term === term) return Boolean(definition);
  close();
  const box = make("span", { className: "ts-definition", id: "ts-definition", popover: "manual" });
  const means = make("span", { id: "ts-definition-means" });
  means.append(...document.importNode(definition, true).childNodes);
  const more = make("a", { href: addressOf(term).href, textContent: _("In the glossary") });
  box.append(means, more);
  term.after(box);
  term.setAttribute("aria-describedby", means.id);
  box.showPopover?.();
  place(box, term);
  shown = { term, box, ending: new AbortController() };
  listen(shown);
  return true;
}

function listen({ term, box, ending: { signal } }) {
  let timer;
  const isInside = (node) => node instanceof Node && (term.contains(node) || box.contains(node));
  const stay = () => clearTimeout(timer);
  const leave = () => {
    stay();
    timer = setTimeout(() => !isInside(document.activeElement) && close(), LEFT);
  };
  for (const part of [term, box]) {
    part.addEventListener("pointerenter", stay, { signal });
    part.addEventListener("pointerleave", ({ pointerType }) => pointerType !== "touch" && leave(), { signal });
    part.addEventListener("focusout", ({ relatedTarget }) => {
      if (!isInside(relatedTarget) && ![term, box].some((one) => one.matches(":hover"))) close();
    }, { signal });
  }
  document.addEventListener("pointerdown", ({ target }) => !isInside(target) && close(), { signal });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    const isInBox = box.contains(document.activeElement);
    close();
    if (isInBox || term.matches(":hover, :focus")) dismiss(term);
    if (isInBox) term.focus();
  }, { signal, capture: true });
  addEventListener("resize", () => place(box, term), { signal });
  signal.addEventListener("abort", stay);
}

/** What was dismissed stays away until the reader has left the term. */
function dismiss(term) {
  dismissed = term;
  for (const type of ["focusout", "pointerleave"]) term.addEventListener(type, () => (dismissed = undefined), { once: true });
}

function close() {
  if (!shown) return;
  const { term, box, ending } = shown;
  shown = undefined;
  ending.abort();
  term.removeAttribute("aria-describedby");
  box.remove();
}

/** Below the term, or above it where there is no room; within the window, and scrolling with the page. */
function place(box, term) {
  const word = term.getClientRects()[0] ?? term.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const last = document.documentElement.clientWidth - width - EDGE;
  const fits = word.bottom + GAP + height <= innerHeight || word.top < height + GAP;
  const top = fits ? word.bottom + GAP : word.top - height - GAP;
  box.style.left = `${Math.max(EDGE, Math.min(word.left, last)) + scrollX}px`;
  box.style.top = `${top + scrollY}px`;
}
