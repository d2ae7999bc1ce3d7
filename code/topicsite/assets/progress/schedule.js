/** When a question comes back, as FSRS has it with its usual parameters. */
import { FSRSAlgorithm } from "../fsrs/fsrs.js";
import { DAY, dayOf } from "./due.js";

const algorithm = new FSRSAlgorithm({ enable_fuzz: false });

/** What is remembered after answers in the order of time: `stability` in days, `difficulty`, and the `days` until the next. */
export function memoryAfter(answers) {
  let memory = null;
  let last;
  let days = 0;
  for (const { at, grade } of answers) {
    const now = Date.parse(at);
    // By the calendar, as questions come back: who reviews earlier in the day than the last time is not too early.
    const elapsed = last === undefined ? 0 : Math.max(0, Math.round((dayOf(now) - dayOf(last)) / DAY));
    memory = algorithm.next_state(memory, elapsed, grade);
    days = algorithm.next_interval(memory.stability, elapsed);
    last = now;
  }
  return { ...memory, days };
}

/** The moment, in milliseconds, from which a question with these answers is due. */
export const dueAfter = (answers) => Date.parse(answers.at(-1).at) + memoryAfter(answers).days * DAY;
