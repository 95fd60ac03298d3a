import { isStoreLost, messageOf } from "../../domain/errors.ts";
import { type Clock, elapsedOf, type Log } from "../../domain/ports.ts";
import type { Store } from "../../domain/store.ts";
import { type Instant, secondMs } from "../../domain/time.ts";
import { systemClock } from "../system-clock.ts";

/** The store's clock, as this process knows it. */
interface StoreClock extends Clock {
  /** Asks the store for its time. Call it every few seconds. */
  learn(): Promise<void>;
}

/** A store, and the clock for all times that are written to it. */
export interface ClockedStore {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Makes the clock of a store. The processes that share a PostgreSQL database may run on machines whose clocks differ,
 * so all of them use the database's clock. Each process asks the database for its time now and then, and in between
 * adds the time that has elapsed. A SQLite store has the clock of its machine. `machine`: this machine's clock.
 */
export async function createStoreClock(
  store: Pick<Store, "readNow">,
  machine: Clock = systemClock,
): Promise<StoreClock> {
  /** The store's time when the elapsed time was 0; null when the machine's clock counts. */
  let zeroAt: number | null = null;
  const learn = async (): Promise<void> => {
    const before = elapsedOf(machine);
    const now: Instant | null = await store.readNow();
    // The answer was made at some moment between the question and now.
    zeroAt = now === null ? null : now - (before + elapsedOf(machine)) / 2;
  };
  await learn();
  return {
    ...machine,
    now: () => (zeroAt === null ? machine.now() : Math.round(zeroAt + elapsedOf(machine))),
    learn,
  };
}

/** Asks the store for its time every few seconds. While the store is away, the clock keeps what it last learned. */
export function keepLearning(clock: StoreClock, log: Log): NodeJS.Timeout {
  const learn = () =>
    clock.learn().catch((thrown: unknown) => {
      if (!isStoreLost(thrown)) log.warn({ err: thrown }, `could not ask the store for its time: ${messageOf(thrown)}`);
    });
  return setInterval(() => void learn(), learnMs);
}

const learnMs = 5 * secondMs;
