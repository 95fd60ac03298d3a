import { type Clock, elapsedOf, type Log } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { secondMs } from "../domain/time.ts";

export interface IndexTakeOver {
  /** Starts the work where it was left, unless it is going on. Resolves when it is done or stopped. */
  run(): Promise<void>;
  stop(): void;
}

/** Entries in one transaction: some hundredths of a second. */
const batchEntries = 200;
const progressMs = 10 * secondMs;

/**
 * Puts the entries of an earlier build's full-text index into the present one while the service runs, the newest
 * first. It rests after each batch for as long as that took, so that polls and the desk always find a place. A kill
 * loses one batch at most: what is left is in the store.
 */
export function createIndexTakeOver(deps: {
  readonly store: Pick<Store, "takeOverIndexed">;
  readonly clock: Clock;
  readonly log: Log;
}): IndexTakeOver {
  const { store, clock, log } = deps;
  let going: Promise<void> | null = null;
  let isDone = false;
  const stopping = new AbortController();

  async function work(): Promise<void> {
    let toldAt = elapsedOf(clock);
    for (let left = Number.POSITIVE_INFINITY; !stopping.signal.aborted; ) {
      const before = left;
      const startedAt = elapsedOf(clock);
      left = await store.takeOverIndexed(batchEntries);
      if (left === 0) {
        if (before !== Number.POSITIVE_INFINITY) log.info({}, "search index: every entry is analysed anew");
        isDone = true;
        return;
      }
      if (before === Number.POSITIVE_INFINITY || elapsedOf(clock) - toldAt >= progressMs) {
        toldAt = elapsedOf(clock);
        log.info({ left }, "search index: entries of an earlier build are analysed anew");
      }
      await rest(elapsedOf(clock) - startedAt);
    }
  }

  async function rest(ms: number): Promise<void> {
    try {
      await clock.sleep(ms + 1, stopping.signal);
    } catch (thrown) {
      if (!stopping.signal.aborted) throw thrown;
    }
  }

  return {
    run() {
      if (going === null && (isDone || stopping.signal.aborted)) return Promise.resolve();
      going ??= work().finally(() => {
        going = null;
      });
      return going;
    },
    stop: () => stopping.abort(),
  };
}
