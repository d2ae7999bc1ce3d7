/** What scripts make again and again, those of a site's own elements too. */

/** An element with properties, such as its `className` and `textContent`. */
export function make(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}

/** A button that sends no form. */
export function button(textContent, className, act) {
  const made = make("button", { type: "button", className, textContent });
  made.addEventListener("click", act);
  return made;
}

/** A part of a drawing. */
export function draw(name, attributes = {}, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** Give the reader a text as a file. */
export function save(name, text, type) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
