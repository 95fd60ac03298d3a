import { lookup as dnsLookup } from "node:dns";
import { setMaxListeners } from "node:events";
import type { LookupFunction } from "node:net";
import type { FetchResult, Headers, Hop } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import { type Clock, elapsedOf, type FetchRequest, type FetchRoute, type Http } from "../domain/ports.ts";
import { createAddressGuard } from "./address-guard.ts";
import { createCachedLookup } from "./cached-lookup.ts";
import { createDispatchers, type Dispatchers } from "./dispatchers.ts";
import type { FetchLimits } from "./fetch-limits.ts";
import { type Exchange, type ExchangeDeps, exchange } from "./http-exchange.ts";
import { type QueryKeys, queryKeysOf } from "./query-keys.ts";
import { isSameParty, nextHop } from "./redirect.ts";
import { requestHeaders } from "./request-headers.ts";
import { statusError } from "./transport-error.ts";

export interface HttpOptions {
  readonly userAgent: string;
  readonly allowPrivateAddresses: boolean;
  /** IP addresses and CIDR ranges that are always allowed. */
  readonly allowAddresses: readonly string[];
  readonly limits: FetchLimits;
  readonly clock: Clock;
  /** Resolves names in place of `node:dns`; null uses the system. */
  readonly lookup?: LookupFunction | null;
  /** How many requests to one origin may run at the same time; absent: 4. Further requests wait. */
  readonly connectionsPerOriginMax?: number;
}

const connectionsPerOriginUsual = 4;

interface Deps extends Omit<ExchangeDeps, "dispatcher"> {
  readonly dispatchers: Dispatchers;
  readonly userAgent: string;
  readonly closing: AbortSignal;
}

/**
 * The only way out to the network: guarded, bounded, polite. It sends no cookies and no Referer. It follows redirects
 * itself, and each hop passes the address guard. Throws `config-invalid` for a bad `allowAddresses`.
 */
export function createHttp(options: HttpOptions): Http {
  const { limits, clock, userAgent } = options;
  const guard = createAddressGuard(options);
  const closing = new AbortController();
  // Every pending fetch listens to this signal.
  setMaxListeners(0, closing.signal);
  const dispatchers = createDispatchers({
    guard,
    limits,
    lookup: createCachedLookup(options.lookup ?? dnsLookup, clock),
    connectionsPerOriginMax: options.connectionsPerOriginMax ?? connectionsPerOriginUsual,
  });
  const deps: Deps = { dispatchers, clock, limits, userAgent, closing: closing.signal };
  return {
    fetch: (request) => fetchDocument(deps, request),
    async close() {
      closing.abort(new WireError("io-failed", "the program is stopping"));
      await dispatchers.destroy();
    },
  };
}

/** The progress of one fetch. Every result reports it. */
interface Course {
  /** On the clock of `elapsedOf`. */
  readonly startedAt: number;
  readonly hops: readonly Hop[];
  readonly url: URL;
}

async function fetchDocument(deps: Deps, request: FetchRequest): Promise<FetchResult> {
  const startedAt = elapsedOf(deps.clock);
  const first = parseAddress(request.url);
  if (first instanceof WireError) return failed(deps, { startedAt, hops: [], url: null }, null, first);
  const keys = queryKeysOf(request, first);
  let course: Course = { startedAt, hops: [], url: first };
  let waitedMs = 0;
  for (;;) {
    const answer = await sendOnce(deps, request, { ...course, keys, first, startedAt: startedAt + waitedMs });
    if (answer.error !== null || answer.head === null) return failed(deps, course, answer.head, answer.error);
    const { status, headers } = answer.head;
    const next = nextHop({
      ...answer.head,
      url: course.url,
      hops: course.hops,
      redirectsMax: deps.limits.redirectsMax,
      ...keys,
    });
    if (next instanceof WireError) return failed(deps, course, answer.head, next);
    if (next === null) return conclude(deps, request, course, answer, status, headers);
    course = { ...course, url: next, hops: [...course.hops, { status, from: course.url.href, to: next.href }] };
    const turn = await waitTurn(deps, request, next);
    if (turn instanceof WireError) return failed(deps, course, null, turn);
    waitedMs += turn;
  }
}

/** Waits until the host of a redirect may be requested. Returns the wait in milliseconds. */
async function waitTurn(deps: Deps, request: FetchRequest, next: URL): Promise<number | WireError> {
  const since = elapsedOf(deps.clock);
  try {
    await request.turn?.moveTo(next.href, request.signal ?? deps.closing);
    return elapsedOf(deps.clock) - since;
  } catch (cause) {
    return new WireError("io-failed", "the fetch was stopped while it waited for a host's turn", { cause });
  }
}

async function sendOnce(
  deps: Deps,
  request: FetchRequest,
  course: Course & { readonly first: URL; readonly keys: QueryKeys },
): Promise<Exchange> {
  const { first, url } = course;
  const headers = requestHeaders(request, deps.userAgent, first, url);
  const signals = request.signal === null ? [deps.closing] : [deps.closing, request.signal];
  const totalDueAt = course.startedAt + deps.limits.totalMsMax;
  const route = routeOf(request, first, url);
  const refused = deps.dispatchers.refuse(route, url);
  if (refused !== null) return { head: null, body: null, wireBytes: 0, error: refused, staleConnection: false };
  const dispatcher = deps.dispatchers.of(route);
  const send = (): Promise<Exchange> =>
    exchange({ ...deps, dispatcher }, { url: course.keys.withKeys(url), headers, totalDueAt, signals });
  const answer = await send();
  return answer.staleConnection ? send() : answer;
}

/** The route of a hop. The certificate identifies us, so it is used only at the feed's own host. */
function routeOf({ route }: FetchRequest, first: URL, hop: URL): FetchRoute | null {
  if (route === undefined || route === null) return null;
  if (isSameParty(first, hop)) return route;
  return route.proxy === null ? null : { ...route, certificate: null };
}

function conclude(
  deps: Deps,
  request: FetchRequest,
  course: Course,
  answer: Exchange,
  status: number,
  headers: Headers,
): FetchResult {
  const { etag, lastModified } = request.validators;
  const error = statusError(status, headers, etag !== null || lastModified !== null, answer.body);
  if (error !== null || answer.body === null) {
    if (status !== 304 || error !== null) return failed(deps, course, { status, headers }, error);
    // RFC 9111 section 4.3.4: a 304 replaces the validators that it contains and keeps the others.
    const validators = { etag: headers.etag ?? etag, lastModified: headers["last-modified"] ?? lastModified };
    return { kind: "notModified", status, headers, validators, ...told(deps, course) };
  }
  return {
    kind: "modified",
    status,
    headers,
    validators: { etag: headers.etag ?? null, lastModified: headers["last-modified"] ?? null },
    document: { bytes: answer.body, url: course.url.href, contentType: headers["content-type"] ?? null },
    wireBytes: answer.wireBytes,
    partial: status === 226,
    ...told(deps, course),
  };
}

function failed(
  deps: Deps,
  course: Omit<Course, "url"> & { url: URL | null },
  head: Exchange["head"],
  error: WireError | null,
): FetchResult {
  return {
    kind: "failed",
    error: error ?? new WireError("reset", "the connection ended without an answer"),
    status: head?.status ?? null,
    headers: head?.headers ?? {},
    ...told(deps, course),
  };
}

function told(deps: Deps, course: Omit<Course, "url"> & { url: URL | null }) {
  return {
    hops: course.hops,
    finalUrl: course.url?.href ?? "",
    fetchedAt: deps.clock.now(),
    durationMs: Math.round(elapsedOf(deps.clock) - course.startedAt),
  };
}

function parseAddress(address: string): URL | WireError {
  if (!URL.canParse(address)) return new WireError("url-invalid", "the address of the feed is not a URL");
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return new WireError("url-invalid", `${url.protocol} addresses are not fetched, only http: and https:`);
  }
  url.hash = "";
  url.username = "";
  url.password = "";
  return url;
}
