/**
 * What a reader has done: one document, kept in the reader's own browser and nowhere else.
 *
 * `schema/progress.schema.json` of the site says what it holds. Of two marks of one thing the later
 * one counts, so that documents of several browsers can be merged in any order.
 */
const VERSION = 1;
const PARTS = ["steps", "exercises"];
const LONG_AGO = "1970-01-01T00:00:00.000Z";
export const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const MOST = 100_000;
const KEY = `topicsite-progress:${new URL("../../../", import.meta.url).pathname}`; // sites may share a host
const OLD_KEY = "topicsite-solved"; // a list of exercises, before there were steps
const CHANGED = "topicsite-progress";

export class RecordError extends Error {}

export const empty = () => ({ version: VERSION, steps: {}, exercises: {} });

const said = (mark) => String(mark.done ?? mark.path ?? JSON.stringify([mark.address, mark.steps]));
const later = (one, other) => {
  if (!one || !other) return one ?? other;
  return other.at > one.at || (other.at === one.at && said(other) > said(one)) ? other : one;
};

/** Everything that two documents know. */
export function merged(one, other) {
  const both = empty();
  for (const part of PARTS) {
    const names = [...new Set([...Object.keys(one[part]), ...Object.keys(other[part])])].sort();
    const of = (marks, name) => (Object.hasOwn(marks, name) ? marks[name] : undefined);
    both[part] = Object.fromEntries(names.map((name) => [name, later(of(one[part], name), of(other[part], name))]));
  }
  const path = later(one.path, other.path);
  const plan = later(one.plan, other.plan);
  return { ...both, ...(path && { path }), ...(plan && { plan }) };
}

const isPlan = ({ steps, address, at }) =>
  Array.isArray(steps) && [address, ...steps].every((text) => typeof text === "string") && MOMENT.test(at);
const isMark = (mark) => typeof mark?.done === "boolean" && MOMENT.test(mark.at);

/** A document out of a text; throws a RecordError if it is none. */
export function parsed(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new RecordError("not JSON");
  }
  if (found?.version !== VERSION) throw new RecordError("another version");
  const { path, plan } = found;
  const isPath = path === undefined || (typeof path?.path === "string" && MOMENT.test(path.at));
  const marks = PARTS.map((part) => Object.entries(found[part] ?? {}));
  if (!isPath || (plan !== undefined && !isPlan(plan ?? {})) || marks.flat().length > MOST || !marks.flat().every(([, mark]) => isMark(mark))) {
    throw new RecordError("not a record");
  }
  const kept = (entries) => Object.fromEntries(entries.map(([name, { done, at }]) => [name, { done, at }]));
  const whole = { version: VERSION, steps: kept(marks[0]), exercises: kept(marks[1]) };
  if (path) whole.path = { path: path.path, at: path.at };
  if (plan) whole.plan = { steps: plan.steps, address: plan.address, at: plan.at };
  return merged(empty(), whole);
}

const nothing = empty();
let unkept = nothing; // what a storage that is blocked or full did not take

let last = {}; // what was read, and out of which text: a page has many elements that ask

function stored() {
  try {
    const text = localStorage.getItem(KEY);
    if (text !== null && text !== last.text) last = { text, document: parsed(text) };
    if (text !== null) return last.document;
    const names = JSON.parse(localStorage.getItem(OLD_KEY) ?? "[]").map(String);
    return { ...empty(), exercises: Object.fromEntries(names.map((name) => [name, { done: true, at: LONG_AGO }])) };
  } catch {
    return empty(); // blocked, or spoilt
  }
}

/** The document as it stands. */
export const record = () => (unkept === nothing ? stored() : merged(stored(), unkept));

/** Put a document into the place of the one that is there. */
export function replace(document) {
  unkept = nothing;
  try {
    localStorage.setItem(KEY, JSON.stringify(document));
  } catch {
    unkept = document; // it is known until the page is left
  }
  dispatchEvent(new Event(CHANGED));
}

/** Note that something is done, or after all is not, under several names at once. */
export function note(part, names, done) {
  const at = new Date().toISOString();
  const marks = Object.fromEntries(names.map((name) => [name, { done, at }]));
  replace(merged(record(), { ...empty(), [part]: marks }));
}

/** Note which path the reader is on. */
export function walk(path) {
  if (record().path?.path === path) return;
  replace(merged(record(), { ...empty(), path: { path, at: new Date().toISOString() } }));
}

/** Whether an exercise is solved, under any of its names: `a/x`, or `a/x|old/x`. */
export function isSolved(document, names) {
  return names.split("|").some((name) => Object.hasOwn(document.exercises, name) && document.exercises[name].done);
}

/** Whether a step is done: it was ticked under one of its names, or all its exercises are solved. */
export function isDone(document, { names, exercises }) {
  const marks = names.filter((name) => Object.hasOwn(document.steps, name)).map((name) => document.steps[name]);
  if (marks.length) return marks.some((mark) => mark.done);
  return exercises.length > 0 && exercises.every((each) => isSolved(document, each));
}

/** Tick a step, or take its tick back. */
export function tick({ names }, done) {
  const ticked = names.filter((name) => Object.hasOwn(record().steps, name));
  note("steps", done ? names.slice(0, 1) : [...new Set([names[0], ...ticked])], done);
}

/** Call `show` now, and again whenever something changes, in another tab too. */
export function watch(show, signal) {
  const now = () => show(record());
  addEventListener(CHANGED, now, { signal });
  addEventListener("storage", (event) => event.key === KEY && now(), { signal });
  addEventListener("pageshow", (event) => event.persisted && now(), { signal }); // it was left meanwhile
  now();
}
