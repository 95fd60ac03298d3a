import { lookup as dnsLookup } from "node:dns";
import { setMaxListeners } from "node:events";
import type { LookupFunction } from "node:net";
import type { FetchResult, Headers, Hop } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import { type Clock, elapsedOf, type FetchRequest, type Http } from "../domain/ports.ts";
import { createAddressGuard } from "./address-guard.ts";
import { createCachedLookup } from "./cached-lookup.ts";
import { createChainCookies } from "./chain-cookies.ts";
import { createDispatchers } from "./dispatchers.ts";
import type { FetchLimits } from "./fetch-limits.ts";
import type { Exchange } from "./http-exchange.ts";
import { queryKeysOf } from "./query-keys.ts";
import { nextHop } from "./redirect.ts";
import { requestHeaders } from "./request-headers.ts";
import { createCarelessOrigins, type SendDeps, sendOnce } from "./send-once.ts";
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

interface Deps extends SendDeps {
  readonly userAgent: string;
}

/** Tells the operator how to allow one address, or all addresses, of a private network. */
const allowedBy = (address: string): string =>
  `polling.allowAddresses: ["${address}"] (or polling.allowPrivateAddresses: true for all such addresses)`;

/**
 * Fetches documents within the limits. It sends no Referer, and it forgets cookies after each fetch. It follows
 * redirects itself, and the address guard checks each hop. Throws `config-invalid` for a bad `allowAddresses`.
 */
export function createHttp(options: HttpOptions): Http {
  const { limits, clock, userAgent } = options;
  const guard = createAddressGuard({ ...options, allowedBy });
  const closing = new AbortController();
  // Every pending fetch listens to this signal.
  setMaxListeners(0, closing.signal);
  const dispatchers = createDispatchers({
    guard,
    limits,
    lookup: createCachedLookup(options.lookup ?? dnsLookup, clock),
    connectionsPerOriginMax: options.connectionsPerOriginMax ?? connectionsPerOriginUsual,
  });
  const careless = createCarelessOrigins(clock);
  const deps: Deps = { dispatchers, clock, limits, userAgent, careless, closing: closing.signal };
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
  const cookies = createChainCookies();
  const asked: string[] = [];
  const withCookies = (url: URL) => `${url.href} ${cookies.headerFor(url)}`;
  let course: Course = { startedAt, hops: [], url: first };
  let waitedMs = 0;
  for (;;) {
    asked.push(withCookies(course.url));
    const answer = await sendOnce(deps, request, {
      first,
      url: course.url,
      address: keys.withKeys(course.url),
      headers: requestHeaders(request, deps.userAgent, first, course.url, cookies.headerFor(course.url)),
      totalDueAt: startedAt + waitedMs + deps.limits.totalMsMax,
    });
    if (answer.error !== null || answer.head === null) return failed(deps, course, answer.head, answer.error);
    const { status, headers } = answer.head;
    cookies.take(course.url, answer.head.cookies);
    const next = nextHop({
      ...answer.head,
      url: course.url,
      hops: course.hops,
      redirectsMax: deps.limits.redirectsMax,
      ...keys,
      timesAsked: (target) => asked.filter((before) => before === withCookies(target)).length,
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
  head: Pick<NonNullable<Exchange["head"]>, "status" | "headers"> | null,
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
