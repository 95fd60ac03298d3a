import type { FetchLimits } from "../../../../src/fetch/fetch-limits.ts";
import type { HttpOptions } from "../../../../src/fetch/guarded-http.ts";
import type { PollerDeps } from "../../../../src/ingest/poll/poll-claimed.ts";
import type { Behaviour, LoopbackHosts, SeenRequest } from "../../../support/loopback-host.ts";

/**
 * The rules that a poller keeps, by their subject. Each is proven on publishers that behave and on publishers that do
 * not.
 */
export const rules = [
  "validators go back byte for byte",
  "validators are stored with every 200 and 304",
  "a request carries nothing but what is due",
  "encodings",
  "a 226 is partial",
  "freshness of HTTP",
  "wishes in the document",
  "rhythm, floor and ceiling",
  "the operator's interval",
  "Retry-After",
  "other failures back off",
  "410",
  "permanent moves",
  "temporary redirects",
  "chains of redirects",
  "one request at a time",
  "deadlines",
  "limits of bytes",
  "what is no feed",
  "addresses",
  "keys",
  "certificates and proxies",
  "gaps and archives",
  "hub deliveries",
  "dead hubs",
] as const;
export type Rule = (typeof rules)[number];

/**
 * What identifies a case: what the publisher does, the rule that it tries, and whether it behaves as specifications
 * ask.
 */
export interface CaseName {
  readonly rule: Rule;
  readonly manners: "good" | "bad";
  readonly name: string;
}

/** A publisher, and what is recorded of polling it. */
export interface PublisherCase extends CaseName {
  /**
   * What it answers, by host and path: "/feed" at its first host, "b/feed" at another. Of several answers each request
   * takes the next, and the last one stays.
   */
  readonly answers: (site: Site) => Readonly<Record<string, Behaviour | readonly Behaviour[]>>;
  /** Feeds polled beside it, as in `answers`; the feed itself is "/feed". */
  readonly beside?: readonly string[];
  /** The feed's own address, where it is not "/feed". */
  readonly url?: (site: Site) => string;
  readonly intervalMs?: number;
  readonly http?: (site: Site) => Partial<HttpOptions>;
  readonly limits?: Partial<FetchLimits>;
  readonly deps?: (site: Site) => Partial<PollerDeps>;
  /**
   * What is recorded after each poll; the clock moves to the next poll's time between them, or as far as `after` says.
   */
  readonly polls: readonly Poll[];
}

/** The hosts of one case. */
export interface Site {
  readonly hosts: LoopbackHosts;
  /** "/feed" or "b/feed" as an address. */
  url(place: string): string;
  readonly address: Readonly<Record<"a" | "b", string>>;
  /** Where a proxy stands that leads names to the first host, ports 80 and 443 to its HTTP and TLS. */
  readonly proxy: string;
}

export interface Poll {
  /** Milliseconds since the poll before; until the next is due, where absent. */
  readonly after?: number;
  readonly expect: { readonly [name in keyof Recorded]?: unknown };
}

/** What is left of a poll: in the store, in the log, and at the hosts. */
export interface Recorded {
  readonly status: number | null;
  /** The class, message and count of the present failure; null and 0 when there is none. */
  readonly failure: string | null;
  readonly message: string | null;
  readonly failures: number;
  readonly entries: number;
  /** Seconds until the next poll, and why. */
  readonly next: number;
  readonly why: string;
  readonly state: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly movedTo: string | null;
  /** The other feed that it turned out to be. */
  readonly twinId: number | null;
  readonly missingHours: number | null;
  /** Requests of this poll: host and path. */
  readonly asked: readonly string[];
  /** Headers of its first and of its last request. */
  readonly sent: SeenRequest["headers"];
  readonly sentLast: SeenRequest["headers"];
  /** The most requests that one host had at once. */
  readonly atOnce: number;
  /** Milliseconds between its requests, as they came. */
  readonly gaps: readonly number[];
  /** Everything that was logged of this poll. */
  readonly log: string;
}
