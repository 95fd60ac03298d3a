import type { Clock } from "../domain/ports.ts";
import type { Instant } from "../domain/time.ts";

/** One waking at a time: setting another takes the first away. */
export interface Alarm {
  /** Wakes at `at`, or after `msMax` where that is sooner; null: not at all. */
  set(at: Instant | null): void;
}

export function createAlarm(clock: Clock, msMax: number, wake: () => void): Alarm {
  let present: AbortController | null = null;
  return {
    set(at) {
      present?.abort();
      present = null;
      if (at === null) return;
      const mine = new AbortController();
      present = mine;
      const ms = Math.min(Math.max(at - clock.now(), 1), msMax);
      clock.sleep(ms, mine.signal).then(wake, () => undefined);
    },
  };
}
