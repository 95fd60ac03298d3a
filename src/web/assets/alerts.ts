import { elementOf, type SentRow } from "./rows.ts";

/** Alerts for flashes and watch terms, with sound if switched on. The browser keeps the last ten. */
export interface Alerts {
  /** Checks a new or changed row for alerts. */
  readonly look: (row: SentRow) => void;
  readonly acknowledge: () => void;
}

interface Alert {
  readonly key: string;
  readonly mark: string;
  readonly title: string;
  readonly href: string;
  readonly at: number;
  readonly why: string;
}

const keptMax = 10;
const acknowledgedMax = 50;

export function startAlerts(): Alerts {
  const sound = toggle("sound", () => beep(2));
  const notify = toggle("notify", async (box) => {
    if (Notification.permission !== "granted") box.checked = (await Notification.requestPermission()) === "granted";
  });
  const flashes: Alert[] = [];
  showList();
  for (const row of document.querySelectorAll<HTMLElement>(".row.u1:not(.withdrawn)"))
    raiseFlash(alertOf(row, "flash"));

  function look(sent: SentRow): void {
    const row = elementOf(sent);
    if (row === null || row.classList.contains("withdrawn")) return;
    const watched = row.dataset.watch;
    const isFlash = row.dataset.urgency === "1";
    if (!isFlash && watched === undefined) return;
    const alert = alertOf(row, isFlash ? "flash" : `watching ${watched}`);
    keep(alert);
    if (isFlash) raiseFlash(alert);
    if (sound?.checked === true) beep(isFlash ? 3 : 1);
    if (notify?.checked === true && Notification.permission === "granted")
      new Notification(isFlash ? `FLASH: ${alert.title}` : alert.title, { body: alert.why, tag: alert.key });
  }

  function raiseFlash(alert: Alert): void {
    if (readList("wiredesk-acknowledged").some((known) => known === nameOf(alert))) return;
    const at = flashes.findIndex(({ key }) => key === alert.key);
    if (at >= 0) flashes.splice(at, 1);
    flashes.unshift(alert);
    showFlash();
  }

  function acknowledge(): void {
    const known = readList("wiredesk-acknowledged");
    writeList("wiredesk-acknowledged", [...flashes.map(nameOf), ...known].slice(0, acknowledgedMax));
    flashes.length = 0;
    showFlash();
  }

  function showFlash(): void {
    const place = document.getElementById("flash");
    if (place === null) return;
    const first = flashes[0];
    place.replaceChildren();
    place.hidden = first === undefined;
    if (first === undefined) return;
    const link = document.createElement("a");
    link.href = first.href;
    link.dir = "auto";
    link.textContent = `FLASH  ${first.title}`;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = flashes.length === 1 ? "Acknowledge (x)" : `Acknowledge ${flashes.length} (x)`;
    button.addEventListener("click", acknowledge);
    place.append(link, button);
  }

  return { look, acknowledge };
}

function alertOf(row: HTMLElement, why: string): Alert {
  const link = row.querySelector<HTMLAnchorElement>("h2 a");
  return {
    key: row.id,
    mark: row.dataset.mark ?? "",
    title: link?.textContent?.trim() ?? "",
    href: link?.getAttribute("href") ?? "/",
    at: Date.now(),
    why,
  };
}

/** The identity of an alert. An update makes a flash unacknowledged again; another carrier does not. */
function nameOf(alert: Alert): string {
  return `${alert.key} ${alert.title}`;
}

function keep(alert: Alert): void {
  const others = readList<Alert>("wiredesk-alerts").filter(({ key }) => key !== alert.key);
  writeList("wiredesk-alerts", [alert, ...others].slice(0, keptMax));
  showList();
}

function showList(): void {
  const list = document.getElementById("alert-list");
  const alerts = readList<Alert>("wiredesk-alerts");
  list?.replaceChildren(
    ...alerts.map((alert) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = alert.href;
      link.textContent = alert.title;
      item.append(`${new Date(alert.at).toTimeString().slice(0, 5)} `, link, ` (${alert.why})`);
      return item;
    }),
  );
}

function toggle(id: string, onTurnedOn: (box: HTMLInputElement) => unknown): HTMLInputElement | null {
  const box = document.getElementById(id);
  if (!(box instanceof HTMLInputElement)) return null;
  box.checked = localStorage.getItem(`wiredesk-${id}`) === "1";
  box.addEventListener("change", async () => {
    if (box.checked) await onTurnedOn(box);
    localStorage.setItem(`wiredesk-${id}`, box.checked ? "1" : "0");
  });
  return box;
}

function readList<Value = string>(name: string): readonly Value[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(value) ? (value as Value[]) : [];
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return [];
  }
}

function writeList(name: string, values: readonly unknown[]): void {
  localStorage.setItem(name, JSON.stringify(values));
}

function beep(times: number): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = 0.2;
  volume.connect(audio.destination);
  for (let at = 0; at < times; at += 1) {
    const tone = audio.createOscillator();
    tone.frequency.value = 880;
    tone.connect(volume);
    tone.start(audio.currentTime + at * 0.25);
    tone.stop(audio.currentTime + at * 0.25 + 0.12);
  }
  setTimeout(() => void audio.close(), times * 250 + 200);
}
