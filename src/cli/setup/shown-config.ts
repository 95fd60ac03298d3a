import type { Config } from "../../config/config.ts";
import type { ConfigFile } from "../../config/config-schema.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "../../domain/time.ts";
import { redactUrl } from "../../fetch/redact-url.ts";

const hidden = "***";

/**
 * The configuration in the form of its file, with every default and with the values that the environment gives.
 * Everything that may hold a secret is hidden: headers, keys, passwords, proxies, and the parts of addresses that look
 * like keys. `read`: the file as it was read.
 */
export function shownConfig(read: ConfigFile, config: Config) {
  const { polling, retention } = read;
  const { port, host, baseUrl, trustedProxies } = config.server;
  return {
    server: { port, host, baseUrl, trustedProxies },
    store: withoutPassword(config.store),
    polling: {
      ...polling,
      minInterval: durationOf(polling.minInterval),
      maxInterval: durationOf(polling.maxInterval),
      hostGap: durationOf(polling.hostGap),
      hosts: mapValues(polling.hosts, ({ gap, parallel }) => ({ gap: durationOf(gap ?? polling.hostGap), parallel })),
      timeout: durationOf(polling.timeout),
    },
    hub: read.hub,
    retention: { ...retention, entries: durationOf(retention.entries) },
    ...(read.backup === undefined ? {} : { backup: read.backup }),
    // The address may hold a key in any of its parts.
    ...(read.ping === undefined ? {} : { ping: { url: hidden, every: durationOf(read.ping.every) } }),
    logLevel: config.logLevel,
    logFormat: config.logFormat,
    accessLog: config.accessLog,
    adminToken: config.adminToken === null ? "not set" : hidden,
    sources: read.sources.map((source) => ({ ...source, feeds: source.feeds.map(shownFeed) })),
    sections: read.sections.map(({ access, ...section }) => ({
      ...section,
      ...(access === undefined ? {} : { access: { keys: access.keys.map(({ name }) => ({ name, sha256: hidden })) } }),
    })),
    terms: read.terms,
    alerts: read.alerts.map(shownRule),
    channels: read.channels.map(shownChannel),
  };
}

/** The settings of channels that contain secrets. The address of a webhook contains a key. */
const hiddenParts: ReadonlySet<string> = new Set(["url", "secret", "token", "topic", "password"]);

function shownChannel(channel: ConfigFile["channels"][number]): object {
  const isHidden = (name: string) => hiddenParts.has(name) && !(channel.kind === "ntfy" && name === "url");
  return Object.fromEntries(
    Object.entries(channel).map(([name, value]: [string, unknown]) => [name, isHidden(name) ? hidden : value]),
  );
}

function shownRule({ atLeast, more, ...rule }: ConfigFile["alerts"][number]): object {
  return {
    ...rule,
    ...(atLeast === undefined ? {} : { atLeast: shownOutlets(atLeast) }),
    ...(more === undefined ? {} : { more: shownOutlets(more) }),
  };
}

function shownOutlets({ outlets, within }: { readonly outlets: number; readonly within?: number | undefined }): object {
  return { outlets, ...(within === undefined ? {} : { within: durationOf(within) }) };
}

type Feed = ConfigFile["sources"][number]["feeds"][number];

function shownFeed({ url, title, interval, headers, query, basic, proxy, clientCertificate }: Feed): object {
  return {
    url: redactUrl(url),
    ...(title === undefined ? {} : { title }),
    ...(interval === undefined ? {} : { interval: durationOf(interval) }),
    ...(headers === undefined ? {} : { headers: mapValues(headers, () => hidden) }),
    ...(query === undefined ? {} : { query: mapValues(query, () => hidden) }),
    ...(basic === undefined ? {} : { basic: hidden }),
    ...(proxy === undefined ? {} : { proxy: hidden }),
    ...(clientCertificate === undefined ? {} : { clientCertificate: hidden }),
  };
}

function mapValues<Value, Shown>(record: Readonly<Record<string, Value>>, show: (value: Value) => Shown) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, show(value)]));
}

function withoutPassword(store: string): string {
  if (store.startsWith("sqlite:") || !URL.canParse(store)) return store;
  const url = new URL(store);
  if (url.password !== "") url.password = hidden;
  return url.href;
}

/** "90s", "5m", "2h", "30d": the largest unit that gives a whole number. */
function durationOf(ms: number): string {
  const unit = units.find(([, size]) => ms % size === 0 && ms > 0) ?? (["s", secondMs] as const);
  return `${ms / unit[1]}${unit[0]}`;
}

const units = [
  ["d", dayMs],
  ["h", hourMs],
  ["m", minuteMs],
  ["s", secondMs],
] as const;
