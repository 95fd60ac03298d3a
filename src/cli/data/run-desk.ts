import type { Config } from "../../config/config.ts";
import type { Store } from "../../domain/store.ts";
import type { DeskReport } from "../../ingest/desk/desk.ts";
import { createDeskPace, type DeskPace, deskRestMs } from "../../ingest/desk/desk-pace.ts";
import { onePassAtATime } from "../../ingest/desk/one-pass.ts";
import type { CliDeps } from "../cli-deps.ts";
import { createProgress } from "../progress.ts";

/**
 * Decides on the waiting entries in this process. If a running service holds the desk, leaves the entries to that
 * service and prints a line about it. Returns how many decisions this process made.
 */
export async function runDesk(deps: CliDeps, config: Config, store: Store): Promise<number> {
  return (await startDesk(deps, config, store)).finish();
}

/** A desk that decides while more entries arrive, so that the first entries do not wait for the last. */
export interface StartedDesk {
  /** Tells the desk that new entries are stored. */
  heard(): void;
  /** Delays further documents while many entries wait for a decision. */
  readonly pace: DeskPace;
  /**
   * Decides on the remaining entries. Returns how many decisions this process made. Rejects with the error of a failed
   * pass.
   */
  finish(): Promise<number>;
}

export async function startDesk(deps: CliDeps, config: Config, store: Store): Promise<StartedDesk> {
  let waiting = 0;
  let isFinishing = false;
  const progress = await createProgress(deps, "sorting");
  const pace = createDeskPace();
  const onProgress = (decided: number): void => {
    if (isFinishing) progress.update(decided, Math.max(waiting, decided));
  };
  const desk = await deps.createDesk(config, store, onProgress, pace);
  let verdicts = 0;
  let last: DeskReport | null = null;
  let failure: { readonly error: unknown } | null = null;
  const passes = onePassAtATime(async () => {
    // Stop if another service holds the desk, because it decides on all further entries.
    if (failure !== null || (last?.kind === "elsewhere" && !isFinishing)) return pace.passEnded();
    try {
      last = await desk.run();
      if (last.kind === "decided") verdicts += last.verdicts;
    } catch (error) {
      failure = { error };
    }
  }, deskRestMs);
  return {
    heard: passes.askSoon,
    pace,
    async finish() {
      await passes.idle();
      isFinishing = true;
      waiting = (await store.readCounts()).pending;
      try {
        await passes.ask();
        if (failure !== null) throw failure.error;
        if (last?.kind === "elsewhere") {
          deps.talk(
            `the running service (${last.owner}) decides on copies and stories; ${waiting === 1 ? "1 entry waits" : `${waiting} entries wait`} for it`,
          );
        }
        return verdicts;
      } finally {
        progress.stop();
        await desk.close();
      }
    },
  };
}
