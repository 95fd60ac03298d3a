import cron from "node-cron";
import { WireError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { type Instant, secondMs } from "../domain/time.ts";

/**
 * Calls `beat` at the times of the crontab expression (five fields, or six with seconds first). `beat` must handle its
 * own failures and overlaps. `clock`: the machine's own, because node-cron goes by it. Throws `config-invalid` for an
 * expression that cannot be read.
 */
export function startCron(expression: string, beat: () => Promise<unknown>, clock: Clock): { stop(): Promise<void> } {
  if (!cron.validate(expression)) {
    throw new WireError("config-invalid", `polling.cron: "${expression}" is not a crontab expression`);
  }
  // node-cron reads the expression and finds the next time. The task itself is never started. After a clock was set
  // forward, or after the machine has slept, it would go through every beat that it missed. For a day with one beat per
  // second, that takes half a minute.
  const task = cron.createTask(expression, () => beat());
  const nextRun = (): Instant => task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY;
  const stopped = new AbortController();
  const beating = keepBeating({ clock, nextRun, beat }, stopped.signal);
  return {
    async stop() {
      stopped.abort(noLongerBeating);
      await beating;
      await task.destroy();
    },
  };
}

interface Beating {
  readonly clock: Clock;
  /** The first time of the expression after now. */
  readonly nextRun: () => Instant;
  readonly beat: () => Promise<unknown>;
}

/**
 * Beats at each time of the expression. Several missed beats are made up by one beat, because a beat asks the store for
 * everything that is due. After a clock was set back, the next beat is looked up again.
 */
async function keepBeating({ clock, nextRun, beat }: Beating, stopped: AbortSignal): Promise<void> {
  let next = nextRun();
  for (let before = clock.now(); ; ) {
    try {
      await clock.sleep(Math.min(Math.max(next - before, 1), sleepMsMax), stopped);
    } catch (thrown) {
      if (stopped.aborted) return;
      throw thrown;
    }
    const now = clock.now();
    if (now >= next) void beat();
    if (now >= next || now < before) next = nextRun();
    before = now;
  }
}

/** During a longer sleep, a change of the clock would stay unnoticed for too long. */
const sleepMsMax = 2 * secondMs;
const noLongerBeating = new Error("the cron has stopped");
