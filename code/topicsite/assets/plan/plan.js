/**
 * The shortest way to some concepts: which steps, and in which order.
 *
 * A step costs its time, and what it needs first costs as well. To find the cheapest set that
 * teaches all that is wanted is set covering, which no known method does fast in general: a search
 * with bounds goes through all sets that could be cheaper, as long as that is not too much work, and
 * says whether it came to its end. It begins with what a greedy choice finds.
 *
 * `index.items`: `{ seconds, teaches, needs, after }`, numbers of concepts and of items; `needs` must
 * come before, `after` should if both are there. Of an unknown time (0), `ASSUMED` is taken.
 */
export const ASSUMED = 1800; // seconds
const MOST = 150_000; // looks at an item or at what it teaches, for the plan that is shown
const TRIAL = 20_000; // the same, for each goal that is tried

/** What somebody who knows some concepts, and has done some items, still has to take. */
class Search {
  constructor({ items }, { wanted, known, done }) {
    this.items = items;
    this.cost = items.map(({ seconds }) => seconds || ASSUMED);
    const isKnown = (concept) => known.has(concept);
    // Whoever knows all that an item teaches need not take it before another.
    this.free = items.map(({ teaches }, item) => done.has(item) || (teaches.length > 0 && teaches.every(isKnown)));
    this.wanted = new Set([...wanted].filter((concept) => !known.has(concept)));
    this.teachers = new Map([...this.wanted].map((concept) => [concept, []]));
    items.forEach(({ teaches }, item) => {
      if (!done.has(item)) for (const concept of teaches) this.teachers.get(concept)?.push(item);
    });
    this.missing = [...this.wanted].filter((concept) => !this.teachers.get(concept).length);
    for (const concept of this.missing) this.wanted.delete(concept);
    this.closures = new Map();
    this.taught = new Map(); // how many of the chosen items teach each wanted concept
    for (const concept of this.wanted) this.taught.set(concept, 0);
    this.chosen = new Uint8Array(items.length);
    this.barred = new Uint8Array(items.length);
    this.work = 0;
  }

  /** An item with all that has to come before it. */
  closure(item) {
    if (!this.closures.has(item)) {
      const found = new Set([item]);
      for (const one of found) for (const need of this.items[one].needs) if (!this.free[need]) found.add(need);
      this.closures.set(item, [...found]);
    }
    return this.closures.get(item);
  }

  price(items) {
    let sum = 0;
    for (const item of items) sum += this.cost[item];
    return sum;
  }

  /** What of an item and all before it is not chosen. */
  missed(item) {
    const closure = this.closure(item);
    this.work += closure.length;
    return closure.filter((one) => !this.chosen[one]);
  }

  extra(item) {
    let sum = 0;
    const closure = this.closure(item);
    this.work += closure.length;
    for (const one of closure) if (!this.chosen[one]) sum += this.cost[one];
    return sum;
  }

  /** Choose items, or with -1 let go of them. */
  choose(items, change) {
    for (const item of items) {
      this.chosen[item] = change > 0 ? 1 : 0;
      for (const concept of this.items[item].teaches) {
        if (this.taught.has(concept)) this.taught.set(concept, this.taught.get(concept) + change);
      }
    }
  }

  isOpen(concept) {
    return this.taught.get(concept) === 0;
  }

  /** How many wanted concepts that are still open an item teaches, with what comes before it. */
  covers(item) {
    const found = new Set();
    for (const one of this.closure(item)) {
      if (!this.chosen[one]) for (const concept of this.items[one].teaches) if (this.isOpen(concept)) found.add(concept);
    }
    return found.size;
  }

  /** Again and again what teaches most for its time; then without what turned out to be needless. */
  greedy() {
    const targets = [];
    const candidates = new Set([...this.teachers.values()].flat());
    while ([...this.wanted].some((concept) => this.isOpen(concept))) {
      let best;
      let least = Infinity;
      for (const item of candidates) {
        const count = this.chosen[item] ? 0 : this.covers(item);
        const rate = count ? this.extra(item) / count : Infinity;
        if (rate < least) [best, least] = [item, rate];
        if (!count) candidates.delete(item);
      }
      targets.push(best);
      this.choose(this.missed(best), 1);
    }
    const all = new Set(targets.flatMap((target) => this.closure(target)));
    this.choose(all, -1);
    for (const target of [...targets].sort((a, b) => this.cost[b] - this.cost[a] || a - b)) {
      const rest = new Set(targets.filter((one) => one !== target).flatMap((one) => this.closure(one)));
      this.choose(rest, 1);
      if (![...this.wanted].some((concept) => this.isOpen(concept))) targets.splice(targets.indexOf(target), 1);
      this.choose(rest, -1);
    }
    return new Set(targets.flatMap((target) => this.closure(target)));
  }

  /** The cheapest set of items, and whether it is known to be that. */
  cheapest(most) {
    this.best = this.greedy();
    this.least = this.price(this.best);
    this.work = 0;
    this.most = most;
    this.look(0, []);
    return { chosen: this.best, isShortest: this.work <= most };
  }

  look(price, path) {
    // Each concept costs at least its share of the cheapest item that teaches it.
    let bound = price;
    let narrow;
    for (const concept of this.wanted) {
      this.work += 1;
      if (!this.isOpen(concept)) continue;
      let share = Infinity;
      let count = 0;
      for (const item of this.teachers.get(concept)) {
        if (this.barred[item]) continue;
        count += 1;
        let covers = 0;
        for (const one of this.items[item].teaches) if (this.isOpen(one)) covers += 1;
        share = Math.min(share, this.cost[item] / covers);
        this.work += 2 + this.items[item].teaches.length;
      }
      if (!count) return;
      bound += share;
      if (!narrow || count < narrow.count) narrow = { concept, count };
    }
    if (!narrow) {
      if (price < this.least) [this.best, this.least] = [new Set(path), price];
      return;
    }
    if (bound >= this.least - 1e-6 || this.work > this.most) return;
    const candidates = this.teachers
      .get(narrow.concept)
      .filter((item) => !this.barred[item])
      .map((item) => [this.extra(item), item])
      .sort(([a, one], [b, other]) => a - b || one - other);
    const tried = [];
    for (const [extra, item] of candidates) {
      const added = this.missed(item);
      if (price + extra < this.least && !added.some((one) => this.barred[one])) {
        this.choose(added, 1);
        this.look(price + extra, [...path, ...added]);
        this.choose(added, -1);
      }
      // All sets with this item have been looked at.
      this.barred[item] = 1;
      tried.push(item);
      if (this.work > this.most) break;
    }
    for (const item of tried) this.barred[item] = 0;
  }
}

/** Items in an order in which each comes after what it needs, else in that of the site. */
export function inOrder({ items }, chosen) {
  const left = new Set([...chosen].sort((a, b) => a - b));
  const order = [];
  while (left.size) {
    const waits = (item, of) => of.some((one) => one !== item && left.has(one));
    const ready = [...left].find((item) => !waits(item, [...items[item].needs, ...items[item].after]));
    const next = ready ?? [...left].find((item) => !waits(item, items[item].needs)) ?? [...left][0];
    order.push(next);
    left.delete(next);
  }
  return order;
}

function planned(index, asked, most) {
  const search = new Search(index, asked);
  const { chosen, isShortest } = search.cheapest(most);
  const steps = inOrder(index, chosen);
  return { steps, cost: search.price(steps), isShortest, missing: search.missing };
}

const concepts = (index, { goals, learn }) =>
  new Set([...goals.flatMap((goal) => index.goals[goal].through), ...learn]);

/**
 * A plan.
 *
 * `asked`: `goals` and `learn`, the numbers of goals and of single concepts; `known`, concepts, and
 * `done`, items, as sets; `seconds`, or 0 if there is time enough.
 *
 * Gives `steps`, items in order; `seconds` and `untimed`, how long they take and how many say no
 * time; `left`, the goals that the time is too short for, and `isCut`, whether it is too short for
 * any, so that only the beginning is there; `missing`, concepts that nothing teaches.
 */
export function plan(index, asked) {
  const known = new Set([...asked.known, ...[...asked.done].flatMap((item) => index.items[item].teaches)]);
  const wants = (goals, learn) => ({ ...asked, known, wanted: concepts(index, { goals, learn }) });
  let found = planned(index, wants(asked.goals, asked.learn), MOST);
  let left = [];
  let isCut = false;
  if (asked.seconds && found.cost > asked.seconds) {
    // Goal after goal, the one that adds least first; single concepts are goals as well.
    const parts = [...asked.goals.map((goal) => [[goal], []]), ...asked.learn.map((concept) => [[], [concept]])];
    const taken = [[], []];
    let first;
    for (let open = parts; open.length; ) {
      const tries = open.map(([goals, learn]) => planned(index, wants([...taken[0], ...goals], [...taken[1], ...learn]), TRIAL));
      const least = tries.reduce((best, one, at) => (one.cost < tries[best].cost ? at : best), 0);
      first ??= tries[least];
      if (tries[least].cost > asked.seconds) break;
      taken[0].push(...open[least][0]);
      taken[1].push(...open[least][1]);
      open = open.filter((part, at) => at !== least);
    }
    left = asked.goals.filter((goal) => !taken[0].includes(goal));
    if (taken[0].length || taken[1].length) {
      found = planned(index, wants(...taken), MOST);
    } else {
      isCut = true;
      const kept = [];
      let rest = asked.seconds;
      for (const step of first.steps) {
        rest -= index.items[step].seconds || ASSUMED;
        if (rest < 0) break;
        kept.push(step);
      }
      found = { ...first, steps: kept };
    }
  }
  const times = found.steps.map((step) => index.items[step].seconds);
  return {
    steps: found.steps,
    seconds: times.reduce((sum, one) => sum + one, 0),
    untimed: times.filter((one) => !one).length,
    isShortest: found.isShortest,
    missing: found.missing,
    left,
    isCut,
  };
}

/** Why each step is there: the wanted concepts that it is the first to teach, else what needs it. */
export function reasons(index, steps, asked) {
  const open = concepts(index, asked);
  for (const concept of [...asked.known, ...[...asked.done].flatMap((item) => index.items[item].teaches)]) open.delete(concept);
  return steps.map((step) => {
    const teaches = index.items[step].teaches.filter((concept) => open.delete(concept));
    return { teaches, before: steps.filter((other) => index.items[other].needs.includes(step)) };
  });
}

/** What can be taken next: nothing that it needs is missing; first what opens most and is short. */
export function next({ items }, done) {
  const opens = items.map(() => 0);
  items.forEach(({ needs }, item) => {
    if (!done.has(item)) for (const need of needs) opens[need] += 1;
  });
  const ready = items.map((item, at) => at).filter((item) => !done.has(item) && items[item].needs.length && items[item].needs.every((need) => done.has(need)));
  return ready.sort((a, b) => opens[b] - opens[a] || (items[a].seconds || Infinity) - (items[b].seconds || Infinity) || a - b);
}
