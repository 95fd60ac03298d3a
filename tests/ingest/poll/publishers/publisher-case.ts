import type { FetchLimits } from "../../../../src/fetch/fetch-limits.ts";
import type { HttpOptions } from "../../../../src/fetch/guarded-http.ts";
import type { PollerDeps } from "../../../../src/ingest/poll/poll-claimed.ts";
import type { Behaviour, LoopbackHosts, SeenRequest } from "../../../support/loopback-host.ts";

/**
 * The rules that a poller keeps, by subject. Each is tested on publishers that behave well and on publishers that do
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
 * Identifies a case: what the publisher does, the rule that it tests, and whether the publisher follows the
 * specifications.
 */
export interface CaseName {
  readonly rule: Rule;
  readonly manners: "good" | "bad";
  readonly name: string;
}

/** A publisher, and the expected record of polling it. */
export interface PublisherCase extends CaseName {
  /**
   * The publisher's answers by host and path: "/feed" is at its first host, "b/feed" at another. When there are several
   * answers, each request takes the next one; the last one repeats.
   */
  readonly answers: (site: Site) => Readonly<Record<string, Behaviour | readonly Behaviour[]>>;
  /** Other feeds that are polled too, named as in `answers`. The feed itself is "/feed". */
  readonly beside?: readonly string[];
  /** The feed's own address, if it is not "/feed". */
  readonly url?: (site: Site) => string;
  readonly intervalMs?: number;
  readonly http?: (site: Site) => Partial<HttpOptions>;
  readonly limits?: Partial<FetchLimits>;
  readonly deps?: (site: Site) => Partial<PollerDeps>;
  /** The record of each poll. Between polls the clock moves to the time of the next poll, or by `after`. */
  readonly polls: readonly Poll[];
}

/** The hosts of one case. */
export interface Site {
  readonly hosts: LoopbackHosts;
  /** The address for "/feed" or "b/feed". */
  url(place: string): string;
  readonly address: Readonly<Record<"a" | "b", string>>;
  /**
   * The address of a proxy that sends all names to the first host: port 80 to its HTTP server and 443 to its TLS
   * server.
   */
  readonly proxy: string;
}

export interface Poll {
  /** Milliseconds since the poll before. When absent, the clock moves until the next poll is due. */
  readonly after?: number;
  readonly expect: { readonly [name in keyof Recorded]?: unknown };
}

/** What a poll leaves in the store, in the log and at the hosts. */
export interface Recorded {
  readonly status: number | null;
  /** The class, message and count of the present failure; null and 0 without a failure. */
  readonly failure: string | null;
  readonly message: string | null;
  readonly failures: number;
  readonly entries: number;
  /** Seconds until the next poll, and the reason. */
  readonly next: number;
  readonly why: string;
  readonly state: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly movedTo: string | null;
  /** The feed that this feed duplicates. */
  readonly twinId: number | null;
  readonly missingHours: number | null;
  /** The requests of this poll: host and path. */
  readonly asked: readonly string[];
  /** The headers of the first and of the last request. */
  readonly sent: SeenRequest["headers"];
  readonly sentLast: SeenRequest["headers"];
  /** The largest number of simultaneous requests at one host. */
  readonly atOnce: number;
  /** Milliseconds between the arrivals of its requests. */
  readonly gaps: readonly number[];
  /** All log lines of this poll. */
  readonly log: string;
}
