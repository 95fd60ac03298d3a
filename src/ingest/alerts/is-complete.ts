import type { Store } from "../../domain/store.ts";
import { type Instant, minuteMs } from "../../domain/time.ts";

/**
 * Whether a digest that is due at `dueAt` can be made. News that was stored before that time but is not decided yet
 * would be in no digest, so a digest waits until the desk has decided everything, for at most ten minutes.
 */
export async function isComplete(store: Pick<Store, "readCounts">, dueAt: Instant, now: Instant): Promise<boolean> {
  return now - dueAt >= waitMsMax || (await store.readCounts()).pending === 0;
}

const waitMsMax = 10 * minuteMs;
