import type { Clock } from "../domain/ports.ts";
import { type Instant, minuteMs } from "../domain/time.ts";

/**
 * Returns a function that counts calls by key and starts from zero each minute. If the key already has `max` calls, the
 * function returns false and does not count the call; otherwise it returns true.
 */
export function createRateLimit(clock: Pick<Clock, "now">, max: number): (key: string) => boolean {
  let since: Instant = clock.now();
  const counts = new Map<string, number>();
  return (key) => {
    const age = clock.now() - since;
    if (age >= minuteMs || age < 0) {
      since = clock.now();
      counts.clear();
    }
    const count = counts.get(key) ?? 0;
    if (count >= max) return false;
    counts.set(key, count + 1);
    return true;
  };
}
