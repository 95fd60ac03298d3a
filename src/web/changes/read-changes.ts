import { setImmediate as nextTurn } from "node:timers/promises";
import type { Change, LogPlace } from "../../domain/changes/change.ts";
import type { StoredEntry } from "../../domain/entry.ts";
import { WireError } from "../../domain/errors.ts";
import type { SectionFilter } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";
import type { ChangeWaits } from "./change-waits.ts";
import type { ChangeCursor } from "./place-cursor.ts";

/** One request for changes. */
export interface ChangesAsked {
  readonly filter: SectionFilter;
  /** null: from the beginning. */
  readonly from: ChangeCursor | null;
  readonly limit: number;
  /** Until when to wait if there is no change yet, on the clock that `elapsedOf` reads; null: do not wait. */
  readonly until: number | null;
  readonly client: string;
  readonly hearsAll: boolean;
  readonly leaving: AbortSignal;
}

/**
 * One answer. `present`: entries as they are now. A client that starts without a cursor gets them before any changes.
 * `isMore`: there is more that can be read at once.
 */
export interface ChangesAnswer {
  readonly present: readonly StoredEntry[];
  readonly changes: readonly Change[];
  readonly next: ChangeCursor;
  readonly isMore: boolean;
}

/**
 * Reads the changes after a cursor. A reader without a cursor first gets the present entries by id, and then the
 * changes since its first request. Throws WireError gone when the log no longer reaches back to the cursor.
 */
export async function readChanges(store: ReadStore, waits: ChangeWaits, asked: ChangesAsked): Promise<ChangesAnswer> {
  const { filter, from, limit } = asked;
  if (from?.kind === "log") return readLog(store, waits, asked, from.place);
  const { place, afterId } = from ?? { place: await store.readLogEnd(), afterId: 0 };
  const present = await store.readEntries({ filter, since: null, afterId, limit });
  const last = present.length < limit ? undefined : present.at(-1);
  const next: ChangeCursor = last === undefined ? { kind: "log", place } : { kind: "walk", place, afterId: last.id };
  return { present, changes: [], next, isMore: true };
}

async function readLog(
  store: ReadStore,
  waits: ChangeWaits,
  { filter, limit, until, client, hearsAll, leaving }: ChangesAsked,
  from: LogPlace,
): Promise<ChangesAnswer> {
  let after = from;
  let isOver = until === null;
  for (;;) {
    const mark = await waits.readMark(hearsAll);
    const read = await store.readChanges({ filter, after, limit });
    if (read.kind === "forgotten") throw placeForgotten();
    after = read.upTo;
    if (read.changes.length > 0 || (isOver && !read.isMore) || leaving.aborted) {
      return { present: [], changes: read.changes, next: { kind: "log", place: after }, isMore: read.isMore };
    }
    // The filter lets none of these changes through. Read on, but let other requests run first.
    if (read.isMore) await nextTurn();
    else if (until !== null) isOver = (await waits.wait({ client, hearsAll, mark, until, leaving })) === "over";
  }
}

export function placeForgotten(): WireError {
  return new WireError(
    "gone",
    "The log of changes does not reach back to this place. Forget your copy and start again without `since`.",
  );
}
