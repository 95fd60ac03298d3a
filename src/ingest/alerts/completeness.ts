import type { Store } from "../../domain/store.ts";
import { type Instant, minuteMs } from "../../domain/time.ts";

/**
 * Returns a function that tells whether a digest that is due at a time up to `now` can be made. News that was stored
 * before that time but is not decided yet would be in no digest, so a digest waits until the desk has decided
 * everything, for at most ten minutes. The waiting entries are counted once for all digests that ask.
 */
export function completeness(store: Pick<Store, "readCounts">, now: Instant): (dueAt: Instant) => Promise<boolean> {
  let pending: Promise<number> | null = null;
  return async (dueAt) => {
    if (now - dueAt >= waitMsMax) return true;
    pending ??= store.readCounts().then((counts) => counts.pending);
    return (await pending) === 0;
  };
}

const waitMsMax = 10 * minuteMs;
