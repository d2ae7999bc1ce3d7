/** The page's own Python, for elements that compute with the library: how large, how far, and call. */

/**
 * Let an element say what Python does for it, and, once somebody is about to ask, how large it is.
 *
 * @param element has `say`, and `asked` after the first question.
 * @param place is where the focus comes before somebody asks.
 */
export function announce(element, place, deed) {
  const say = (when) => element.say(`Python ${deed}, here in your browser; it is loaded ${when}.`);
  say("when you first ask for it");
  const measure = async () => {
    const size = await sizeOfPython();
    if (size && !element.asked) say(`first, ${size}, once`);
  };
  place.addEventListener("focusin", measure, { once: true });
}

/**
 * Call `main(value)` of a module with this source.
 *
 * @param told is called with words about the loading, and with nothing once that is over.
 * @returns what `main` returned; rejects with an Error whose message is fit to show.
 */
export async function call(source, value, told) {
  const { python } = await import("./topicsite/python/session.js");
  const session = python();
  const tell = ({ detail: { step, amount } }) => told(`${step}: ${amount}`);
  session.addEventListener("progress", tell);
  try {
    await session.start();
  } finally {
    session.removeEventListener("progress", tell);
    told("");
  }
  return session.call(source, value);
}

/** What there is to load before the first answer, as the list of files says; empty if nobody knows. */
async function sizeOfPython() {
  const meta = document.querySelector('meta[name="topicsite-python"]');
  try {
    const answer = await fetch(new URL(meta.content, document.baseURI));
    const { files, start } = await answer.json();
    const bytes = start.reduce((sum, name) => sum + files[name].size, 0);
    return `${Math.round(bytes / 1e6)} MB`;
  } catch {
    return "";
  }
}
