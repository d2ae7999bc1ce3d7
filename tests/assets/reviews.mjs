// Answers a line of JSON, [function, ...arguments], with a line: what the function of reviews or of their schedule gives.
import { createInterface } from "node:readline";

const kept = new Map();
globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
globalThis.dispatchEvent = () => {};
const reviews = await import(process.argv[2]);
const { memoryAfter, dueAfter } = await import(process.argv[3]);
const { dueBy } = await import(process.argv[4]);
const more = {
  memoryAfter,
  // All that is kept after answers at given moments, and the questions that are due by each of some others.
  story: async (answers, moments) => {
    kept.clear();
    for (const [name, right, at] of answers) {
      Date.now = () => Date.parse(at);
      await reviews.answered(name, right);
    }
    return { answers: reviews.answers(), due: moments.map((at) => dueBy(Date.parse(at))) };
  },
  settled: async (answers, names) => {
    kept.clear();
    reviews.replaceAnswers(answers, dueAfter);
    await reviews.settle(new Map(Object.entries(names)));
    return { answers: reviews.answers(), due: Object.keys(reviews.allDue()) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...given] = JSON.parse(line);
  let answer;
  try {
    answer = { gives: await ({ ...reviews, ...more })[name](...given) };
  } catch (error) {
    if (error.constructor.name !== "RecordError") throw error;
    answer = { refuses: error.message };
  }
  console.log(JSON.stringify(answer));
}
