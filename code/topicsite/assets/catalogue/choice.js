/**
 * What is chosen on the page of the catalogue, and what that leaves.
 *
 * A choice has for each facet the numbers of the values that were ticked: of one facet any will do,
 * and all facets count together. It is written into the address, so that it can be sent and kept.
 */
export const ORDERS = ["site", "time", "newest", "oldest", "title"];

const numbersOf = (of) => (typeof of === "number" ? [of] : of);

/** A choice out of the search part of an address; what no facet has is left out. */
export function choiceIn(search, facets) {
  const said = new URLSearchParams(search);
  const values = new Map();
  for (const { id, values: known, single } of facets) {
    const ids = known.map(([value]) => value);
    const numbers = [...new Set(said.getAll(id).map((value) => ids.indexOf(value)))].filter((number) => number >= 0);
    if (numbers.length) values.set(id, new Set(single ? numbers.slice(0, 1) : numbers.sort((a, b) => a - b)));
  }
  const order = said.get("order");
  return { values, order: ORDERS.includes(order) ? order : ORDERS[0], full: said.has("full") };
}

/** The search part of an address that says a choice. */
export function addressOf({ values, order, full }, facets) {
  const said = new URLSearchParams();
  for (const facet of facets) {
    for (const number of [...(values.get(facet.id) ?? [])].sort((a, b) => a - b)) said.append(facet.id, facet.values[number][0]);
  }
  if (order !== ORDERS[0]) said.set("order", order);
  if (full) said.set("full", "");
  const text = said.toString().replace(/full=(?=&|$)/, "full");
  return text ? `?${text}` : "";
}

/**
 * The numbers of all things that a choice leaves, and for each value of each facet how many things
 * there would be if it alone were ticked in its facet and the other facets stayed.
 */
export function taken(facets, count, { values }) {
  const counts = facets.map((facet) => new Array(facet.values.length).fill(0));
  const chosen = facets.map((facet) => values.get(facet.id));
  const found = [];
  for (let thing = 0; thing < count; thing += 1) {
    let missed = -1; // the one facet that does not let it through, or more than one
    for (let at = 0; at < facets.length && missed !== facets.length; at += 1) {
      if (chosen[at] && !numbersOf(facets[at].of[thing]).some((number) => chosen[at].has(number))) missed = missed < 0 ? at : facets.length;
    }
    if (missed === facets.length) continue;
    if (missed < 0) found.push(thing);
    for (let at = 0; at < facets.length; at += 1) {
      if (missed < 0 || missed === at) for (const number of numbersOf(facets[at].of[thing])) counts[at][number] += 1;
    }
  }
  return { found, counts };
}

/** The same things in an order; what has no time or no year comes last. `titles`: all things by title. */
export function ordered(found, order, { seconds, years }, titles = []) {
  const last = (value) => value || Infinity;
  const by = {
    time: (a, b) => last(seconds[a]) - last(seconds[b]),
    oldest: (a, b) => last(years[a]) - last(years[b]),
    newest: (a, b) => years[b] - years[a],
  }[order];
  if (by) return [...found].sort((a, b) => by(a, b) || a - b); // stable where both are unknown, too
  if (order !== "title") return found;
  const kept = new Set(found);
  return titles.filter((thing) => kept.has(thing));
}
