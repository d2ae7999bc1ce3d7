/** Terms say what they mean on hover, focus and tap; what shows it loads with the first of these. This script itself
    loads at the reader's first move. */
const TERM = ".ts-term, a[data-term]";
const PAUSE = 150; // milliseconds in which a pointer that only passes by is gone

const popover = () => import("./popover.js");

/** Show a term's definition if it is still wanted by then; says whether it has one. The link works without. */
async function show(term, isWanted) {
  const { open } = await popover();
  return open(term, isWanted);
}

const termOf = ({ target }) => target.closest?.(TERM);

function hovered(term) {
  setTimeout(() => term.matches(":hover") && show(term, () => term.matches(":hover")), PAUSE);
}

function focused(term) {
  if (term?.matches(":focus-visible")) show(term, () => document.activeElement === term);
}

document.addEventListener("pointerover", (event) => {
  const term = termOf(event);
  if (term && event.pointerType !== "touch") hovered(term);
});
document.addEventListener("focusin", (event) => focused(termOf(event)));

/** A finger that taps a term in prose means the definition, if there is one; `nearby.js` lets a second tap follow the link. */
export async function tap(term) {
  if (!(await show(term, () => true))) location.assign(term.href);
}

// The move that brought this script may have been to a term.
const under = matchMedia("(hover: hover)").matches && document.querySelector(`:is(${TERM}):hover`);
if (under) hovered(under);
focused(document.activeElement?.closest(TERM));
