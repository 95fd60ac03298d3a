import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../domain/ports.ts";

/** The machine's own clock. It is handed to everything that needs the time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** Returns true when `work` ended within `ms`. The timer never keeps the process alive. */
export async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(ms, false, { signal: timer.signal, ref: false });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    timer.abort();
    late.catch(() => false);
  }
}
