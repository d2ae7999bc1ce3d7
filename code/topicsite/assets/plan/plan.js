/** A plan: which steps lead to what somebody wants, in which order, and why. */
import { ASSUMED, Ground, cheapest, fitting } from "./covering.js";

export { ASSUMED };
const MOST = 150_000; // looks of the search, for the plan that is shown
const TRIES = 30_000; // the same, for all goals together that might still fit

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

/** What somebody asks for, each goal and each single concept with the concepts that it wants. */
const parts = (index, { goals, learn }) => [
  ...goals.map((goal) => ({ goal, through: index.goals[goal].through })),
  ...learn.map((concept) => ({ concept, through: [concept] })),
];

/** The parts that a time allows and the cheapest items for them; if there are none, those for the shortest part. */
function within(ground, wants, seconds) {
  const wanted = (some) => [...new Set(some.flatMap(({ wants }) => wants))];
  const { taken, begins } = fitting(ground, wants.map((part) => part.wants), seconds);
  const kept = taken.map((number) => wants[number]);
  let found = kept.length ? cheapest(ground, wanted(kept), MOST) : undefined;
  let left = wants.filter((part) => !kept.includes(part));
  let most = TRIES;
  for (let at = 0; at < left.length && most > 0; ) {
    const tried = cheapest(ground, wanted([...kept, left[at]]), most / (left.length - at));
    most -= tried.work;
    if (tried.cost > seconds) at += 1;
    else {
      kept.push(left[at]);
      found = tried;
      left = left.filter((part) => part !== left[at]);
    }
  }
  return { kept, found: found ?? cheapest(ground, wants[begins].wants, MOST) };
}

/**
 * A plan.
 *
 * `asked`: `goals` and `learn`, the numbers of goals and of single concepts; `known`, concepts, and
 * `done`, items, as sets; `seconds`, or 0 if there is time enough.
 *
 * Gives `steps`, items in order; `seconds` and `untimed`, how long they take and how many say no
 * time; `left`, the goals, and `leftLearn`, the concepts, that the time is too short for, and
 * `isCut`, whether it is too short for any, so that only the beginning of the shortest is there;
 * `missing`, concepts that nothing teaches; `isShortest`, whether no shorter way leads to what is
 * not left.
 */
export function plan(index, asked) {
  const ground = new Ground(index, asked);
  const all = parts(index, asked);
  const { wanted, missing } = ground.open(all.flatMap(({ through }) => through));
  let found = cheapest(ground, wanted, MOST);
  let left = [];
  let isCut = false;
  if (asked.seconds && found.cost > asked.seconds) {
    const wants = all.map((part) => ({ ...part, wants: ground.open(part.through).wanted })).filter((part) => part.wants.length);
    const fits = within(ground, wants, asked.seconds);
    found = fits.found;
    left = wants.filter((part) => !fits.kept.includes(part));
    isCut = !fits.kept.length;
  }
  let steps = inOrder(index, found.chosen);
  if (isCut) {
    let rest = asked.seconds;
    const end = steps.findIndex((step) => (rest -= ground.cost[step]) < 0);
    steps = steps.slice(0, end);
  }
  const times = steps.map((step) => index.items[step].seconds);
  return {
    steps,
    seconds: times.reduce((sum, one) => sum + one, 0),
    untimed: times.filter((one) => !one).length,
    isShortest: found.isShortest,
    missing,
    left: left.map(({ goal }) => goal).filter((goal) => goal !== undefined),
    leftLearn: left.map(({ concept }) => concept).filter((concept) => concept !== undefined),
    isCut,
  };
}

/** Why each step is there: the wanted concepts that it is the first to teach, else what needs it. */
export function reasons(index, steps, asked) {
  const { known } = new Ground(index, asked);
  const open = new Set(parts(index, asked).flatMap(({ through }) => through).filter((concept) => !known.has(concept)));
  return steps.map((step) => {
    const teaches = index.items[step].teaches.filter((concept) => open.delete(concept));
    return { teaches, before: steps.filter((other) => index.items[other].needs.includes(step)) };
  });
}

/**
 * What can be taken next: it teaches something new, and nothing that it needs is missing.
 *
 * First what goes on from something, then what opens most, then what is short.
 */
export function next(index, asked) {
  const { items, free, known } = new Ground(index, asked);
  const opens = items.map(() => 0);
  items.forEach(({ needs }, item) => {
    if (!free[item]) for (const need of needs) opens[need] += 1;
  });
  const isReady = (item) => !free[item] && items[item].teaches.some((one) => !known.has(one)) && items[item].needs.every((need) => free[need]);
  const goesOn = (item) => (items[item].needs.length ? 1 : 0);
  return [...items.keys()]
    .filter(isReady)
    .sort((a, b) => goesOn(b) - goesOn(a) || opens[b] - opens[a] || (items[a].seconds || Infinity) - (items[b].seconds || Infinity) || a - b);
}
