import { atRoot } from "./at-root.ts";
import { switchDensity, switchTheme } from "./theme.ts";

/** Keyboard shortcuts in the style of mail and feed readers. */
export function startKeys(does: { readonly showNew: () => void; readonly acknowledge: () => void }): void {
  let leader = 0;
  const help = document.getElementById("help") as HTMLDialogElement | null;
  document.getElementById("help-open")?.addEventListener("click", () => help?.showModal());

  const keys: Readonly<Record<string, () => void>> = {
    j: () => choose(1),
    k: () => choose(-1),
    h: () => chooseColumn(-1),
    l: () => chooseColumn(1),
    u: goBack,
    d: switchDensity,
    o: () => open(false),
    O: () => open(true),
    n: does.showNew,
    f: () => document.getElementById("follow")?.click(),
    "/": () => document.getElementById("q")?.focus(),
    "?": () => help?.showModal(),
    x: does.acknowledge,
    t: switchTheme,
  };
  const places: Readonly<Record<string, () => void>> = {
    r: () => location.assign(atRoot()),
    c: () => location.assign(atRoot("columns")),
    s: () => location.assign(atRoot("sources")),
    t: () => scrollTo({ top: 0 }),
    g: () => scrollTo({ top: 0 }),
    a: openAlerts,
  };

  chooseAgain();
  focusHeadline();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help?.open === true) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
      return;
    }
    const led = Date.now() - leader < leaderMs;
    leader = event.key === "g" && !led ? Date.now() : 0;
    if (leader !== 0) return;
    const action = led ? places[event.key] : keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

/** How long after "g" the second key may follow. */
const leaderMs = 1_500;

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** The rows of the list that the reader is in: the river, a column, or a story's versions. */
function rows(): HTMLElement[] {
  const list = document.querySelector(".chosen")?.parentElement ?? document.querySelector(listNames);
  return [...(list?.querySelectorAll<HTMLElement>(":scope > .row, :scope > .copy") ?? [])];
}

const listNames = ".river, .timeline";

function choose(step: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("chosen"));
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  if (next === undefined) return;
  mark(next);
}

/** Chooses the first visible row of the column to the left or right. */
function chooseColumn(step: 1 | -1): void {
  const lists = [...document.querySelectorAll<HTMLElement>(".column .river")];
  const at = lists.findIndex((list) => list.querySelector(".chosen") !== null);
  const next = lists[at < 0 ? 0 : at + step];
  const top = next?.getBoundingClientRect().top ?? 0;
  const row = [...(next?.children ?? [])].find(
    (one) => one.matches(".row") && one.getBoundingClientRect().bottom > top,
  );
  if (row instanceof HTMLElement) mark(row);
}

function mark(row: HTMLElement): void {
  for (const before of document.querySelectorAll(".chosen")) before.classList.remove("chosen");
  row.classList.add("chosen");
  row.querySelector<HTMLAnchorElement>("h2 a")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
  sessionStorage.setItem(chosenName(), nameOf(row));
}

/** A row has a key; a version of a story has an id. */
function nameOf(row: HTMLElement): string {
  return row.dataset.key ?? row.id;
}

/** The key under which the browser keeps the row that was last chosen on this page. */
function chosenName(): string {
  return `wiredesk-chosen ${location.pathname}${location.search}`;
}

/** Goes back to the list from which the reader came, at the row where they were. */
function goBack(): void {
  sessionStorage.setItem(returningName, "1");
  location.assign(sessionStorage.getItem(riverName) ?? atRoot());
}

const returningName = "wiredesk-returning";
const riverName = "wiredesk-river";

/** Chooses again the row that was chosen when the reader left the list. */
function chooseAgain(): void {
  if (document.querySelector(".river") !== null) sessionStorage.setItem(riverName, location.pathname + location.search);
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const isBack = navigation?.type === "back_forward" || sessionStorage.getItem(returningName) === "1";
  sessionStorage.removeItem(returningName);
  if (!isBack) return;
  const name = sessionStorage.getItem(chosenName());
  const all = document.querySelectorAll<HTMLElement>(".river > .row, .timeline > .copy");
  const row = [...all].find((one) => nameOf(one) === name);
  if (row !== undefined) mark(row);
}

/**
 * Moves the focus to the headline of a story, so that Tab and screen readers continue from there. It waits until the
 * browser has jumped to the part that the address names, because that jump takes the focus away.
 */
function focusHeadline(): void {
  window.addEventListener("load", () =>
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      document.querySelector<HTMLElement>(".story h1")?.focus({ preventScroll: true });
    }),
  );
}

function open(inTab: boolean): void {
  const link = document.querySelector<HTMLAnchorElement>(".chosen h2 a");
  if (link === null) return;
  if (inTab) window.open(link.href, "_blank", "noopener");
  else location.assign(link.href);
}

function openAlerts(): void {
  const alerts = document.getElementById("alerts");
  if (!(alerts instanceof HTMLDetailsElement)) {
    location.assign(atRoot("#alerts"));
    return;
  }
  alerts.open = !alerts.open;
  alerts.querySelector("summary")?.focus();
}
