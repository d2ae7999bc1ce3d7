// Answers questions about choices: for each line of JSON, [function, ...arguments].
import { createInterface } from "node:readline";

const { addressOf, choiceIn, ordered, taken } = await import(process.argv[2]);

const plain = ({ values, ...more }) => ({ ...more, values: [...values].map(([id, numbers]) => [id, [...numbers]]) });
const asked = {
  taken: (facets, count, search) => taken(facets, count, choiceIn(search, facets)),
  read: (facets, search) => plain(choiceIn(search, facets)),
  again: (facets, search) => plain(choiceIn(addressOf(choiceIn(search, facets), facets), facets)),
  ordered,
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...given] = JSON.parse(line);
  console.log(JSON.stringify(asked[name](...given)));
}
