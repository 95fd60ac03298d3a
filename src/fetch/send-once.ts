import { LRUCache } from "lru-cache";
import { type Clock, elapsedOf, type FetchRequest, type FetchRoute } from "../domain/ports.ts";
import { dayMs, isWithin } from "../domain/time.ts";
import type { Dispatchers } from "./dispatchers.ts";
import type { FetchLimits } from "./fetch-limits.ts";
import { type Exchange, exchange } from "./http-exchange.ts";
import { isSameParty } from "./redirect.ts";

export interface SendDeps {
  readonly dispatchers: Dispatchers;
  readonly clock: Clock;
  readonly limits: FetchLimits;
  readonly closing: AbortSignal;
  readonly careless: CarelessOrigins;
}

/** One hop of a fetch. `address` is `url` with the feed's keys. It is used only in the request line. */
export interface Hop {
  readonly first: URL;
  readonly url: URL;
  readonly address: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly totalDueAt: number;
}

/**
 * Sends one request. If a kept connection was closed too early, the request is sent again. If undici refuses the
 * answer, the request is repeated at once through the tolerant transport. If that succeeds, the origin gets all
 * requests of the next day through the tolerant transport, so that each is sent only once.
 */
export async function sendOnce(deps: SendDeps, request: FetchRequest, hop: Hop): Promise<Exchange> {
  const { first, url, address, headers, totalDueAt } = hop;
  const signals = request.signal === null ? [deps.closing] : [deps.closing, request.signal];
  const route = routeOf(request, first, url);
  const refused = deps.dispatchers.refuse(route, url);
  if (refused !== null) return { head: null, body: null, wireBytes: 0, error: refused, again: null };
  const { strict, tolerant } = deps.dispatchers.of(route);
  const send = (dispatcher: typeof tolerant): Promise<Exchange> =>
    exchange({ ...deps, dispatcher }, { url: address, headers, totalDueAt, signals });
  if (deps.careless.has(url.origin)) return send(tolerant);
  const answer = await send(strict);
  if (answer.again === "stale") return send(strict);
  if (answer.again === null) return answer;
  const second = await send(tolerant);
  if (second.error === null) deps.careless.add(url.origin);
  return second;
}

/** The route of a hop. The certificate identifies us, so it is used only at the feed's own host. */
function routeOf({ route }: FetchRequest, first: URL, hop: URL): FetchRoute | null {
  if (route === undefined || route === null) return null;
  if (isSameParty(first, hop)) return route;
  return route.proxy === null ? null : { ...route, certificate: null };
}

/** Origins whose answers were not strictly HTTP. */
export interface CarelessOrigins {
  has(origin: string): boolean;
  add(origin: string): void;
}

/**
 * Remembers the `originsMax` most recent of these origins. Each is forgotten after a day, because servers get repaired.
 */
export function createCarelessOrigins(clock: Clock): CarelessOrigins {
  const known = new LRUCache<string, number>({ max: originsMax });
  return {
    has(origin) {
      const since = known.get(origin);
      return since !== undefined && isWithin(dayMs, elapsedOf(clock) - since);
    },
    add: (origin) => void known.set(origin, elapsedOf(clock)),
  };
}

const originsMax = 4096;
