import type { Clock } from "../../src/domain/ports.ts";
import type { Instant } from "../../src/domain/time.ts";

export interface FakeClock extends Clock {
  /** Moves time forward and wakes sleepers in order. Each gets time for the work that it starts. */
  advance(ms: number): Promise<void>;
  /** Sets the time, as a person sets a machine's clock. Sleepers sleep neither shorter nor longer. */
  jump(ms: number): void;
  /** The number of sleepers. */
  sleepers(): number;
  /**
   * Moves the time from sleeper to sleeper until `work` has ended. For work that waits only for this clock and for
   * short I/O.
   */
  runUntil<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  /** On the scale of `elapsed`. */
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that moves only when it is told to. */
export function createFakeClock(startAt: Instant = Date.UTC(2026, 10, 16, 8, 0, 0)): FakeClock {
  let elapsed = 0;
  /** The time at the start. */
  let zeroAt = startAt;
  const sleepers = new Set<Sleeper>();
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const onAbort = (): void => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        at: elapsed + ms,
        wake: () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener("abort", onAbort);
    });
  const wakeNext = (until: number): boolean => {
    const due = [...sleepers].filter((sleeper) => sleeper.at <= until).sort((a, b) => a.at - b.at)[0];
    if (due === undefined) return false;
    elapsed = Math.max(elapsed, due.at);
    due.wake();
    return true;
  };
  const advance = async (ms: number): Promise<void> => {
    const until = elapsed + ms;
    await settle();
    while (wakeNext(until)) await settle();
    elapsed = until;
  };
  return {
    now: () => zeroAt + elapsed,
    elapsed: () => elapsed,
    sleep,
    advance,
    jump: (ms) => {
      zeroAt += ms;
    },
    sleepers: () => sleepers.size,
    async runUntil(work) {
      let ended = false;
      const end = (): void => {
        ended = true;
      };
      work.then(end, end);
      while (!ended) {
        await settle();
        if (!ended) wakeNext(Number.POSITIVE_INFINITY);
      }
      return work;
    },
  };
}

/** Waits for promises and short I/O. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
