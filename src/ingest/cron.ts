import cron from "node-cron";
import { WireError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";

/**
 * Calls `beat` at the times of the crontab expression (five fields, or six with seconds first). `beat` must handle its
 * own failures and overlaps. Throws `config-invalid` for an expression that cannot be read.
 */
export function startCron(expression: string, beat: () => Promise<unknown>, clock: Clock): { stop(): Promise<void> } {
  if (!cron.validate(expression)) {
    throw new WireError("config-invalid", `polling.cron: "${expression}" is not a crontab expression`);
  }
  // The process may be too busy for a beat. The next beat makes up for it, because it asks the store what is due.
  const task = cron.schedule(expression, () => beat(), { suppressMissedWarning: true });
  const stopped = new AbortController();
  const rewind = async (): Promise<void> => {
    await task.stop();
    if (!stopped.signal.aborted) await task.start();
  };
  const watching = watchClock(clock, stopped.signal, rewind);
  return {
    async stop() {
      stopped.abort(noLongerWatched);
      await watching;
      await task.stop();
      await task.destroy();
    },
  };
}

/**
 * Calls `onSet` when the clock was set. node-cron waits for a fixed time, so it would be silent for an hour after a
 * clock was set back by an hour. After a clock was set forward, or after the machine has slept, node-cron goes through
 * every beat that it missed. For a day of one-second beats that takes minutes.
 */
async function watchClock(clock: Clock, stopped: AbortSignal, onSet: () => Promise<void>): Promise<void> {
  let before = clock.now();
  for (;;) {
    try {
      await clock.sleep(watchMs, stopped);
    } catch (thrown) {
      if (stopped.aborted) return;
      throw thrown;
    }
    const now = clock.now();
    if (now < before || now - before > jumpMsMin) await onSet();
    before = now;
  }
}

const watchMs = 2 * secondMs;
/** A process that is merely busy sleeps longer than it asked for, but not by this much. */
const jumpMsMin = 60 * secondMs;
const noLongerWatched = new Error("the cron has stopped");
