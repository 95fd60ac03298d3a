// node tests/support/store-taker.mjs STORE_URL LINES: takes the index of an earlier build over and reads words, entry
// by entry, and prints a line for each. After that many lines it waits to be killed. Needs `npm run build`.
import { openStore } from "../../dist/store/open-store.js";

const store = await openStore(process.argv[2] ?? "", { now: Date.UTC(2026, 2, 9, 16) });
const linesMax = Number(process.argv[3]);
for (let line = 0, left = 1; left > 0 && line < linesMax; line += 1) {
  left = (await store.takeOverIndexed(1)) + (await store.growWords(1));
  process.stdout.write(`${left}\n`);
}
// Only the parent ends this process.
process.stdin.resume();
