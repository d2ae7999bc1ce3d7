/**
 * What is badly set on the page as it stands in the window: a sentence for each fault.
 *
 * A text is measured by the boxes of its lines, not by its element, which may be wider or narrower.
 */
() => {
  const APART = 4; // pixels between texts that stand side by side in boxes of their own
  const NOT_READ = [
    ".katex, math", // stack the parts of a formula by design; fonts and sizes are their own
    "svg", // a figure places its own labels
    ".md-skip", // shown when it has the focus
    ".md-search__inner", // opens over the page
    ".ts-search-open span", // read aloud where there is room for the icon alone
    ".md-sidebar--primary", // a drawer on narrow screens, and the theme's own list on wide ones
    "[data-md-component=announce]",
    "script, style, template, noscript, option, textarea",
  ].join();
  const THINGS = "img, svg, button, input, select, textarea, video, iframe, canvas";

  const faults = new Set();
  const styles = new Map();
  const style = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const isFolded = (element) => {
    const fold = element.closest("details:not([open])");
    return fold && !element.closest("summary");
  };
  const isSeen = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
    !isFolded(element);
  const box = ({ left, top, right, bottom }) => ({ left, top, right, bottom });
  const isEmpty = ({ left, top, right, bottom }) => right - left < 1 || bottom - top < 1;
  const common = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });

  /** The box in which a line stands: the nearest ancestor that is not part of a line itself. */
  function container(element) {
    while (element !== document.body && /^(inline|contents|ruby)/.test(style(element).display)) {
      if (style(element).display.startsWith("inline-")) break;
      element = element.parentElement;
    }
    return element;
  }

  /** What ancestors leave of a line; complains where they cut without a way to scroll there. */
  function shown(line, element, text) {
    let left = line;
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      const { overflowX, overflowY, position, textOverflow } = style(at);
      if (at !== document.body && (overflowX !== "visible" || overflowY !== "visible")) {
        const room = box(at.getBoundingClientRect());
        // A pixel, however it is clipped: for screen readers only.
        if (room.right - room.left < 2 && room.bottom - room.top < 2) return undefined;
        const after = common(left, room);
        // An ellipsis says itself that something is left out.
        const cuts = /hidden|clip/;
        if (cuts.test(overflowX) && textOverflow !== "ellipsis" && after.right - after.left < left.right - left.left - 2) {
          faults.add(`cut off at the side: ${text}`);
        }
        const slack = 0.35 * (line.bottom - line.top);
        if (cuts.test(overflowY) && after.bottom - after.top < left.bottom - left.top - slack) {
          faults.add(`cut off above or below: ${text}`);
        }
        left = after;
        if (isEmpty(left)) return undefined;
      }
      if (position === "fixed") break;
    }
    return left;
  }

  function short(text) {
    const words = text.trim().replace(/\s+/g, " ");
    return words.length > 40 ? `${words.slice(0, 40)} …` : words;
  }

  /** All lines of text that can be seen, and pictures and controls, as {left, top, right, bottom, ...}. */
  function pieces() {
    const found = [];
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || element.closest(NOT_READ) || !isSeen(element)) continue;
      const within = container(element);
      const text = short(node.data);
      // Without the spaces around it, which have no ink.
      range.setStart(node, node.data.search(/\S/));
      range.setEnd(node, node.data.trimEnd().length);
      for (const rectangle of range.getClientRects()) {
        const line = box(rectangle);
        if (isEmpty(line)) continue;
        const left = shown(line, element, text);
        if (!left || isEmpty(left)) continue;
        const room = within.getBoundingClientRect();
        const { overflowX, overflowY } = style(within);
        if (overflowX === "visible" && (line.right > room.right + 1 || line.left < room.left - 1)) {
          faults.add(`leaves its box at the side: ${text}`);
        }
        if (overflowY === "visible" && line.bottom > room.bottom + 0.35 * (line.bottom - line.top)) {
          faults.add(`leaves its box below: ${text}`);
        }
        if (left.right > innerWidth + 1 || left.left < -1) faults.add(`leaves the page: ${text}`);
        found.push({ ...left, node, element, within, text, isText: true });
      }
    }
    for (const element of document.body.querySelectorAll(THINGS)) {
      if (element.parentElement.closest(`${NOT_READ}, ${THINGS}`) || !isSeen(element)) continue;
      if (element.matches(".md-toggle")) continue;
      const name = short(element.getAttribute("aria-label") ?? element.textContent ?? "");
      const text = `<${element.localName}> ${name}`;
      const whole = box(element.getBoundingClientRect());
      const left = isEmpty(whole) ? undefined : shown(whole, element.parentElement, text);
      if (!left || isEmpty(left)) continue;
      if (left.right > innerWidth + 1 || left.left < -1) faults.add(`leaves the page: ${text}`);
      found.push({ ...left, element, within: element, text, isText: false });
    }
    return found;
  }

  /** Complain of two pieces that stand on each other, or too close side by side. */
  function compare(one, other) {
    if (one.element.contains(other.element) && !one.isText) return;
    if (other.element.contains(one.element) && !other.isText) return;
    // Text that ends in an ellipsis has a box for what is left and one for what is not.
    if (one.node === other.node && one.isText && Math.abs(one.top - other.top) < 1) return;
    const both = common(one, other);
    const height = Math.min(one.bottom - one.top, other.bottom - other.top);
    const together = both.bottom - both.top;
    const wide = both.right - both.left;
    const needed = one.isText && other.isText ? 0.3 * height : 2;
    if (together <= needed) return;
    if (wide > 2) faults.add(`stands on another: ${one.text} | ${other.text}`);
    else if (
      one.isText && other.isText && wide > -APART &&
      one.within !== other.within && !one.within.contains(other.within) && !other.within.contains(one.within)
    ) {
      faults.add(`stands too close to another: ${one.text} | ${other.text}`);
    }
  }

  const lines = pieces().sort((one, other) => one.top - other.top);
  let open = [];
  for (const line of lines) {
    open = open.filter((earlier) => earlier.bottom > line.top);
    for (const earlier of open) compare(earlier, line);
    open.push(line);
  }
  return [...faults];
}
