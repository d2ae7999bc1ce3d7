/**
 * What a reader has answered, for each question a list of moments and grades; kept as the record is.
 *
 * A list is a set: documents of several browsers are joined, and of each question the latest answers
 * are kept. What follows from them, the day on which a question comes back, is kept beside them, so
 * that a page that only counts need not work it out.
 */
import { CHANGED, DAY, KEY } from "./due.js";
import { MOMENT, RecordError } from "./record.js";

const MOST_ANSWERS = 60; // of one question: decades, as the days between them grow
const MOST_QUESTIONS = 20_000;

// Grades, as FSRS has them.
const AGAIN = 1;
const GOOD = 3;

const keyOf = ({ at, grade }) => `${at} ${grade}`;

/** All answers of two documents. */
export function joined(one, other) {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  const of = (answers, name) => (Object.hasOwn(answers, name) ? answers[name] : []);
  const both = (name) => {
    const all = new Map([...of(one, name), ...of(other, name)].map((answer) => [keyOf(answer), answer]));
    return [...all.keys()].sort().map((key) => all.get(key)).slice(-MOST_ANSWERS);
  };
  return Object.fromEntries(names.map((name) => [name, both(name)]));
}

/** Answers out of a document that was read; throws a RecordError if they are none. */
export function parsedAnswers(found = {}) {
  const lists = found && typeof found === "object" && !Array.isArray(found) ? Object.entries(found) : [[]];
  // A clock may be wrong, but not by more than a day.
  const isAnswer = ({ at, grade }) => MOMENT.test(at) && Date.parse(at) <= Date.now() + DAY && [1, 2, 3, 4].includes(grade);
  if (lists.length > MOST_QUESTIONS || !lists.every(([, list]) => Array.isArray(list) && list.every((answer) => isAnswer(answer ?? {})))) {
    throw new RecordError("not a record");
  }
  const bare = lists.filter(([, list]) => list.length).map(([name, list]) => [name, list.map(({ at, grade }) => ({ at, grade }))]);
  return joined({}, Object.fromEntries(bare));
}

const nothing = { answers: {}, due: {} };
let unkept = nothing; // what a storage that is blocked or full did not take

function stored() {
  try {
    const { answers, due } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { answers: parsedAnswers(answers), due: { ...due } };
  } catch {
    return nothing; // blocked, or spoilt
  }
}

function current() {
  const { answers, due } = stored();
  return unkept === nothing ? { answers, due } : { answers: joined(answers, unkept.answers), due: { ...due, ...unkept.due } };
}

/** Whether the browser keeps what is answered. */
export function isKept() {
  try {
    localStorage.getItem(KEY);
    return unkept === nothing;
  } catch {
    return false;
  }
}

export const answers = () => current().answers;

/** For each question the moment from which it is due, in milliseconds; what no storage takes too. */
export const allDue = () => current().due;

function put(document) {
  unkept = nothing;
  try {
    localStorage.setItem(KEY, JSON.stringify(document));
  } catch {
    unkept = document; // it is known until the page is left
  }
  dispatchEvent(new Event(CHANGED));
}

/** Put answers into the place of those that are there; `dueAfter` is that of the schedule. */
export function replaceAnswers(all, dueAfter) {
  put({ answers: all, due: Object.fromEntries(Object.entries(all).map(([name, list]) => [name, dueAfter(list)])) });
}

/** Note an answer, and from when the question is due again. */
export async function answered(name, right) {
  // Without a network tomorrow will do; the page of the review works it out.
  const { dueAfter } = await import("./schedule.js").catch(() => ({ dueAfter: (list) => Date.parse(list.at(-1).at) + DAY }));
  const now = current();
  const all = joined(now.answers, { [name]: [{ at: new Date(Date.now()).toISOString(), grade: right ? GOOD : AGAIN }] });
  put({ answers: all, due: { ...now.due, [name]: dueAfter(all[name]) } });
}

/**
 * Take note of the names that questions have today: what was answered under an old one counts as
 * answered under the new one, and what the site asks no more is never due.
 */
export async function settle(names) {
  const { dueAfter } = await import("./schedule.js");
  const now = current();
  let all = now.answers;
  for (const [old, name] of names) {
    if (old === name || !Object.hasOwn(all, old)) continue;
    const { [old]: moved, ...rest } = all;
    all = joined(rest, { [name]: moved });
  }
  const asked = Object.keys(all).filter((name) => names.get(name) === name);
  const found = { answers: all, due: Object.fromEntries(asked.map((name) => [name, dueAfter(all[name])])) };
  if (JSON.stringify(found) !== JSON.stringify(now)) put(found);
}
