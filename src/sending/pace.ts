import type { Clock } from "../domain/ports.ts";

/** Makes a sender share the ingest thread with the poller and the desk. */
export interface Pace {
  /**
   * Await this before each piece of work. It resolves at once, or after a rest during which the thread does other work.
   */
  turn(): Promise<void>;
}

/**
 * Makes a sender rest after `busyMsMax` of work, for as long as the work took. The SQLite store answers synchronously,
 * so a loop over thousands of topics or subscribers would only wait in microtasks, and no timer or socket of the thread
 * would be served. With the rests, a sender takes at most half of the thread, however many receivers there are. A rest
 * that ends late shows that the poller and the desk have more to do, or that processors are short. Then the sender
 * rests again, because a delayed poll delays new items, while a delivery only passes on items that are already here.
 */
export function createPace(clock: Clock): Pace {
  let busySince = clock.now();
  let resting: Promise<void> | null = null;

  async function rest(busyMs: number): Promise<void> {
    let ms = busyMs;
    for (let rests = 0; rests < restsMax; rests += 1) {
      ms = Math.min(Math.max(ms, 1), restMsMax);
      const from = clock.now();
      await clock.sleep(ms);
      const lateMs = clock.now() - from - ms;
      if (lateMs <= lateMsMax) break;
      ms = lateMs;
    }
    busySince = clock.now();
    resting = null;
  }

  return {
    async turn() {
      // Many callers wait for the same rest. Each checks again, because the first may have used up the time.
      for (;;) {
        const busyMs = clock.now() - busySince;
        if (resting === null && busyMs >= 0 && busyMs < busyMsMax) return;
        resting ??= rest(busyMs);
        await resting;
      }
    },
  };
}

const busyMsMax = 8;
const restMsMax = 50;
/** A timer is a millisecond or two late on a thread that has nothing to do. */
const lateMsMax = 4;
/** A thread that never catches up must not stop a sender. */
const restsMax = 8;
