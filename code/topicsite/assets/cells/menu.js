/** What else can be done with a cell and its page: one small menu, loaded when it is first opened. */
import { button, make, save } from "../page/make.js";
import { _ } from "../page/words.js";

const menu = make("div", { className: "cell-menu", popover: "auto" });

export function openMenu(notebook, cell, opener) {
  const act = (action) => async () => {
    menu.hidePopover();
    try {
      await action();
    } catch (error) {
      cell.tell(error.message);
    }
  };
  // An exercise stands by itself: an answer that is half done stops nobody.
  const all = notebook.cells.filter((one) => !one.exercise);
  const above = all.filter((one) => one.number < cell.number);
  const actions = [
    [_("Run all above"), () => notebook.run(above), above.length],
    [_("Run all"), () => notebook.run(all), true],
    [_("Run all from other starts"), () => notebook.runFrom(otherStarts(notebook.starts), all), draws(all)],
    [_("Run all from the page's starts"), () => notebook.runFrom(0, all), notebook.starts],
    [_("Stop"), () => notebook.stop(), notebook.running],
    [_("Forget all names"), () => notebook.reset(), notebook.cells.some((one) => one.ran)],
    [_("Back to the original"), () => cell.revert(), cell.edited],
    [_("Copy the code"), () => copy(cell, cell.source, _("The code is copied.")), true],
    [_("Copy a link to your edits"), () => copyLink(notebook, cell), notebook.cells.some((one) => one.edited)],
    [_("Download the page as .py"), () => download(notebook, "py"), true],
    [_("Download the page as .ipynb"), () => download(notebook, "ipynb"), true],
  ];
  menu.replaceChildren(
    ...actions.filter(([, , offered]) => offered).map(([name, action]) => button(name, "cell-choice", act(action))),
  );
  opener.after(menu);
  menu.showPopover();
  place(opener.getBoundingClientRect());
  menu.querySelector("button").focus();
}

/** Whether a page draws random numbers that can be moved; see `topicsite.lesson.seed`. */
const draws = (cells) => cells.some(({ source }) => /\bseeds?\(/.test(source));

/** Another base for all draws than the last one. */
function otherStarts(last) {
  const base = 1 + Math.floor(Math.random() * 999);
  return base === last ? base + 1 : base;
}

menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const choices = [...menu.querySelectorAll("button")];
  choices.at((choices.indexOf(document.activeElement) + step) % choices.length).focus();
});

/** Below the button that opened it, or above where there is no room. */
function place({ left, right, top, bottom }) {
  const { width, height } = menu.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(menu).direction === "rtl";
  const from = isRightToLeft ? Math.min(left, innerWidth - width - 8) : right - width;
  const below = bottom + height < innerHeight;
  menu.style.left = `${scrollX + Math.max(8, from)}px`;
  menu.style.top = `${scrollY + (below ? bottom : Math.max(8, top - height))}px`;
}

async function copy(cell, text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error(_("This browser does not let the page copy. Select the text and copy it yourself."));
  }
  cell.say(done);
}

async function copyLink(notebook, cell) {
  const { linkTo } = await import("./share.js");
  const edits = Object.fromEntries(notebook.cells.filter((one) => one.edited).map((one) => [one.id, one.source]));
  await copy(cell, await linkTo(edits), _("The link is copied. Whoever opens it sees your edits; nothing runs by itself."));
}

async function download(notebook, kind) {
  const { asFile } = await import("./download.js");
  const { name, text, type } = await asFile(notebook.cells, kind);
  save(name, text, type);
}
