import type { Clock } from "../domain/ports.ts";

/** Shares the hub's thread with the poller and the desk. */
export interface Pace {
  /**
   * Await this before each piece of work. It resolves at once, or after a rest during which the other parts of the
   * thread run.
   */
  turn(): Promise<void>;
}

/**
 * Makes the hub rest after `busyMsMax` of work, for as long as the work took. The store answers synchronously, so a
 * loop over thousands of topics or subscribers would only wait in microtasks, and no timer or socket of the thread
 * would be served. With the rests, the hub takes at most half of the thread, however many subscribers there are.
 */
export function createPace(clock: Clock): Pace {
  let busySince = clock.now();
  let resting: Promise<void> | null = null;

  async function rest(ms: number): Promise<void> {
    await clock.sleep(ms);
    busySince = clock.now();
    resting = null;
  }

  return {
    async turn() {
      // Many callers wait for the same rest. Each checks again, because the first may have used up the time.
      for (;;) {
        const busyMs = clock.now() - busySince;
        if (resting === null && busyMs >= 0 && busyMs < busyMsMax) return;
        resting ??= rest(Math.min(Math.max(busyMs, 1), restMsMax));
        await resting;
      }
    },
  };
}

const busyMsMax = 8;
const restMsMax = 50;
