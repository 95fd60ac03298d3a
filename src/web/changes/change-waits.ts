import type { StoreChange } from "../../domain/commands.ts";
import { messageOf, WireError } from "../../domain/errors.ts";
import { type Clock, elapsedOf, type Log } from "../../domain/ports.ts";
import type { ReadStore } from "../../domain/store.ts";
import { secondMs } from "../../domain/time.ts";

/** Clients that wait for a change. */
export interface ChangeWaits {
  /**
   * The mark to pass to `wait`. Read it before the store, so that no change is missed. `hearsAll`: the reader may learn
   * of changes in private sources. Other readers have a mark that does not change when only licensed copy arrives.
   */
  readMark(hearsAll: boolean): Promise<number>;
  /**
   * Resolves to "changed" when the mark is no longer `mark`. Resolves to "over" when the mark has not changed until
   * `until`, the client has left, or the server stops. Throws WireError rate-limited when too many requests wait, in
   * total or from this client.
   */
  wait(asked: AskedWait): Promise<"changed" | "over">;
}

export interface AskedWait {
  readonly client: string;
  readonly hearsAll: boolean;
  readonly mark: number;
  /** On the clock that `elapsedOf` reads. */
  readonly until: number;
  /** Aborts when the client leaves. */
  readonly leaving: AbortSignal;
}

interface Waiting extends Pick<AskedWait, "client" | "hearsAll" | "mark"> {
  readonly wake: (why: "changed" | "over") => void;
}

/** How many clients may wait at once, in total and from one address. A newsroom may be behind one address. */
const waitingMax = 500;
const clientWaitingMax = 50;
/** How often the marks are read without a notice. Other processes that write to the store cannot notify us. */
const lookMs = secondMs;

interface ChangeWaitsDeps {
  readonly store: Pick<ReadStore, "readChangeMark" | "readShownMark">;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: (listener: (change: StoreChange) => void) => () => void;
  readonly stopping?: AbortSignal;
}

/** `store`: as the public sees it. The other dependencies: see `WebDeps`. */
export function createChangeWaits({ store, clock, log, onChange, stopping }: ChangeWaitsDeps): ChangeWaits {
  const waiting = new Set<Waiting>();
  let looks: AbortController | null = null;
  let isLooking = false;
  let isDue = false;

  const readMark = (hearsAll: boolean) => (hearsAll ? store.readChangeMark() : store.readShownMark());

  /** Wakes the clients whose mark has changed. A call during a look causes one more look. */
  async function look(): Promise<void> {
    isDue = true;
    if (isLooking) return;
    isLooking = true;
    while (isDue && waiting.size > 0) {
      isDue = false;
      await wakeChanged();
    }
    isLooking = false;
  }

  async function wakeChanged(): Promise<void> {
    try {
      const [all, shown] = [await readMark(true), await readMark(false)];
      for (const one of waiting) if (one.mark !== (one.hearsAll ? all : shown)) one.wake("changed");
    } catch (thrown) {
      log.warn({ error: messageOf(thrown) }, "the change mark could not be read; trying again");
    }
  }

  /** Looks repeatedly until no client waits. */
  async function keepLooking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await look();
      await clock.sleep(lookMs, signal).catch(() => undefined);
    }
  }

  onChange(() => void look());
  stopping?.addEventListener("abort", () => {
    for (const { wake } of waiting) wake("over");
  });

  return {
    readMark,
    async wait({ until, leaving, ...asked }) {
      const waitMs = until - elapsedOf(clock);
      if (leaving.aborted || stopping?.aborted === true || waitMs <= 0) return "over";
      const own = [...waiting].filter(({ client }) => client === asked.client).length;
      if (waiting.size >= waitingMax || own >= clientWaitingMax)
        throw new WireError("rate-limited", "too many requests wait for changes; end some, or try again later");
      const done = new AbortController();
      const one: Waiting = { ...asked, wake: (why) => done.abort(why) };
      const leave = () => one.wake("over");
      waiting.add(one);
      leaving.addEventListener("abort", leave);
      if (looks === null) {
        looks = new AbortController();
        void keepLooking(looks.signal);
      } else void look();
      await clock.sleep(waitMs, done.signal).catch(() => undefined);
      leaving.removeEventListener("abort", leave);
      waiting.delete(one);
      if (waiting.size === 0) {
        looks?.abort();
        looks = null;
      }
      return done.signal.reason === "changed" ? "changed" : "over";
    },
  };
}
