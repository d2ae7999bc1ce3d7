/** The page's own Python, for elements that compute with the library: how large, how far, and call. */

const MEGABYTE = 1e6;

/**
 * What there is to load before the first answer, in megabytes; nothing where it cannot be known.
 *
 * Only the list of files is read.
 */
export async function sizeOfPython() {
  const meta = document.querySelector('meta[name="topicsite-python"]');
  try {
    const answer = await fetch(new URL(meta.content, document.baseURI));
    const { files, start } = await answer.json();
    const bytes = start.reduce((sum, name) => sum + files[name].size, 0);
    return `${Math.round(bytes / MEGABYTE)} MB`;
  } catch {
    return "";
  }
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
  const tell = ({ detail: { loaded, total, step } }) => {
    const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);
    told(`${step}: ${megabytes(loaded)} of ${megabytes(total)} MB`);
  };
  session.addEventListener("progress", tell);
  try {
    await session.start();
  } finally {
    session.removeEventListener("progress", tell);
    told("");
  }
  return session.call(source, value);
}
