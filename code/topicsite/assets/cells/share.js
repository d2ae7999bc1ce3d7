import { _, ngettext } from "../page/words.js";

/**
 * Links that carry edits in their fragment, which no server sees.
 *
 * A link may come from anybody. What it carries is shown as somebody's edit, and waits for the
 * reader to run it.
 */
const LONGEST = 200_000; // characters of code that a link may carry

/** The address of this page with edits, `{id: source}`, in it. */
export async function linkTo(edits) {
  const text = JSON.stringify(edits);
  if (text.length > LONGEST) throw new Error(_("These edits are too long for a link. Download the page instead."));
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const code = btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `${location.href.split("#")[0]}#code=${code}`;
}

/** Show what a link brings, without running it and without keeping it. */
export async function receive(notebook, code) {
  const edits = await unpack(code).catch(() => undefined);
  const cells = edits ? notebook.cells.filter((cell) => typeof edits[cell.id] === "string") : [];
  if (!cells.length) {
    const words = _("This link was meant to bring somebody's edits, but they cannot be read. You see the original.");
    notebook.tell(words, [[_("Close"), () => leave(notebook)]]);
    return;
  }
  const own = new Map(cells.map((cell) => [cell, cell.source]));
  for (const cell of cells) {
    cell.shared = true;
    await cell.show(edits[cell.id]);
    cell.rest();
  }
  const words = ngettext(
    "Somebody's edits came with the link you opened: see cell %(cells)s. Read them before you run them.",
    "Somebody's edits came with the link you opened: see cells %(cells)s. Read them before you run them.",
    cells.length,
    { cells: cells.map((cell) => cell.number).join(", ") },
  );
  notebook.tell(words, [
    [_("Keep them as mine"), () => settle(notebook, cells, (cell) => cell.keep())],
    [_("Discard them"), () => settle(notebook, cells, (cell) => restore(cell, own.get(cell)))],
  ]);
  cells[0].element.scrollIntoView({ block: "center" });
}

async function restore(cell, source) {
  if (!cell.shared) return; // the reader has made it their own by editing it
  cell.shared = false;
  await cell.show(source);
  cell.rest();
}

async function settle(notebook, cells, action) {
  for (const cell of cells) await action(cell);
  leave(notebook);
}

function leave(notebook) {
  notebook.tell();
  history.replaceState(history.state, "", location.href.split("#")[0]);
}

async function unpack(code) {
  if (code.length > LONGEST) throw new Error("too long");
  const letters = atob(code.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += decoder.decode(piece.value, { stream: true });
    // A few bytes can unpack to gigabytes.
    if (text.length > 2 * LONGEST) throw new Error("too long");
  }
  const edits = JSON.parse(text + decoder.decode());
  return Object.getPrototypeOf(edits) === Object.prototype ? edits : undefined;
}
