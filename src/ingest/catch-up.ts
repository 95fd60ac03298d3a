import { type Clock, elapsedOf, type Log } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { secondMs } from "../domain/time.ts";

export interface CatchUp {
  /** Starts the work where it was left, unless it is already running. Resolves when the work is done or stopped. */
  run(): Promise<void>;
  stop(): void;
}

export interface CatchUpDeps {
  readonly store: Pick<Store, "takeOverIndexed" | "packOlder" | "compact" | "growWords">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Rows of one kind that an earlier build wrote in another form. */
interface Stage {
  /** Brings some of these rows up to date. Returns how many are left. */
  readonly step: (store: CatchUpDeps["store"]) => Promise<number>;
  readonly going: string;
  readonly done: string;
}

/** Each step is one transaction of some hundredths of a second. */
const stages: readonly Stage[] = [
  {
    step: (store) => store.takeOverIndexed(200),
    going: "search index: entries of an earlier build are being analysed again",
    done: "search index: every entry has been analysed again",
  },
  {
    step: (store) => store.packOlder(100),
    going: "store: long texts of an earlier build are being compressed",
    done: "store: the long texts of the earlier build have been compressed",
  },
];
/** The words of this many entries are read in one transaction. */
const wordEntries = 200;
const progressMs = 10 * secondMs;

/**
 * Brings what earlier builds wrote up to date while the service runs. It rests after each step for as long as the step
 * took, so that polls and the desk always get their turn. If the process is killed, at most one step is lost, because
 * the store shows what is left to do. At the end the file is rewritten if that makes it much smaller. Each run then
 * adds the words of new entries to the dictionary of forms.
 */
export function createCatchUp(deps: CatchUpDeps): CatchUp {
  let going: Promise<void> | null = null;
  let isDone = false;
  const stopping = new AbortController();

  async function work(): Promise<void> {
    for (const stage of isDone ? [] : stages) await finish(deps, stage, stopping.signal);
    if (!isDone && !stopping.signal.aborted) await compactIfItPays(deps);
    isDone ||= !stopping.signal.aborted;
    await readWords(deps, stopping.signal);
  }

  return {
    run() {
      if (going === null && stopping.signal.aborted) return Promise.resolve();
      going ??= work().finally(() => {
        going = null;
      });
      return going;
    },
    stop: () => stopping.abort(),
  };
}

/** Takes the steps of a stage until nothing is left, or until it is stopped. */
async function finish({ store, clock, log }: CatchUpDeps, stage: Stage, stopped: AbortSignal): Promise<void> {
  let toldAt: number | null = null;
  while (!stopped.aborted) {
    const startedAt = elapsedOf(clock);
    const left = await stage.step(store);
    if (left === 0) {
      if (toldAt !== null) log.info({}, stage.done);
      return;
    }
    if (toldAt === null || elapsedOf(clock) - toldAt >= progressMs) {
      toldAt = elapsedOf(clock);
      log.info({ left }, stage.going);
    }
    await rest(clock, elapsedOf(clock) - startedAt, stopped);
  }
}

async function readWords({ store, clock }: CatchUpDeps, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const startedAt = elapsedOf(clock);
    if ((await store.growWords(wordEntries)) === 0) return;
    await rest(clock, elapsedOf(clock) - startedAt, stopped);
  }
}

async function rest(clock: Clock, ms: number, stopped: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms + 1, stopped);
  } catch (thrown) {
    if (!stopped.aborted) throw thrown;
  }
}

async function compactIfItPays({ store, log }: CatchUpDeps): Promise<void> {
  const { kind, bytes, freeBytes } = await store.compact(false);
  if (kind === "done") log.info({ bytes, freed: freeBytes }, "store: the file was rewritten without its free pages");
  if (kind === "analysed") log.info({ bytes }, "store: the server has taken samples of its tables (ANALYZE)");
  if (kind === "too-large") {
    log.info(
      { bytes, free: freeBytes },
      "store: a large part of the file is free; stop the service and run 'wiredesk migrate --compact' to give it back",
    );
  }
}
