/**
 * A reader's edits, kept in the browser: one entry a cell, with the digest of the original it changed.
 *
 * Nothing here throws: a browser may refuse to store anything, and then edits last as long as the page.
 */
const PREFIX = `topicsite-edit:${location.pathname}#`;

/** Keep an edit; gives false where the browser stores nothing. */
export function keepEdit(id, digest, source) {
  try {
    localStorage.setItem(PREFIX + id, JSON.stringify({ digest, source }));
    return true;
  } catch {
    return false;
  }
}

export function forgetEdit(id) {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    // Then nothing was kept either.
  }
}

/** Everything kept for this page, as `{id, digest, source}`. */
export function keptEdits() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => read(key, localStorage.getItem(key))).filter(Boolean);
  } catch {
    return [];
  }
}

/** Be told of edits in other tabs: `change(id, edit)`, where a revert has no edit. */
export function watchEdits(change) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key?.startsWith(PREFIX)) change(key.slice(PREFIX.length), read(key, newValue));
  });
}

function read(key, text) {
  try {
    const { digest, source } = JSON.parse(text);
    return typeof source === "string" ? { id: key.slice(PREFIX.length), digest, source } : undefined;
  } catch {
    return undefined;
  }
}
