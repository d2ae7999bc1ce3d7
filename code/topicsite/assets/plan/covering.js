/**
 * The cheapest set of items that teaches all that is wanted.
 *
 * An item costs its time, and what it needs first costs as well. This is set covering, which no known
 * method does fast in general: a search with bounds goes through all sets that could be cheaper, as
 * long as that is not too much work, and says whether it came to its end. It begins with what a
 * greedy choice finds.
 *
 * `items`: `{ seconds, teaches, needs, after }`, numbers of concepts and of items; `needs` must come
 * before, `after` should if both are there. Of an unknown time (0), `ASSUMED` is taken.
 */
export const ASSUMED = 1800; // seconds

/** What there is for somebody who knows some concepts and has done some items (both sets). */
export class Ground {
  constructor({ items }, { known, done }) {
    this.items = items;
    this.done = done;
    this.cost = items.map(({ seconds }) => seconds || ASSUMED);
    this.known = new Set([...known, ...[...done].flatMap((item) => items[item].teaches)]);
    // Whoever knows all that an item teaches need not take it before another.
    this.free = items.map(({ teaches }, item) => done.has(item) || (teaches.length > 0 && teaches.every((one) => this.known.has(one))));
    this.teachers = new Map();
    items.forEach(({ teaches }, item) => {
      if (done.has(item)) return;
      for (const concept of teaches) {
        if (!this.teachers.has(concept)) this.teachers.set(concept, []);
        this.teachers.get(concept).push(item);
      }
    });
    this.closures = [];
  }

  /** Of some concepts those that are not known, apart from those that nothing teaches. */
  open(concepts) {
    const unknown = [...new Set(concepts)].filter((concept) => !this.known.has(concept));
    return {
      wanted: unknown.filter((concept) => this.teachers.has(concept)),
      missing: unknown.filter((concept) => !this.teachers.has(concept)),
    };
  }

  /** An item with all that has to come before it. */
  closure(item) {
    if (!this.closures[item]) {
      const found = new Set([item]);
      for (const one of found) for (const need of this.items[one].needs) if (!this.free[need]) found.add(need);
      this.closures[item] = [...found];
    }
    return this.closures[item];
  }

  price(items) {
    let sum = 0;
    for (const item of items) sum += this.cost[item];
    return sum;
  }
}

/** Some items of a ground, and how many of them teach each of the concepts that are wanted. */
class Choice {
  constructor(ground, wanted) {
    const places = new Map(wanted.map((concept, place) => [concept, place]));
    this.ground = ground;
    this.teachers = wanted.map((concept) => ground.teachers.get(concept));
    this.teaches = ground.items.map(({ teaches }) => teaches.map((one) => places.get(one)).filter((place) => place !== undefined));
    this.taught = new Uint16Array(wanted.length);
    this.open = wanted.length;
    this.chosen = new Uint8Array(ground.items.length);
  }

  /** What of an item and all before it is not chosen. */
  missed(item) {
    return this.ground.closure(item).filter((one) => !this.chosen[one]);
  }

  extra(item) {
    let sum = 0;
    for (const one of this.ground.closure(item)) if (!this.chosen[one]) sum += this.ground.cost[one];
    return sum;
  }

  add(items) {
    for (const item of items) {
      this.chosen[item] = 1;
      for (const place of this.teaches[item]) if (!this.taught[place]++) this.open -= 1;
    }
  }

  remove(items) {
    for (const item of items) {
      this.chosen[item] = 0;
      for (const place of this.teaches[item]) if (!--this.taught[place]) this.open += 1;
    }
  }

  /** How many of some concepts nothing that is chosen teaches. */
  count(places) {
    let count = 0;
    for (const place of places) if (!this.taught[place]) count += 1;
    return count;
  }
}

/** Again and again what teaches most for its time; then without what turned out to be needless. */
function greedy(ground, wanted) {
  const choice = new Choice(ground, wanted);
  const reach = new Map(
    [...new Set(choice.teachers.flat())].map((item) => [item, [...new Set(ground.closure(item).flatMap((one) => choice.teaches[one]))]]),
  );
  const targets = [];
  while (choice.open) {
    let best;
    let least = Infinity;
    for (const [item, places] of reach) {
      const count = choice.count(places);
      const rate = count ? choice.extra(item) / count : Infinity;
      if (rate < least) [best, least] = [item, rate];
      if (!count) reach.delete(item);
    }
    targets.push(best);
    choice.add(choice.missed(best));
  }
  const uses = new Uint16Array(ground.items.length);
  for (const target of targets) for (const one of ground.closure(target)) uses[one] += 1;
  for (const target of targets.sort((a, b) => ground.cost[b] - ground.cost[a] || a - b)) {
    const alone = ground.closure(target).filter((one) => uses[one] === 1);
    choice.remove(alone);
    if (choice.open) choice.add(alone);
    else for (const one of ground.closure(target)) uses[one] -= 1;
  }
  return [...choice.chosen.keys()].filter((item) => choice.chosen[item]);
}

/**
 * The cheapest items that teach all of some concepts.
 *
 * `most`: looks at an item or at what it teaches before the search gives up. Gives `chosen`, `cost`,
 * `work`, the looks that it took, and `isShortest`, whether the search came to its end.
 */
export function cheapest(ground, wanted, most) {
  const choice = new Choice(ground, wanted);
  const barred = new Uint8Array(ground.items.length);
  let best = greedy(ground, wanted);
  let least = ground.price(best);
  let work = 0;

  const look = (price, path) => {
    if (!choice.open) {
      if (price < least) [best, least] = [path, price];
      return;
    }
    // Each concept costs at least its share of the cheapest item that teaches it.
    let bound = price;
    let narrow;
    for (let place = 0; place < choice.taught.length; place += 1) {
      work += 1;
      if (choice.taught[place]) continue;
      let share = Infinity;
      let count = 0;
      for (const item of choice.teachers[place]) {
        if (barred[item]) continue;
        count += 1;
        share = Math.min(share, ground.cost[item] / choice.count(choice.teaches[item]));
        work += 2 + choice.teaches[item].length;
      }
      if (!count) return;
      bound += share;
      if (!narrow || count < narrow.count) narrow = { place, count };
    }
    if (bound >= least - 1e-6 || work > most) return;
    const candidates = choice.teachers[narrow.place]
      .filter((item) => !barred[item])
      .map((item) => [choice.extra(item), item])
      .sort(([a, one], [b, other]) => a - b || one - other);
    const tried = [];
    for (const [extra, item] of candidates) {
      const added = choice.missed(item);
      work += 2 * ground.closure(item).length;
      if (price + extra < least && !added.some((one) => barred[one])) {
        choice.add(added);
        look(price + extra, [...path, ...added]);
        choice.remove(added);
      }
      // All sets with this item have been looked at.
      barred[item] = 1;
      tried.push(item);
      if (work > most) break;
    }
    for (const item of tried) barred[item] = 0;
  };

  look(0, []);
  return { chosen: best, cost: least, work, isShortest: work <= most };
}

/**
 * As many of some parts, each a list of concepts, as a time allows, the one that adds least first.
 *
 * Gives their numbers, and that of the part that begins: the first of them, or the shortest that is too long.
 */
export function fitting(ground, parts, seconds) {
  const choice = new Choice(ground, [...new Set(parts.flat())]);
  const places = new Map([...new Set(parts.flat())].map((concept, place) => [concept, place]));
  const taken = [];
  let left = parts.map((part, number) => ({ number, wants: part.map((one) => places.get(one)) }));
  let spent = 0;
  let begins;
  while (left.length) {
    let best;
    for (const part of left) {
      const { items, cost } = extension(choice, part.wants);
      if (!best || cost < best.cost) best = { part, items, cost };
    }
    begins ??= best.part.number;
    if (spent + best.cost > seconds) break;
    spent += best.cost;
    choice.add(best.items);
    taken.push(best.part.number);
    left = left.filter((part) => part !== best.part);
  }
  return { taken, begins };
}

/** What a choice lacks to teach some concepts, each by the item that adds least. */
function extension(choice, wants) {
  const items = [];
  let cost = 0;
  for (const place of wants) {
    if (choice.taught[place]) continue;
    let best;
    let least = Infinity;
    for (const item of choice.teachers[place]) {
      const extra = choice.extra(item);
      if (extra < least) [best, least] = [item, extra];
    }
    const added = choice.missed(best);
    choice.add(added);
    items.push(...added);
    cost += least;
  }
  choice.remove(items);
  return { items, cost };
}
