import type { Alerts } from "./alerts.ts";
import type { SentEvent } from "./line.ts";
import { insertRow, replaceRow, rowOf, type SentRow } from "./rows.ts";

/** A list of rows that are live: the river, or a column. */
export interface LiveList {
  /** Applies an event of the list's view. */
  readonly hear: (event: SentEvent) => void;
  /** Inserts the rows that are waiting. */
  readonly showNew: () => void;
  /** The number of rows that are waiting. */
  readonly waiting: () => number;
  /** Drops the waiting rows, because the list now shows another view. */
  readonly forget: () => void;
}

interface Place {
  /** The list's element. A search replaces it, so it is looked up each time. */
  readonly list: () => HTMLElement | null;
  /** The button that says how many rows are waiting. */
  readonly pill: HTMLElement | null;
  /** Whether new rows are inserted at once. */
  readonly isFollowing: () => boolean;
  readonly toTop: () => void;
  readonly alerts: Alerts;
}

export function createLiveList({ list, pill, isFollowing, toTop, alerts }: Place): LiveList {
  const waiting = new Map<string, SentRow>();
  pill?.addEventListener("click", showNew);

  function hear(event: SentEvent): void {
    for (const key of event.gone) take(key);
    if (event.whole) removeStale(event);
    for (const row of event.rows) place(row);
    if (isFollowing()) showNew();
    else showPill();
  }

  function showNew(): void {
    const rows = list();
    if (rows === null || waiting.size === 0) return;
    for (const row of [...waiting.values()].sort((a, b) => a.at - b.at)) insertRow(rows, row);
    waiting.clear();
    showPill();
    document.getElementById("empty")?.remove();
    toTop();
  }

  function take(key: string): void {
    waiting.delete(key);
    rowOf(list(), key)?.remove();
  }

  /** Updates a row that is in the list; a new row waits. */
  function place(row: SentRow): void {
    const present = rowOf(list(), row.key);
    const before = present?.dataset.mark ?? waiting.get(row.key)?.mark;
    if (present === null) waiting.set(row.key, row);
    else replaceRow(present, row);
    if (before !== row.mark) alerts.look(row);
  }

  /** Removes rows that are missing from the sent list, except rows older than the whole list. */
  function removeStale({ rows, complete }: SentEvent): void {
    const last = rows.at(-1);
    const keys = new Set(rows.map(({ key }) => key));
    for (const element of list()?.querySelectorAll<HTMLElement>(":scope > .row") ?? []) {
      const newer = complete || last === undefined || Number(element.dataset.at) > last.at;
      if (newer && !keys.has(element.dataset.key ?? "")) element.remove();
    }
    for (const key of [...waiting.keys()]) if (!keys.has(key)) waiting.delete(key);
  }

  function showPill(): void {
    if (pill === null) return;
    pill.hidden = waiting.size === 0;
    pill.textContent = `${waiting.size} new`;
  }

  return {
    hear,
    showNew,
    waiting: () => waiting.size,
    forget() {
      waiting.clear();
      showPill();
    },
  };
}
