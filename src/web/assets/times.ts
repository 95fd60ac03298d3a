/** Shows UTC times in the reader's time zone, and keeps ages and the clock up to date. */
export function startTimes(): void {
  showTimes(document.body);
  showDays();
  tick();
  setInterval(tick, 1_000);
}

/** Puts a line with the date between rows of different days, in the reader's time zone. */
export function showDays(): void {
  for (const list of document.querySelectorAll<HTMLElement>(".river")) showDaysIn(list);
}

function showDaysIn(river: HTMLElement): void {
  for (const line of river.querySelectorAll(".day")) line.remove();
  let day = dayFormat.format(Date.now());
  for (const row of river.querySelectorAll<HTMLElement>(":scope > .row")) {
    const own = dayFormat.format(Number(row.dataset.at));
    if (own === day) continue;
    day = own;
    const line = document.createElement("li");
    line.className = "day";
    line.textContent = own;
    row.before(line);
  }
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "full" });
const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
/** A day of another year is shown with its year. */
function fullTime(at: Date): string {
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  return at.toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** Formats the time elements under `root`. */
export function showTimes(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-show]")) {
    const at = new Date(element.dateTime);
    element.title ||= `${element.dateTime.slice(0, 19).replace("T", " ")} UTC`;
    if (element.dataset.show === "clock") element.textContent = clockFormat.format(at);
    if (element.dataset.show === "full") element.textContent = fullTime(at);
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
  if (seconds < 60 * 86_400) return `${Math.floor(seconds / 86_400)} d`;
  if (seconds < 730 * 86_400) return `${Math.floor(seconds / (30.44 * 86_400))} months`;
  return `${Math.floor(seconds / (365.25 * 86_400))} years`;
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
