import { type Alert, startAlertList } from "./alert-list.ts";
import { startFlashes } from "./flashes.ts";
import { elementOf, type SentRow } from "./rows.ts";

/** Alerts for flashes, withdrawals, corrections and watch terms, with sound if switched on. */
export interface Alerts {
  /** Checks a new or changed row for alerts. */
  readonly look: (row: SentRow) => void;
  readonly acknowledge: () => void;
}

export function startAlerts(): Alerts {
  const sound = toggle("sound", () => beep(2));
  const notify = toggle("notify", async (box) => {
    if (Notification.permission !== "granted") box.checked = (await Notification.requestPermission()) === "granted";
  });
  const list = startAlertList();
  const flashes = startFlashes();
  /** The withdrawals and corrections that rows of this page have already shown. */
  const told = new Set<string>();
  for (const row of document.querySelectorAll<HTMLElement>(".row")) newAlarms(row);

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
      ...(row.classList.contains("withdrawn") ? [`withdrawn ${row.dataset.key}`] : []),
      ...(row.classList.contains("corrected") ? [`corrected ${row.dataset.key}`] : []),
    ].filter((name) => !told.has(name));
    for (const name of own) told.add(name);
    return own;
  }

  function tell(alert: Alert, beeps: number): void {
    if (!list.keep(alert)) return;
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
    key: row.dataset.key ?? "",
    title: link?.textContent?.trim() ?? "",
    href: link?.getAttribute("href") ?? "/",
    at: Date.now(),
    why,
  };
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
