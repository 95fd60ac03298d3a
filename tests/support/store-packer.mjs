// Compresses what an earlier build left in a store: one entry for each byte on the standard input. It says after each
// how many are left, and ends when none is. Usage: store-packer.mjs STORE. tests/store/packing.test.ts kills it.
import { openStore } from "../../dist/store/open-store.js";

const store = await openStore(process.argv[2], { now: Date.now() });
let left = -1;
for await (const asked of process.stdin) {
  for (let step = 0; step < asked.length && left !== 0; step += 1) {
    left = await store.packOlder(1);
    process.stdout.write(`${left}\n`);
  }
  if (left === 0) break;
}
await store.close();
process.exit();
