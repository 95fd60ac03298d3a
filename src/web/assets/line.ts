import type { SentRow } from "./rows.ts";

/** The messages of the event stream (see live-channel.ts). */
export interface SentEvent {
  readonly rows: readonly SentRow[];
  readonly gone: readonly string[];
  readonly whole: boolean;
  readonly complete: boolean;
  /** The column to which the rows belong; absent on a page with one list. */
  readonly column?: number;
}

/** After this much silence the connection counts as dead, even if the browser reports it as open. */
const silenceMsMax = 40_000;
const reconnectMs = 2_000;

/**
 * Keeps the page's event stream open and shows its state at the top. It reconnects and asks for missed events. The
 * browser alone would give up after some errors, and would not notice a silent connection.
 */
export function openLine(onEvent: (event: SentEvent) => void): { readonly restart: () => void } {
  let source: EventSource | null = null;
  /** The marks of the last events, by column. */
  const lastIds = new Map<number, string>();
  let silence = 0;
  let retry = 0;

  function connect(): void {
    close();
    const main = document.getElementById("main");
    const address = main?.dataset.events;
    if (main === null || address === undefined) return;
    const url = new URL(address, location.href);
    const shown = main.dataset.changeMark ?? "";
    const lists = Math.max(1, url.searchParams.getAll("column").length);
    url.searchParams.set("since", Array.from({ length: lists }, (_, at) => lastIds.get(at) ?? shown).join(","));
    source = new EventSource(url);
    source.addEventListener("open", heard);
    source.addEventListener("beat", (event) => {
      heard();
      showTrouble((JSON.parse(event.data) as { readonly trouble: string | null }).trouble);
    });
    source.addEventListener("rows", (event) => {
      heard();
      const sent = JSON.parse(event.data) as SentEvent;
      lastIds.set(sent.column ?? 0, event.lastEventId);
      onEvent(sent);
    });
    source.addEventListener("error", lost);
  }

  function heard(): void {
    say("live", "Live");
    clearTimeout(silence);
    silence = window.setTimeout(lost, silenceMsMax);
  }

  function lost(): void {
    close();
    say("lost", "Connection lost, reconnecting …");
    retry = window.setTimeout(connect, reconnectMs);
  }

  function close(): void {
    source?.close();
    source = null;
    clearTimeout(silence);
    clearTimeout(retry);
  }

  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });
  window.addEventListener("online", connect);
  connect();
  return {
    restart() {
      lastIds.clear();
      connect();
    },
  };
}

/** Shows a message when many feeds fail. Without it, a live page would stay empty and give no reason. */
function showTrouble(trouble: string | null): void {
  const place = document.getElementById("trouble");
  if (place === null) return;
  place.hidden = trouble === null;
  const link = place.querySelector("a");
  if (link !== null && link.textContent !== (trouble ?? "")) link.textContent = trouble ?? "";
}

function say(state: "live" | "lost", text: string): void {
  const line = document.getElementById("line");
  if (line === null) return;
  line.hidden = false;
  line.className = `line ${state}`;
  if (line.textContent !== text) line.textContent = text;
}
