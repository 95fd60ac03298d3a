import type { QueuedCommand } from "../domain/commands.ts";
import { type Clock, elapsedOf } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { secondMs } from "../domain/time.ts";

export interface CommandWatchDeps {
  readonly store: Pick<Store, "readNewestWaiting" | "carryOutFeedCommands">;
  readonly clock: Clock;
  /** Lets the desk carry out the rulings that wait for it. */
  readonly decide: () => Promise<void>;
  /** Looks for due feeds now, without waiting for the next beat. */
  readonly poll: () => void;
  /** Called after feeds have changed. */
  readonly onChange: () => void;
}

const feedCommandsMax = 100;
/** If a ruling still waits because another process is the desk, `decide` is called again at most this often. */
const retryMs = secondMs;

/**
 * Returns a function that looks for queued commands, whichever process recorded them, and has them carried out in this
 * process.
 */
export function createCommandWatch(deps: CommandWatchDeps): () => Promise<void> {
  let tried = 0;
  let triedAt = 0;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const newest = await deps.store.readNewestWaiting(deps.clock.now());
    if (newest.feeds > 0) await carryOutFeeds();
    const elapsed = elapsedOf(deps.clock);
    if (newest.desk === 0 || (newest.desk === tried && elapsed - triedAt < retryMs)) return;
    tried = newest.desk;
    triedAt = elapsed;
    // Do not wait for the pass, which may take minutes. It answers rulings at its beginning and between its batches.
    void deps.decide();
  }

  async function carryOutFeeds(): Promise<void> {
    const answered = await deps.store.carryOutFeedCommands(deps.clock.now(), feedCommandsMax);
    const done = answered.filter(({ answer }) => answer.kind === "done").map(({ kind }) => kind);
    if (done.some((kind) => changesLists.includes(kind))) deps.onChange();
    if (done.length > 0) deps.poll();
  }

  return () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
}

const changesLists: readonly QueuedCommand["kind"][] = ["addFeed", "importFeeds", "setFeedState", "editFeed"];
