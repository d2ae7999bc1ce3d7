// Reads what is pasted into the form: for each line of JSON, [text, kinds].
import { createInterface } from "node:readline";

const { read } = await import(process.argv[2]);

for await (const line of createInterface({ input: process.stdin })) {
  const [text, kinds] = JSON.parse(line);
  console.log(JSON.stringify(await read(text, kinds)));
}
