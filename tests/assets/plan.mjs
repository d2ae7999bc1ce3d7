// Answers questions about plans: for each line of JSON, [function, ...arguments].
import { createInterface } from "node:readline";

const { inOrder, next, plan, reasons } = await import(process.argv[2]);

const sets = ({ known, done, ...asked }) => ({ ...asked, known: new Set(known), done: new Set(done) });
const asked = {
  plan: (index, what) => plan(index, sets(what)),
  reasons: (index, steps, what) => reasons(index, steps, sets(what)),
  inOrder,
  next: (index, what) => next(index, sets(what)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...given] = JSON.parse(line);
  console.log(JSON.stringify(asked[name](...given)));
}
