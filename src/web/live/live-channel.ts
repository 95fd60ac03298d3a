import type { LiveRow, LiveRows } from "./live-rows.tsx";

/**
 * A change of a view. `whole`: `rows` holds all of the newest rows, and not only the changed ones, because the events
 * since the client's last one are no longer known.
 */
export interface LiveEvent {
  /** The store's change mark. It is the id of the event. */
  readonly id: number;
  readonly rows: readonly LiveRow[];
  /** Rows that no longer exist: they were merged into others or no longer match. */
  readonly gone: readonly string[];
  readonly whole: boolean;
  /** With `whole`: true when the view has no older rows than `rows`. */
  readonly complete: boolean;
}

/** A view that any number of people may watch. It is read once for all of them. */
export interface LiveChannel {
  /**
   * Reads the store and tells the listeners what has changed. A call while it reads causes one more reading. Never
   * rejects: see `onError`.
   */
  refresh(): Promise<void>;
  /**
   * First calls `listener` with the events after the mark `since`, which is the id of an event or the mark of a page;
   * null when the client has no mark. Then calls `listener` with every change. Returns a function that stops this.
   */
  listen(since: number | null, listener: (event: LiveEvent) => void): Promise<() => void>;
  listeners(): number;
}

/** How many events are kept for clients that reconnect. */
const replayedEventsMax = 100;

export function createLiveChannel(read: () => Promise<LiveRows>, onError: (thrown: unknown) => void): LiveChannel {
  const listeners = new Set<(event: LiveEvent) => void>();
  const log: LiveEvent[] = [];
  let current: LiveRows | null = null;
  /** The log contains every event after this mark. */
  let base = 0;
  let running: Promise<void> | null = null;
  let again = false;

  async function look(): Promise<void> {
    do {
      again = false;
      const next = await read();
      const event = current === null ? null : compare(current, next);
      if (current === null) base = next.changeMark;
      current = next;
      if (event !== null) tell(event);
    } while (again);
  }

  function tell(event: LiveEvent): void {
    log.push(event);
    if (log.length > replayedEventsMax) base = log.shift()?.id ?? base;
    for (const listener of listeners) listener(event);
  }

  function refresh(): Promise<void> {
    again = true;
    running ??= look()
      .catch(onError)
      .finally(() => {
        running = null;
      });
    return running;
  }

  return {
    refresh,
    async listen(since, listener) {
      await refresh();
      if (current !== null) for (const event of missed(since, current)) listener(event);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listeners: () => listeners.size,
  };

  function missed(since: number | null, now: LiveRows): readonly LiveEvent[] {
    if (since !== null && since >= base && since <= now.changeMark) return log.filter(({ id }) => id > since);
    return [{ id: now.changeMark, rows: now.rows, gone: [], whole: true, complete: now.complete }];
  }
}

/** The event that reports what changed from `before` to `now`; null when nothing visible has changed. */
function compare(before: LiveRows, now: LiveRows): LiveEvent | null {
  const marks = new Map(before.rows.map((row) => [row.key, row.mark]));
  const rows = now.rows.filter((row) => marks.get(row.key) !== row.mark);
  const present = new Set(now.rows.map(({ key }) => key));
  const last = now.rows.at(-1);
  // Rows below the present last row have only moved off the page.
  const gone = before.rows.filter(
    (row) => !present.has(row.key) && (now.complete || last === undefined || row.at > last.at),
  );
  if (rows.length === 0 && gone.length === 0) return null;
  return { id: now.changeMark, rows, gone: gone.map(({ key }) => key), whole: false, complete: false };
}
