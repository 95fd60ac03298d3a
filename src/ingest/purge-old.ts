import type { Store } from "../domain/store.ts";
import type { Instant } from "../domain/time.ts";

/** Purges batch by batch, so that no transaction is long. Returns the number of purged entries. */
export async function purgeOld(store: Pick<Store, "purge">, before: Instant, now: Instant): Promise<number> {
  let purged = 0;
  for (let count = purgeEntriesMax; count === purgeEntriesMax; purged += count) {
    count = await store.purge(before, purgeEntriesMax, now);
  }
  return purged;
}

const purgeEntriesMax = 1000;
