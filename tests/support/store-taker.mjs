// node tests/support/store-taker.mjs STORE_URL: takes the index of an earlier build over and reads words, entry by
// entry, and prints a line for each. Runs until it is killed or done. Needs `npm run build`.
import { openStore } from "../../dist/store/open-store.js";

const store = await openStore(process.argv[2] ?? "", { now: Date.UTC(2026, 2, 9, 16) });
for (let left = 1; left > 0; ) {
  left = (await store.takeOverIndexed(1)) + (await store.growWords(1));
  process.stdout.write(`${left}\n`);
}
await store.close();
