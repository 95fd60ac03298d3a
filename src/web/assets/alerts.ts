import { startFlashes } from "./flashes.ts";
import { elementOf, type SentRow } from "./rows.ts";

/**
 * Alerts for flashes, withdrawals, corrections and watch terms, with sound if switched on. The browser keeps the last
 * ten.
 */
export interface Alerts {
  /** Checks a new or changed row for alerts. */
  readonly look: (row: SentRow) => void;
  readonly acknowledge: () => void;
}

interface Alert {
  readonly key: string;
  readonly title: string;
  readonly href: string;
  readonly at: number;
  readonly why: string;
}

const keptMax = 10;

export function startAlerts(): Alerts {
  const sound = toggle("sound", () => beep(2));
  const notify = toggle("notify", async (box) => {
    if (Notification.permission !== "granted") box.checked = (await Notification.requestPermission()) === "granted";
  });
  const flashes = startFlashes();
  /** The withdrawals and corrections that rows of this page have already shown. */
  const told = new Set<string>();
  for (const row of document.querySelectorAll<HTMLElement>(".row")) newAlarms(row);
  showList();

  function look(sent: SentRow): void {
    const row = elementOf(sent);
    if (row === null) return;
    const flash = flashes.look(row);
    const alarms = newAlarms(row);
    const { watch } = row.dataset;
    const isKilled = alarms.some((name) => name.startsWith("withdrawn"));
    if (isKilled) tell(alertOf(row, "withdrawn"), 3);
    else if (flash !== null) tell(alertOf(row, "flash"), 3);
    else if (alarms.length > 0) tell(alertOf(row, "corrected"), 2);
    else if (watch !== undefined && !row.classList.contains("withdrawn")) tell(alertOf(row, `watching ${watch}`), 1);
  }

  function newAlarms(row: HTMLElement): readonly string[] {
    const own = [
      ...(row.dataset.alarms?.split(" ") ?? []),
      ...(row.classList.contains("withdrawn") ? [`withdrawn ${row.id}`] : []),
      ...(row.classList.contains("corrected") ? [`corrected ${row.id}`] : []),
    ].filter((name) => !told.has(name));
    for (const name of own) told.add(name);
    return own;
  }

  function tell(alert: Alert, beeps: number): void {
    keep(alert);
    if (sound?.checked === true) beep(beeps);
    if (notify?.checked !== true || Notification.permission !== "granted") return;
    const title = beeps === 3 ? `${alert.why.toUpperCase()}: ${alert.title}` : alert.title;
    new Notification(title, { body: alert.why, tag: alert.key });
  }

  return { look, acknowledge: flashes.acknowledge };
}

function alertOf(row: HTMLElement, why: string): Alert {
  const link = row.querySelector<HTMLAnchorElement>("h2 a");
  return {
    key: row.id,
    title: link?.textContent?.trim() ?? "",
    href: link?.getAttribute("href") ?? "/",
    at: Date.now(),
    why,
  };
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

function readList<Value>(name: string): readonly Value[] {
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
