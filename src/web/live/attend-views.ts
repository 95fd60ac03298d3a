import { setImmediate as nextTurn } from "node:timers/promises";
import { messageOf } from "../../domain/errors.ts";
import { elapsedOf } from "../../domain/ports.ts";
import { secondMs } from "../../domain/time.ts";
import type { WebDeps } from "../web-deps.ts";
import type { LiveChannel } from "./live-channel.ts";

/** A view that may be watched. */
export interface LiveView {
  readonly channel: LiveChannel;
  /** Whether it is read in the thread for searches, which takes as long as it takes. */
  readonly isNarrowed: boolean;
}

/** Views are looked at again after a change, but not more often than this. */
const refreshGapMs = 200;
/** Another process may write too, and cannot tell us: the mark is cheap to read. */
const lookMs = 2 * secondMs;

/** Looks at the views that are watched after each change of the store, until stopped. */
export function attendViews(deps: WebDeps, views: ReadonlyMap<string, LiveView>): { stop(): void } {
  const stop = new AbortController();
  // Two rounds, so that a view that is read in milliseconds does not wait for searches.
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

/** Answers a function that has all views of a kind looked at; calls during a round lead to one more. */
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
        // The store is read without giving way: whoever asks for a feed or a page has his turn between two views.
        await nextTurn();
      }
      // Where very many views are watched, looking at them takes half of a thread's time at most.
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

/** Ends early, and without a fault, when the signal aborts. */
async function pause({ clock }: WebDeps, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}
