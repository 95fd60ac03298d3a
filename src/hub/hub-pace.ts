import type { Clock } from "../domain/ports.ts";

/** Shares the thread that the hub runs on with the poller and the desk. */
export interface Pace {
  /**
   * Await it before each piece of work: it resolves at once, or after a rest in which the rest of the thread has its
   * turn.
   */
  turn(): Promise<void>;
}

/**
 * The store answers at once, so a loop over thousands of topics or subscribers would wait in microtasks alone, and no
 * timer or socket of the thread would be served meanwhile. After `busyMsMax` the hub rests for as long as that lasted:
 * with the store and the poller it takes half of the thread at most, however many subscribe.
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
      // Many wait for the same rest; each of them asks again, since the first may have used up the time.
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
