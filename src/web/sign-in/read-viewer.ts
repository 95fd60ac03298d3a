import type { IncomingMessage } from "node:http";
import { readTimeZone } from "../../domain/calendar/hours-of-day.ts";
import { WireError } from "../../domain/errors.ts";
import type { Clock } from "../../domain/ports.ts";
import type { TermLists } from "../../domain/query/parse-query.ts";
import type { Viewer } from "../page/viewer.ts";
import { readCookies } from "./read-cookies.ts";
import { type Sessions, sessionCookie } from "./sessions.ts";
import { readWatches } from "./watches.ts";

/** The viewer of a request, from its cookies. `sessions` is null when no admin token is configured. */
export function readViewer(
  request: IncomingMessage & { readonly originalUrl?: string },
  deps: { readonly sessions: Sessions | null; readonly clock: Clock; readonly terms?: TermLists },
): Viewer {
  const cookies = readCookies(request.headers.cookie);
  const session = deps.sessions?.read(cookies.get(sessionCookie)) ?? null;
  const theme = cookies.get(themeCookie);
  return {
    editor: session,
    canSignIn: deps.sessions !== null,
    theme: theme === "light" || theme === "dark" ? theme : null,
    density: cookies.get(densityCookie) === "compact" ? "compact" : "roomy",
    watches: readWatches(cookies.get(watchesCookie) ?? "", deps.terms).map(({ text }) => text),
    path: request.originalUrl ?? request.url ?? "/",
    timeZone: zoneOf(cookies.get(zoneCookie) ?? ""),
    now: deps.clock.now(),
  };
}

function zoneOf(cookie: string): string {
  try {
    return readTimeZone(cookie);
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    return "UTC";
  }
}

export const watchesCookie = "wiredesk_watches";
export const densityCookie = "wiredesk_density";
export const themeCookie = "wiredesk_theme";
/** The page's script sets it: see assets/zone.ts. */
const zoneCookie = "wiredesk_zone";
