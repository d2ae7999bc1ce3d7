// Times plans: for each line of JSON, [script, index, asked], the milliseconds it takes, its seconds, whether it is the shortest.
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const [script, index, { known, done, ...asked }] = JSON.parse(line);
  const { plan } = await import(script);
  const began = performance.now();
  const { seconds, isShortest } = plan(index, { ...asked, known: new Set(known), done: new Set(done) });
  console.log(JSON.stringify([performance.now() - began, seconds, isShortest]));
}
