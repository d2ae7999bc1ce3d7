import { _ } from "../page/words.js";

/** A page as a program or a notebook, with the reader's edits in it, and exercises as they stand. */

/** The page as `{name, text, type}`; `kind` is `py` or `ipynb`. */
export async function asFile(cells, kind) {
  const link = document.querySelector('a[download][href$=".py"]');
  const response = await fetch(link.href).catch(() => undefined);
  if (!response?.ok) throw new Error(_("The example's file cannot be loaded. Are you connected?"));
  const [header, ...blocks] = split(await response.text());
  let number = 0;
  for (const block of blocks) {
    if (block.markdown) continue;
    const cell = cells[number++];
    if (cell?.edited || cell?.exercise) block.lines = [...block.lines.filter(isAlternative()), ...cell.source.split("\n"), ""];
  }
  const name = link.pathname.split("/").pop().replace(/py$/, kind);
  if (kind === "py") {
    const text = [header, ...blocks].flatMap(({ head, lines }) => [...head, ...lines]).join("\n");
    return { name, text, type: "text/x-python" };
  }
  return { name, text: `${JSON.stringify(notebook(blocks), null, 1)}\n`, type: "application/x-ipynb+json" };
}

/** The file's blocks, each a line that starts with `# %%` and what follows; first what stands before. */
function split(text) {
  const blocks = [{ head: [], lines: [] }];
  for (const line of text.split("\n")) {
    if (line.startsWith("# %%")) blocks.push({ head: [line], lines: [], markdown: line.includes("[markdown]") });
    else blocks.at(-1).lines.push(line);
  }
  return blocks;
}

/** Whether a line belongs to a comment that describes a figure: from `# alt:` to the next line of code. */
function isAlternative() {
  let inside = false;
  return (line) => (inside = line.startsWith("# alt:") || (inside && line.startsWith("#")));
}

function notebook(blocks) {
  const cells = blocks.map(({ lines, markdown }) => {
    const text = (markdown ? lines.map((line) => line.replace(/^# ?/, "")) : lines).join("\n").trim();
    const source = text.split(/(?<=\n)/);
    return markdown
      ? { cell_type: "markdown", metadata: {}, source }
      : { cell_type: "code", metadata: {}, execution_count: null, outputs: [], source };
  });
  const kernelspec = { display_name: "Python 3", language: "python", name: "python3" };
  return { cells, metadata: { kernelspec, language_info: { name: "python" } }, nbformat: 4, nbformat_minor: 4 };
}
