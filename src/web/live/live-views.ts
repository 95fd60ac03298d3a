import { setImmediate as nextTurn } from "node:timers/promises";
import { messageOf, WireError } from "../../domain/errors.ts";
import { elapsedOf } from "../../domain/ports.ts";
import { secondMs } from "../../domain/time.ts";
import { readAskedPage } from "../page/read-asked-page.ts";
import { storeFor } from "../page/store-for.ts";
import type { Viewer } from "../page/viewer.ts";
import type { DeskQuery } from "../river/desk-query.ts";
import { createRowMarks } from "../river/row-marks.ts";
import { readWatches } from "../sign-in/watches.ts";
import type { RouteDeps, WebDeps } from "../web-deps.ts";
import { createLiveChannel, type LiveChannel } from "./live-channel.ts";
import { createRowReader } from "./live-rows.tsx";

/** The views that are being watched, each read once however many watch it. */
export interface LiveViews {
  /**
   * The channel of a view's newest rows, as `viewer` sees it. Throws WireError store-locked where too many different
   * views are watched.
   */
  channel(query: DeskQuery, viewer: Pick<Viewer, "watches" | "editor">): LiveChannel;
  /** Call when a listener has come or gone: the store is looked at only while somebody listens. */
  attend(): void;
}

const channelsMax = 200;
/** Views are looked at again after a change, but not more often than this. */
const refreshGapMs = 200;
/** Another process may write too, and cannot tell us: the mark is cheap to read. */
const lookMs = 2 * secondMs;

export function createLiveViews(deps: RouteDeps): LiveViews {
  const channels = new Map<string, LiveChannel>();
  let attending: { stop(): void } | null = null;

  function channel(query: DeskQuery, viewer: Pick<Viewer, "watches" | "editor">): LiveChannel {
    const { watches } = viewer;
    const key = JSON.stringify([query.canonical, watches, viewer.editor !== null]);
    const found = channels.get(key);
    if (found !== undefined) return found;
    if (channels.size >= channelsMax) forgetIdle();
    const marks = createRowMarks(query.search, readWatches(watches.join("\n")));
    // Whoever asks for older rows shares the channel with those who ask for the newest.
    const asked = { query: { ...query.page, after: null }, isNarrowed: query.isNarrowed };
    const readPage = () => readAskedPage(deps, viewer, asked, null);
    const made = createLiveChannel(createRowReader(storeFor(deps, viewer), readPage, marks), (thrown) => {
      if (!deps.refusals.note(thrown))
        deps.log.warn({ error: messageOf(thrown) }, "a live view could not be read; trying again");
    });
    channels.set(key, made);
    return made;
  }

  function forgetIdle(): void {
    for (const [key, { listeners }] of channels) if (listeners() === 0) channels.delete(key);
    if (channels.size >= channelsMax)
      throw new WireError("store-locked", `${channelsMax} different views are being watched already`);
  }

  function attend(): void {
    const wanted = [...channels.values()].some(({ listeners }) => listeners() > 0);
    if (wanted && attending === null) attending = startAttending(deps, channels);
    if (wanted || attending === null) return;
    attending.stop();
    attending = null;
  }

  return { channel, attend };
}

function startAttending(deps: WebDeps, channels: ReadonlyMap<string, LiveChannel>): { stop(): void } {
  const stop = new AbortController();
  let due = false;
  let sweeping = false;

  async function sweep(): Promise<void> {
    due = true;
    if (sweeping) return;
    sweeping = true;
    while (due && !stop.signal.aborted) {
      due = false;
      const startedAt = elapsedOf(deps.clock);
      for (const channel of channels.values()) {
        if (channel.listeners() === 0) continue;
        await channel.refresh();
        // The store is read without giving way: whoever asks for a feed or a page has his turn between two views.
        await nextTurn();
      }
      // Where very many views are watched, looking at them takes half of this thread's time at most.
      await pause(deps, Math.max(refreshGapMs, elapsedOf(deps.clock) - startedAt), stop.signal);
    }
    sweeping = false;
  }

  const unlisten = deps.onChange(() => void sweep());
  void lookForOthers(deps, stop.signal, sweep);
  return {
    stop() {
      stop.abort();
      unlisten();
    },
  };
}

async function lookForOthers(deps: WebDeps, signal: AbortSignal, sweep: () => Promise<void>): Promise<void> {
  let known = -1;
  while (!signal.aborted) {
    try {
      const mark = await deps.store.readChangeMark();
      if (known !== -1 && mark !== known) await sweep();
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
