/** Shows UTC times in the reader's time zone, and keeps ages and the clock up to date. */
export function startTimes(): void {
  showTimes(document.body);
  tick();
  setInterval(tick, 1_000);
}

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const fullFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
});

/** Formats each new time element once. */
export function showTimes(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-show]")) {
    const at = new Date(element.dateTime);
    element.title ||= `${element.dateTime.slice(0, 19).replace("T", " ")} UTC`;
    if (element.dataset.show === "clock") element.textContent = clockFormat.format(at);
    if (element.dataset.show === "full") element.textContent = fullFormat.format(at);
    if (element.dataset.show === "age") showAge(element, Date.now());
  }
}

function showAge(element: HTMLTimeElement, now: number): void {
  const text = ageOf(now - Date.parse(element.dateTime));
  if (element.textContent !== text) element.textContent = text;
  element.hidden = false;
}

function ageOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

function tick(): void {
  const now = Date.now();
  const clock = document.getElementById("now");
  if (clock instanceof HTMLTimeElement) {
    const zone = clockFormat.format(now);
    const utc = new Date(now).toISOString().slice(11, 16);
    const text = zone === utc ? `${utc} UTC` : `${zone} · ${utc} UTC`;
    if (clock.textContent !== text) clock.textContent = text;
  }
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-show="age"]')) showAge(element, now);
}
