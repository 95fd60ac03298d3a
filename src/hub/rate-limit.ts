import type { Clock } from "../domain/ports.ts";
import { type Instant, minuteMs } from "../domain/time.ts";

/** Counts calls by key within the present minute. Returns whether one more call is within `max`. */
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
