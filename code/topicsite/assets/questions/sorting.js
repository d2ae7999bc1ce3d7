/** Lines that can be put in order: by buttons, which keys reach too, and by dragging with a mouse or a finger. */
import { button, make } from "../page/make.js";
import { _ } from "../page/words.js";

export function sortable(list) {
  const told = make("span", { className: "ts-sr" });
  told.setAttribute("role", "status");
  list.after(told);
  const place = (line) => [...list.children].indexOf(line);

  function moved(line) {
    for (const one of list.children) {
      const at = place(one);
      one.querySelector(".ts-up").setAttribute("aria-disabled", at === 0);
      one.querySelector(".ts-down").setAttribute("aria-disabled", at === list.children.length - 1);
    }
    if (!line) return;
    told.textContent = _("Line %(number)s of %(all)s", { number: place(line) + 1, all: list.children.length });
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function move(line, by) {
    if (pass(line, by)) moved(line);
  }

  for (const line of [...list.children]) {
    const text = line.textContent.trim();
    const grip = make("span", { className: "ts-grip", textContent: "⠿" });
    grip.setAttribute("aria-hidden", "true");
    const buttons = [
      ["ts-up", "↑", _("Move up: %(line)s", { line: text }), -1],
      ["ts-down", "↓", _("Move down: %(line)s", { line: text }), 1],
    ].map(([name, sign, label, by]) => {
      const made = button(sign, `ts-move ${name}`, () => move(line, by));
      made.setAttribute("aria-label", label);
      return made;
    });
    line.prepend(grip);
    line.append(...buttons);
    grip.addEventListener("pointerdown", (event) => drag(event, line));
  }
  moved();

  function drag(event, line) {
    event.preventDefault();
    const grip = event.currentTarget;
    const over = new AbortController();
    grip.setPointerCapture(event.pointerId);
    line.classList.add("ts-dragged");
    const end = () => {
      over.abort();
      line.classList.remove("ts-dragged");
      moved(line);
    };
    grip.addEventListener("pointermove", ({ clientY }) => follow(line, clientY), { signal: over.signal });
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) grip.addEventListener(name, end, { signal: over.signal });
  }

  /** Let a line change places with the one whose middle the pointer has passed. */
  function follow(line, y) {
    const { previousElementSibling: above, nextElementSibling: below } = line;
    const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
    if (above && y < middle(above)) pass(line, -1);
    else if (below && y > middle(below)) pass(line, 1);
  }
}

/** Let a line and its neighbour change places. The neighbour is what moves: the line keeps the focus and the pointer. */
function pass(line, by) {
  const { previousElementSibling: above, nextElementSibling: below } = line;
  if (by < 0 && above) line.after(above);
  else if (by > 0 && below) line.before(below);
  else return false;
  return true;
}
