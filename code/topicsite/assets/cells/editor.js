/** An editor in the place of shown code, of the same size and in the same colours. */
import {
  acceptCompletion,
  autocompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
  defaultKeymap,
  drawSelection,
  EditorState,
  EditorView,
  globalCompletion,
  HighlightStyle,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  indentOnInput,
  indentUnit,
  keymap,
  LanguageSupport,
  localCompletionSource,
  pythonLanguage,
  styleTags,
  syntaxHighlighting,
  tags,
} from "../codemirror/codemirror.js";
import { _ } from "../page/words.js";
import { cleaned } from "./pasted.js";

// The classes that the build marks code with; what has none stays plain.
const COLOURS = HighlightStyle.define([
  { tag: tags.comment, class: "c" },
  { tag: tags.docString, class: "sd" },
  { tag: [tags.string, tags.special(tags.string)], class: "s" },
  { tag: [tags.keyword, tags.bool, tags.null, tags.operatorKeyword], class: "k" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "nf" },
]);

// A string that stands by itself is a docstring, or close enough.
const PYTHON = pythonLanguage.configure({ props: [styleTags({ "ExpressionStatement/String": tags.docString })] });

/**
 * Put an editor in the place of code.
 *
 * Escape leaves it, so that Tab may indent without holding the keyboard captive.
 *
 * @param {HTMLElement} code - the `<code>` in its `<pre>`.
 * @param {object} options
 * @param {string} options.source - the text to begin with.
 * @param {string} options.label - the editor's name for those who do not see it.
 * @param {(source: string) => void} options.onchange - called after each change by the reader.
 * @param {() => void} options.onrun - called for Shift+Enter and Ctrl+Enter.
 * @param {() => void} options.onleave - called when the reader leaves with Escape.
 * @param {() => Promise<string[]>} options.names - names to complete besides those in the code.
 * @param {{x: number, y: number}} [options.at] - where the reader has pressed.
 */
export function openEditor(code, { source, label, onchange, onrun, onleave, names, at }) {
  const pre = code.closest("pre");
  const command = (action) => () => (action(), true);
  const keys = [
    { key: "Shift-Enter", run: command(onrun) },
    { key: "Mod-Enter", run: command(onrun) },
    { key: "Tab", run: (view) => acceptCompletion(view) || indentMore(view), shift: indentLess },
    { key: "Escape", run: (view) => completionStatus(view.state) === null && command(onleave)() },
  ];
  const view = new EditorView({
    doc: source,
    extensions: [
      keymap.of(keys),
      keymap.of([...completionKeymap, ...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
      new LanguageSupport(PYTHON, [
        PYTHON.data.of({ autocomplete: localCompletionSource }),
        PYTHON.data.of({ autocomplete: globalCompletion }),
        PYTHON.data.of({ autocomplete: namesOf(names) }),
      ]),
      syntaxHighlighting(COLOURS),
      history(),
      drawSelection(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ icons: false }),
      EditorView.editorAttributes.of({ class: "cell-editor" }),
      EditorView.contentAttributes.of({ "aria-label": _("%(label)s. Escape leaves the editor.", { label }) }),
      EditorView.clipboardInputFilter.of(cleaned),
      EditorView.inputHandler.of(inserted),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((one) => one.isUserEvent("topicsite"))) {
          onchange(update.state.doc.toString());
        }
      }),
    ],
  });
  pre.replaceWith(view.dom);
  const position = at && view.posAtCoords(at, false);
  view.focus();
  view.dispatch({ selection: { anchor: position ?? view.state.doc.length } });
  return {
    get source() {
      return view.state.doc.toString();
    },
    /** Show another text, which is no change of the reader's; it can be undone all the same. */
    show(source) {
      const changes = { from: 0, to: view.state.doc.length, insert: source };
      view.dispatch({ changes, userEvent: "topicsite" });
    },
    focus: () => view.focus(),
  };
}

/** Clean what comes without a paste: from a telephone's keyboard, or a space that Option made unbreakable. */
function inserted(view, from, to, text) {
  const code = text.length > 1 || text === "\u00a0" ? cleaned(text) : text;
  if (code === text) return false;
  const selection = { anchor: from + code.length };
  view.dispatch({ changes: { from, to, insert: code }, selection, userEvent: "input.paste", scrollIntoView: true });
  return true;
}

function namesOf(names) {
  return async (context) => {
    const word = context.matchBefore(/(?<![.\w])[A-Za-z_]\w*/);
    if (!word && !context.explicit) return null;
    const options = (await names()).map((label) => ({ label, type: "variable" }));
    return { from: word?.from ?? context.pos, options, validFor: /^\w*$/ };
  };
}
