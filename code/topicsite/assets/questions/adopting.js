/** Questions of another page of the site, to be shown on this one. */
import "./topicsite-question.js";

/**
 * The questions of a page by their names, and by those that they had before, as elements that stand nowhere yet.
 *
 * @param {string | URL} address - a page with questions, such as that with all of a topic
 * @returns {Promise<Map<string, HTMLElement>>} rejected if the page cannot be loaded
 */
export async function questionsOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = new Map();
  for (const question of page.querySelectorAll("topicsite-question")) {
    // From here they would lead elsewhere.
    for (const link of question.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), response.url).href;
    const element = document.adoptNode(question);
    for (const name of [question.dataset.question, ...(question.dataset.formerly ?? "").split(" ")]) {
      if (name && !found.has(name)) found.set(name, element);
    }
  }
  return found;
}
