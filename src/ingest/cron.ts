import cron from "node-cron";
import { WireError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";

/**
 * Calls `beat` whenever the crontab expression says (five fields, or six with seconds first). A beat is expected to
 * look after its own failures and overlaps. Throws `config-invalid` for an expression that cannot be read.
 */
export function startCron(expression: string, beat: () => Promise<unknown>, clock: Clock): { stop(): Promise<void> } {
  if (!cron.validate(expression)) {
    throw new WireError("config-invalid", `polling.cron: "${expression}" is no crontab expression`);
  }
  // A beat that the process was too busy for is made up by the next one, which asks the store what is due.
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
 * node-cron waits for the time of the next beat: on a clock that is set back an hour it would be silent for an hour.
 */
async function watchClock(clock: Clock, stopped: AbortSignal, onSetBack: () => Promise<void>): Promise<void> {
  let before = clock.now();
  for (;;) {
    try {
      await clock.sleep(watchMs, stopped);
    } catch (thrown) {
      if (stopped.aborted) return;
      throw thrown;
    }
    const now = clock.now();
    if (now < before) await onSetBack();
    before = now;
  }
}

const watchMs = 10 * secondMs;
const noLongerWatched = new Error("the cron has stopped");
