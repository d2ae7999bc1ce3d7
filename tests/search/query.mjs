// Asks the index of a built site: questions come in as JSON, what they find and load goes out.
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const [scripts, index] = process.argv.slice(2);
let loaded = [];
globalThis.fetch = async (address) => {
  const bytes = await readFile(fileURLToPath(address)).catch(() => undefined);
  loaded.push([String(address).split("/").at(-1), bytes?.length ?? 0]);
  return { ok: bytes !== undefined, status: bytes ? 200 : 404, json: async () => JSON.parse(bytes) };
};
const at = (name) => import(new URL(name, pathToFileURL(`${scripts}/`)));
const [{ Files }, { AHEAD, find, shown }, { excerpt }] = await Promise.all(["files.js", "engine.js", "excerpt.js"].map(at));
const asked = JSON.parse(await new Promise((resolve) => {
  let text = "";
  process.stdin.on("data", (part) => (text += part)).on("end", () => resolve(text));
}));
const { questions, most = AHEAD, afresh = false } = asked;
let files = new Files(pathToFileURL(index).href);
await files.open();
const answers = [];
for (const question of questions) {
  if (afresh) {
    loaded = [];
    files = new Files(pathToFileURL(index).href);
    await files.open();
  }
  const answer = await find(files, question);
  const records = await shown(files, answer.found.slice(0, most));
  answers.push({
    found: records.map((record) => ({
      address: record.page + (record.anchor ? `#${record.anchor}` : ""),
      title: record.title,
      says: record.says,
      excerpt: excerpt(record, files.spelling, answer),
    })),
    count: answer.found.length,
    corrected: [...answer.corrected],
    loaded: afresh ? loaded : undefined,
  });
}
process.stdout.write(JSON.stringify(answers));
