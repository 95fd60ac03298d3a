import type { Alerts } from "./alerts.ts";
import { openLine } from "./line.ts";
import { createLiveList, type LiveList } from "./live-list.ts";

/** Brings new rows into the page as they arrive, without moving the row that is being read. */
export interface Live {
  /** Inserts the rows that are waiting. */
  readonly showNew: () => void;
  /** Listens to the new view after a search has replaced the river. */
  readonly restart: () => void;
}

export function startLive(alerts: Alerts): Live {
  const columns = [...document.querySelectorAll<HTMLElement>(".column")];
  const lists = columns.length > 0 ? columns.map((column) => columnList(column, alerts)) : [riverList(alerts)];
  const line = openLine((event) => {
    lists[event.column ?? 0]?.hear(event);
    showWaiting(lists.reduce((sum, list) => sum + list.waiting(), 0));
  });

  function showNew(): void {
    for (const list of lists) list.showNew();
    showWaiting(0);
  }

  return {
    showNew,
    restart() {
      for (const list of lists) list.forget();
      showWaiting(0);
      line.restart();
    },
  };
}

/**
 * The river of the first page. It inserts new rows at once if the reader has switched on "follow", or while it is
 * empty.
 */
function riverList(alerts: Alerts): LiveList {
  const follow = document.getElementById("follow") as HTMLInputElement | null;
  const list = createLiveList({
    list: () => document.getElementById("river"),
    pill: document.getElementById("pill"),
    isFollowing: () => follow?.checked === true || document.querySelector("#river > .row") === null,
    toTop: () => scrollTo({ top: 0 }),
    alerts,
  });
  follow?.addEventListener("change", () => {
    rememberFollow(follow.checked);
    if (follow.checked) list.showNew();
  });
  return list;
}

/**
 * A column of the columns page. It inserts new rows at once while its newest rows are visible and no row in it is
 * chosen.
 */
function columnList(column: HTMLElement, alerts: Alerts): LiveList {
  const rows = column.querySelector<HTMLElement>(".river");
  return createLiveList({
    list: () => rows,
    pill: column.querySelector(".column-pill"),
    isFollowing: () => (rows?.scrollTop ?? 0) < topPixelsMax && column.querySelector(".chosen") === null,
    toTop: () => rows?.scrollTo({ top: 0 }),
    alerts,
  });
}

/** A column that is scrolled less than this shows its newest row. */
const topPixelsMax = 40;

function showWaiting(count: number): void {
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
