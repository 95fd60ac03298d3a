import { showDays, showTimes } from "./times.ts";

/** Searches while the user types: fetches the page that the form would open, and takes over its river and address. */
export function startSearch(onExchanged: () => void): void {
  const form = document.getElementById("filter");
  const main = document.getElementById("main");
  if (!(form instanceof HTMLFormElement) || main === null) return;
  let timer = 0;
  let asking: AbortController | null = null;

  async function search(): Promise<void> {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const url = addressOf(form as HTMLFormElement);
    try {
      const response = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (mine.signal.aborted) return;
      exchange(page);
      history.replaceState(null, "", url);
      onExchanged();
    } catch (thrown) {
      // Ignore the failure if a newer search took over, or if the connection is down, because a notice says so already.
      if (!mine.signal.aborted && !(thrown instanceof TypeError)) throw thrown;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(search, typingMs);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void search();
  });
}

/** A pause of this length counts as the end of typing. */
const typingMs = 180;

/** The address of the search. Unset filters are left out, so that the address is good to share. */
function addressOf(form: HTMLFormElement): string {
  const given = [...new FormData(form)].filter(
    (pair): pair is [string, string] =>
      typeof pair[1] === "string" && pair[1] !== "" && !(pair[0] === "collapse" && pair[1] === "story"),
  );
  const query = new URLSearchParams(given).toString();
  return query === "" ? form.action : `${form.action}?${query}`;
}

/** The elements that a search replaces, by id. The form stays, because the user is typing in it. */
const exchanged = ["day-bar", "river", "older", "understood", "filter-error"];

function exchange(page: Document): void {
  document.getElementById("empty")?.remove();
  for (const id of exchanged) {
    const fresh = page.getElementById(id);
    if (fresh !== null) document.getElementById(id)?.replaceWith(fresh);
  }
  const empty = page.getElementById("empty");
  if (empty !== null) document.getElementById("river")?.after(empty);
  const main = document.getElementById("main");
  const freshMain = page.getElementById("main");
  for (const name of ["data-events", "data-change-mark", "data-searching"]) {
    const value = freshMain?.getAttribute(name) ?? null;
    if (value === null) main?.removeAttribute(name);
    else main?.setAttribute(name, value);
  }
  const tabs = page.querySelector(".tabs");
  if (tabs !== null) document.querySelector(".tabs")?.replaceWith(tabs);
  if (main !== null) showTimes(main);
  showDays();
}
