import { setImmediate as nextTurn } from "node:timers/promises";
import { messageOf } from "../../domain/errors.ts";
import { elapsedOf } from "../../domain/ports.ts";
import { secondMs } from "../../domain/time.ts";
import type { WebDeps } from "../web-deps.ts";
import type { LiveChannel } from "./live-channel.ts";

/** A view that may be watched. */
export interface LiveView {
  readonly channel: LiveChannel;
  /** True when the view is read in the thread for searches, which may take long. */
  readonly isNarrowed: boolean;
}

/** Views are read again after a change, but at most this often. */
const refreshGapMs = 200;
/**
 * How often the change mark is read. Other processes that write to the store cannot notify us, and reading the mark is
 * cheap.
 */
const lookMs = 2 * secondMs;

/** Reads the watched views again after each change of the store, until stopped. */
export function attendViews(deps: WebDeps, views: ReadonlyMap<string, LiveView>): { stop(): void } {
  const stop = new AbortController();
  // Use two rounds, so that a view that takes milliseconds does not wait for searches.
  const rounds = [false, true].map((isNarrowed) => createRound(deps, views, isNarrowed, stop.signal));
  const lookAtAll = () => {
    for (const look of rounds) void look();
  };
  const unlisten = deps.onChange(lookAtAll);
  void lookForOthers(deps, stop.signal, lookAtAll);
  return {
    stop() {
      stop.abort();
      unlisten();
    },
  };
}

/**
 * Returns a function that starts a round: it reads all watched views again that are narrowed, or all that are not.
 * Calls during a round cause one more round.
 */
function createRound(
  deps: WebDeps,
  views: ReadonlyMap<string, LiveView>,
  isNarrowed: boolean,
  signal: AbortSignal,
): () => Promise<void> {
  let due = false;
  let isRunning = false;
  return async () => {
    due = true;
    if (isRunning) return;
    isRunning = true;
    while (due && !signal.aborted) {
      due = false;
      const startedAt = elapsedOf(deps.clock);
      for (const view of views.values()) {
        if (view.isNarrowed !== isNarrowed || view.channel.listeners() === 0) continue;
        await view.channel.refresh();
        // Reading the store blocks the thread, so give requests a turn between two views.
        await nextTurn();
      }
      // Wait at least as long as the round took. So reading takes at most half of the thread's time, however many views
      // there are.
      await pause(deps, Math.max(refreshGapMs, elapsedOf(deps.clock) - startedAt), signal);
    }
    isRunning = false;
  };
}

async function lookForOthers(deps: WebDeps, signal: AbortSignal, lookAtAll: () => void): Promise<void> {
  let known = -1;
  while (!signal.aborted) {
    try {
      const mark = await deps.store.readChangeMark();
      if (known !== -1 && mark !== known) lookAtAll();
      known = mark;
    } catch (thrown) {
      deps.log.warn({ error: messageOf(thrown) }, "the change mark could not be read; trying again");
    }
    await pause(deps, lookMs, signal);
  }
}

/** Waits. Returns early, without an error, when the signal aborts. */
async function pause({ clock }: WebDeps, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}
