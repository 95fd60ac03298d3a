/** An alert that this browser has raised. */
export interface Alert {
  /** The row that raised it. */
  readonly key: string;
  readonly title: string;
  readonly href: string;
  readonly at: number;
  readonly why: string;
}

/** The last alerts of this browser, in the panel of the bell, and the number of unread ones beside the bell. */
export interface AlertList {
  /** Adds an alert. False when the list has it already, for example because another tab has raised it. */
  readonly keep: (alert: Alert) => boolean;
}

const keptMax = 30;
const listName = "wiredesk-alerts";
const readName = "wiredesk-alerts-read";

export function startAlertList(): AlertList {
  const panel = document.getElementById("alerts");
  const details = panel instanceof HTMLDetailsElement ? panel : null;
  /** Alerts that were unread when the panel was opened stay marked while it is open. */
  let markedSince = readAt();

  details?.addEventListener("toggle", () => {
    if (details.open) {
      markedSince = readAt();
      markRead();
    }
    show();
  });
  document.addEventListener("click", (event) => {
    if (details?.open === true && !details.contains(event.target as Node)) details.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || details?.open !== true) return;
    details.open = false;
    details.querySelector("summary")?.focus();
  });
  window.addEventListener("storage", ({ key }) => {
    if (key === listName || key === readName) show();
  });
  if (details !== null && location.hash === "#alerts") details.open = true;
  show();

  function keep(alert: Alert): boolean {
    const alerts = readAlerts();
    const isKnown = alerts.some(
      ({ key, why, title }) => key === alert.key && why === alert.why && title === alert.title,
    );
    if (isKnown) return false;
    localStorage.setItem(listName, JSON.stringify([alert, ...alerts].slice(0, keptMax)));
    if (details?.open === true) markRead();
    show();
    return true;
  }

  function show(): void {
    const alerts = readAlerts();
    const since = details?.open === true ? markedSince : readAt();
    showUnread(alerts.filter(({ at }) => at > readAt()).length);
    document.getElementById("no-alerts")?.toggleAttribute("hidden", alerts.length > 0);
    document.getElementById("alert-list")?.replaceChildren(...alerts.map((alert) => itemOf(alert, alert.at > since)));
  }

  return { keep };
}

function readAt(): number {
  return Number(localStorage.getItem(readName) ?? 0);
}

function markRead(): void {
  localStorage.setItem(readName, String(Date.now()));
}

function showUnread(count: number): void {
  const place = document.getElementById("unread");
  if (place === null) return;
  place.hidden = count === 0;
  place.textContent = count === 0 ? "" : String(count);
  place.setAttribute("aria-label", `${count} unread`);
}

function itemOf(alert: Alert, isNew: boolean): HTMLElement {
  const item = document.createElement("li");
  item.classList.toggle("new", isNew);
  const time = document.createElement("time");
  const at = new Date(alert.at);
  time.dateTime = at.toISOString();
  time.textContent = at.toTimeString().slice(0, 5);
  const link = document.createElement("a");
  link.href = alert.href;
  link.dir = "auto";
  link.textContent = alert.title;
  item.append(time, " ", link, ` (${alert.why})`);
  return item;
}

function readAlerts(): readonly Alert[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(listName) ?? "[]");
    return Array.isArray(value) ? (value as Alert[]) : [];
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return [];
  }
}
