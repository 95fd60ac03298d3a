import type { FeedSpec } from "../domain/feed.ts";
import type { Section } from "../domain/section.ts";
import type { Secret } from "./secret.ts";

/** Everything the operator decides, read once and frozen. Durations in milliseconds, sizes in bytes. */
export interface Config {
  /** The file it was read from, as given. */
  readonly file: string;
  readonly server: {
    readonly port: number;
    readonly host: string;
    readonly baseUrl: string;
    /** Proxies whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
  };
  /** `sqlite:path`, the path relative to the working directory. */
  readonly store: string;
  readonly polling: PollingConfig;
  /** Our WebSub hub. Private addresses of subscribers are refused: anybody who reaches the hub names them. */
  readonly hub: { readonly enabled: boolean; readonly allowPrivateAddresses: boolean };
  readonly retention: { readonly entryAgeMs: number; readonly capturesMax: number };
  readonly feeds: readonly FeedSpec[];
  /** Request headers by feed URL, with their secrets from the environment. */
  readonly feedHeaders: ReadonlyMap<string, Readonly<Record<string, Secret>>>;
  /** Secret query parameters added to requests, by feed URL. */
  readonly feedQueries: ReadonlyMap<string, Readonly<Record<string, Secret>>>;
  /** Client certificates and proxies by feed URL. */
  readonly feedRoutes: ReadonlyMap<string, FeedRoute>;
  readonly sections: readonly Section[];
  readonly adminToken: Secret | null;
  readonly logLevel: LogLevel;
  /** Things that are allowed but probably not meant; logged once at the start. */
  readonly warnings: readonly string[];
}

/** How a feed is reached when not directly: with a client certificate (PEM), through a proxy, or both. */
export interface FeedRoute {
  readonly certificate: { readonly cert: Secret; readonly key: Secret; readonly ca: Secret | null } | null;
  readonly proxy: Secret | null;
}

export interface PollingConfig {
  readonly cron: string;
  readonly concurrency: number;
  readonly allowPrivateAddresses: boolean;
  /** IP addresses and CIDR ranges that the address guard always allows. */
  readonly allowAddresses: readonly string[];
  /** null: the default one, which `fetch/user-agent.ts` makes. */
  readonly userAgent: string | null;
  /** Readers behind us, as the default user agent tells publishers. */
  readonly subscribers: number;
  readonly intervalMsMin: number;
  readonly intervalMsMax: number;
  readonly hostGapMs: number;
  /** Exceptions, by registrable domain ("example.org") or IP address. */
  readonly hosts: Readonly<Record<string, { readonly gapMs: number; readonly parallel: number }>>;
  /** Whether we subscribe to the hubs of feeds. Works only when `baseUrl` can be reached from outside. */
  readonly websub: boolean;
  readonly bodyBytesMax: number;
  readonly timeoutMs: number;
}

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** A fault in the configuration file: the path of the setting, and what was expected there. */
export interface ConfigFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
