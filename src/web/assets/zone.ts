import { atRoot } from "./at-root.ts";

/**
 * Tells the server the reader's time zone, which decides where a day begins. If the page was made for another zone, the
 * day bar is fetched again.
 */
export function startZone(): void {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const secure = location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: Firefox and Safari have no Cookie Store.
  document.cookie = `wiredesk_zone=${encodeURIComponent(timeZone)}; path=${pathOfAll()}; max-age=${maxAgeSeconds}; samesite=strict${secure}`;
  const bar = document.getElementById("day-bar");
  if (bar === null || bar.dataset.zone === timeZone) return;
  void fetchBar(bar).catch((thrown: unknown) => {
    // Without a connection the bar stays in the other zone, which it names.
    if (!(thrown instanceof TypeError)) throw thrown;
  });
}

const maxAgeSeconds = 400 * 86_400;

async function fetchBar(bar: HTMLElement): Promise<void> {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("day-bar");
  if (fresh !== null) bar.replaceWith(fresh);
}

/** The path of all our pages: "/wire" where `server.baseUrl` has a path, otherwise "/". */
function pathOfAll(): string {
  return new URL(atRoot()).pathname.replace(/(.)\/$/, "$1");
}
