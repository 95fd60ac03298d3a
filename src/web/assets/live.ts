import type { Alerts } from "./alerts.ts";
import { openLine, type SentEvent } from "./line.ts";
import { insertRow, replaceRow, type SentRow } from "./rows.ts";

/** Brings new rows into the river as they arrive, without moving the row that is being read. */
export interface Live {
  /** Inserts the rows that are waiting. */
  readonly showNew: () => void;
  /** Listens to the new view after a search has replaced the river. */
  readonly restart: () => void;
}

export function startLive(alerts: Alerts): Live {
  const waiting = new Map<string, SentRow>();
  const follow = document.getElementById("follow") as HTMLInputElement | null;
  const pill = document.getElementById("pill");
  const line = openLine((event) => {
    for (const key of event.gone) take(key, waiting);
    if (event.whole) removeStale(event, waiting);
    for (const row of event.rows) place(row, waiting, alerts);
    if (follow?.checked === true || document.querySelector("#river > .row") === null) showNew();
    else showPill(waiting.size);
  });
  pill?.addEventListener("click", showNew);
  follow?.addEventListener("change", () => {
    rememberFollow(follow.checked);
    if (follow.checked) showNew();
  });

  function showNew(): void {
    const river = document.getElementById("river");
    if (river === null || waiting.size === 0) return;
    for (const row of [...waiting.values()].sort((a, b) => a.at - b.at)) insertRow(river, row);
    waiting.clear();
    showPill(0);
    document.getElementById("empty")?.remove();
    scrollTo({ top: 0 });
  }

  return {
    showNew,
    restart() {
      waiting.clear();
      showPill(0);
      line.restart();
    },
  };
}

function take(key: string, waiting: Map<string, SentRow>): void {
  waiting.delete(key);
  document.getElementById(key)?.remove();
}

/** Updates a row that is on the page; a new row waits. */
function place(row: SentRow, waiting: Map<string, SentRow>, alerts: Alerts): void {
  const present = document.getElementById(row.key);
  const before = present?.dataset.mark ?? waiting.get(row.key)?.mark;
  if (present === null) waiting.set(row.key, row);
  else replaceRow(present, row);
  if (before !== row.mark) alerts.look(row);
}

/** Removes rows that are missing from the sent list, except rows older than the whole list. */
function removeStale({ rows, complete }: SentEvent, waiting: Map<string, SentRow>): void {
  const last = rows.at(-1);
  const keys = new Set(rows.map(({ key }) => key));
  for (const element of document.querySelectorAll<HTMLElement>("#river > .row")) {
    const newer = complete || last === undefined || Number(element.dataset.at) > last.at;
    if (newer && !keys.has(element.id)) element.remove();
  }
  for (const key of [...waiting.keys()]) if (!keys.has(key)) waiting.delete(key);
}

function showPill(count: number): void {
  const pill = document.getElementById("pill");
  if (pill === null) return;
  pill.hidden = count === 0;
  pill.textContent = `${count} new`;
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = count > 0 ? `(${count}) ${title}` : title;
}

/** Keeps "follow" in the address, so that the view can be bookmarked. */
function rememberFollow(on: boolean): void {
  const url = new URL(location.href);
  if (on) url.searchParams.set("follow", "1");
  else url.searchParams.delete("follow");
  history.replaceState(null, "", url);
}
