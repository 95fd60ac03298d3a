import { showDays, showTimes } from "./times.ts";

/** A row as the event stream sends it (see live-rows.tsx). */
export interface SentRow {
  readonly key: string;
  readonly mark: string;
  readonly at: number;
  readonly html: string;
}

/** How many rows a list keeps. Older rows are removed. */
const rowsMax = 400;

/** The row of a list, by its key; null when the list does not show it. */
export function rowOf(list: ParentNode | null, key: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
}

/** Makes the row's element from HTML that the server has already escaped. */
export function elementOf(row: SentRow): HTMLElement | null {
  const template = document.createElement("template");
  template.innerHTML = row.html;
  const element = template.content.firstElementChild;
  return element instanceof HTMLElement ? element : null;
}

/** Replaces a row in place. Focus and selection stay. */
export function replaceRow(present: HTMLElement, row: SentRow): HTMLElement {
  const element = elementOf(row);
  if (element === null || present.dataset.mark === row.mark) return present;
  const focused = present.contains(document.activeElement);
  element.classList.toggle("chosen", present.classList.contains("chosen"));
  element.classList.add("fresh");
  showTimes(element);
  present.replaceWith(element);
  if (focused) element.querySelector("a")?.focus({ preventScroll: true });
  return element;
}

/** Inserts a new row by its time. The row being read stays where it is on the screen. */
export function insertRow(river: HTMLElement, row: SentRow): void {
  const element = elementOf(row);
  if (element === null) return;
  element.classList.add("fresh");
  showTimes(element);
  const below = [...river.children].find((other) => other instanceof HTMLElement && Number(other.dataset.at) < row.at);
  river.insertBefore(element, below ?? null);
  showDays();
  while (river.children.length > rowsMax) river.lastElementChild?.remove();
}
