/** A flash, as its row on the page shows it. */
export interface Flash {
  /** The row that shows it. */
  readonly key: string;
  /** Identifies the flash. It stays the same when another source carries the flash. */
  readonly name: string;
  readonly title: string;
  readonly href: string;
  readonly at: number;
}

/**
 * The banner above the page. It shows the title of the newest flash that waits, and how many wait. A flash waits until
 * somebody acknowledges it in this browser, or until it is old.
 */
export interface Flashes {
  /** Checks a new or changed row. Returns its flash if that flash waits and did not wait before. */
  readonly look: (row: HTMLElement) => Flash | null;
  readonly acknowledge: () => void;
}

/**
 * The banner shows a flash for this long. After that only its row shows it, because the banner would hide other news.
 */
const shownMsMax = 5 * 60_000;
const acknowledgedMax = 50;
const acknowledgedName = "wiredesk-acknowledged";

export function startFlashes(): Flashes {
  let flashes: readonly Flash[] = [];
  for (const row of document.querySelectorAll<HTMLElement>(".row[data-flash]")) look(row);
  setInterval(show, 5_000);

  function look(row: HTMLElement): Flash | null {
    const flash = flashOf(row);
    const isKnown = flashes.some(({ name }) => name === flash?.name);
    flashes = flashes.filter(({ key }) => key !== row.dataset.key);
    const isDue = flash !== null && !isOld(flash) && !acknowledged().includes(flash.name);
    if (isDue) flashes = [flash, ...flashes].sort((one, other) => other.at - one.at);
    show();
    return isDue && !isKnown ? flash : null;
  }

  function acknowledge(): void {
    const names = [...flashes.map(({ name }) => name), ...acknowledged()].slice(0, acknowledgedMax);
    localStorage.setItem(acknowledgedName, JSON.stringify(names));
    flashes = [];
    show();
  }

  function show(): void {
    flashes = flashes.filter((flash) => !isOld(flash));
    showBanner(flashes, acknowledge);
  }

  return { look, acknowledge };
}

function isOld({ at }: Flash): boolean {
  return Date.now() - at > shownMsMax;
}

function flashOf(row: HTMLElement): Flash | null {
  const { flash: name, flashAt } = row.dataset;
  const link = row.querySelector<HTMLAnchorElement>("h2 a");
  if (name === undefined || link === null) return null;
  const title = link.textContent?.trim() ?? "";
  return { key: row.dataset.key ?? "", name, title, href: link.getAttribute("href") ?? "/", at: Number(flashAt) };
}

function acknowledged(): readonly string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(acknowledgedName) ?? "[]");
    return Array.isArray(value) ? value.map(String) : [];
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return [];
  }
}

function showBanner(flashes: readonly Flash[], acknowledge: () => void): void {
  const place = document.getElementById("flash");
  const [first] = flashes;
  const shown = first === undefined ? "" : `${first.name} ${flashes.length} ${first.title}`;
  if (place === null || place.dataset.shown === shown) return;
  place.dataset.shown = shown;
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
