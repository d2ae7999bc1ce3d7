// Answers a line of JSON, [function, ...arguments], with a line: what the function of the record gives.
import { createInterface } from "node:readline";

globalThis.localStorage = { getItem: () => null, setItem: () => {} };
globalThis.dispatchEvent = () => {};
const record = await import(process.argv[2]);

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...given] = JSON.parse(line);
  let answer;
  try {
    answer = { gives: record[name](...given) };
  } catch (error) {
    if (!(error instanceof record.RecordError)) throw error;
    answer = { refuses: error.message };
  }
  console.log(JSON.stringify(answer));
}
