import type { AlertRule } from "../domain/alerts/alert-rule.ts";
import type { Channel } from "../domain/alerts/channel.ts";
import type { FeedSpec } from "../domain/feed.ts";
import type { TermLists } from "../domain/query/parse-query.ts";
import type { Section } from "../domain/section.ts";
import type { Role } from "../domain/service/roles.ts";
import type { Secret } from "./secret.ts";

/** Everything that the operator configures, read once and frozen. Durations are in milliseconds, sizes in bytes. */
export interface Config {
  /** The path of the configuration file, as the operator gave it. */
  readonly file: string;
  readonly server: {
    readonly port: number;
    readonly host: string;
    readonly baseUrl: string;
    /** Proxies whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
  };
  /** `sqlite:path` (a relative path starts at the working directory), or `postgres://user@host/database`. */
  readonly store: string;
  readonly polling: PollingConfig;
  /**
   * Our WebSub hub. It refuses callbacks at private addresses by default, because anybody who can reach the hub may
   * name a callback.
   */
  readonly hub: { readonly enabled: boolean; readonly allowPrivateAddresses: boolean };
  readonly retention: { readonly entryAgeMs: number; readonly capturesMax: number };
  /** A backup each day; null: none. */
  readonly backup: BackupConfig | null;
  /** An address that is requested every `everyMs` while all is well; null: none. It may contain a key. */
  readonly ping: { readonly url: Secret; readonly everyMs: number } | null;
  readonly feeds: readonly FeedSpec[];
  /** Request headers by feed URL. Secrets from the environment are filled in. */
  readonly feedHeaders: ReadonlyMap<string, Readonly<Record<string, Secret>>>;
  /** Secret query parameters by feed URL; the fetcher adds them to each request. */
  readonly feedQueries: ReadonlyMap<string, Readonly<Record<string, Secret>>>;
  /** Client certificates and proxies by feed URL. */
  readonly feedRoutes: ReadonlyMap<string, FeedRoute>;
  readonly sections: readonly Section[];
  /** Where alerts go. */
  readonly channels: readonly Channel[];
  /** The rules of alerts. Editors' own rules are in the store. */
  readonly alerts: readonly AlertRule[];
  /** Lists of terms that queries name: `$fruit`. */
  readonly terms: TermLists;
  readonly adminToken: Secret | null;
  readonly logLevel: LogLevel;
  /** What `wiredesk serve` does in this process; everything, unless several processes share the work. */
  readonly roles: readonly Role[];
  /** Whether each request is logged. */
  readonly accessLog: boolean;
  /** auto: plain on a terminal, JSON lines elsewhere. */
  readonly logFormat: LogFormat;
  /** Warnings about settings that are allowed but probably not intended. The service logs them once at startup. */
  readonly warnings: readonly string[];
}

export interface BackupConfig {
  /** A time of day in the machine's time zone: "03:15". */
  readonly at: string;
  readonly folder: string;
  /** How many backups are kept. */
  readonly keep: number;
}

/** How to reach a feed that needs a client certificate (PEM), a proxy, or both. */
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
  /** null: use the default user agent from `fetch/user-agent.ts`. */
  readonly userAgent: string | null;
  /** The number of our own readers. The default user agent reports it to publishers. */
  readonly subscribers: number;
  readonly intervalMsMin: number;
  readonly intervalMsMax: number;
  readonly hostGapMs: number;
  /** Exceptions, by registrable domain ("example.org") or IP address. */
  readonly hosts: Readonly<Record<string, { readonly gapMs: number; readonly parallel: number }>>;
  /** Whether we subscribe to the hubs that feeds name. This works only if hubs can reach `baseUrl`. */
  readonly websub: boolean;
  readonly bodyBytesMax: number;
  readonly timeoutMs: number;
}

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export const logFormats = ["auto", "plain", "json"] as const;
export type LogFormat = (typeof logFormats)[number];
export type LogLevel = (typeof logLevels)[number];

/** A fault in the configuration file: the path of the setting, and what the setting should be. */
export interface ConfigFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
