/**
 * Which starts a page runs: few where its code says how many these are, until its reader asks for all.
 *
 * The code says so by `seeds(12, few=2)`; see `topicsite.lesson`.
 */
import { _, number } from "../page/words.js";

// `seeds(12, few=2)`, maybe with other arguments between the two.
const CALL = /\bseeds\(\s*(\d+)\b[^()]*\bfew\s*=\s*(\d+)/g;

/** Whether code draws random numbers that can be moved. */
export const draws = (source) => /\bseeds?\(/.test(source);

/** How many starts code has and how many are run at first, `{planned, few}`, if these are fewer. */
export function fewOf(source) {
  const calls = [...source.matchAll(CALL)].map(([, planned, few]) => ({ planned: Number(planned), few: Number(few) }));
  return calls.filter(({ planned, few }) => few < planned).sort((one, other) => other.planned - one.planned)[0];
}

/** How long all starts take at most, in words: by what the cells took with few of them, if all have run. */
export function longest(cells) {
  const found = cells.map(({ source }) => fewOf(source));
  const factor = Math.max(...found.map((starts) => (starts ? starts.planned / starts.few : 1)));
  if (!cells.every(({ took }) => took)) {
    return _("up to %(times)s times as long", { times: number(Math.ceil(factor)) });
  }
  const first = found.findIndex(Boolean);
  const time = cells.reduce((sum, { took }, index) => sum + took * (index < first ? 1 : factor), 0);
  return _("up to %(seconds)s s", { seconds: number(Math.ceil(time / 1000)) });
}
