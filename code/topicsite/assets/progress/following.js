/** Following a plan, as one is on a path. */
import { empty, merged, record, replace } from "./record.js";

/** The name of the plan among paths. */
export const PLAN = "plan";

/** Note the plan that the reader follows from now on; `address` says what was asked for. */
export function follow(steps, address) {
  const at = new Date().toISOString();
  replace(merged(record(), { ...empty(), path: { path: PLAN, at }, plan: { steps, address, at } }));
}
