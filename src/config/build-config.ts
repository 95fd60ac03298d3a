import { messageOf } from "../domain/errors.ts";
import type { FeedSpec, SourceSpec } from "../domain/feed.ts";
import { allRoles, type Role, readRoles } from "../domain/service/roles.ts";
import { readAlerts } from "./alerts/read-alerts.ts";
import { type Config, type ConfigFault, logFormats, logLevels } from "./config.ts";
import type { ConfigFile } from "./config-schema.ts";
import { readChannels } from "./read-channels.ts";
import { readPolling } from "./read-polling.ts";
import { readRoutes } from "./read-routes.ts";
import { readSecrets } from "./read-secrets.ts";
import { readSections, readTerms } from "./read-sections.ts";
import { readStore } from "./read-store.ts";
import { readUpkeep } from "./read-upkeep.ts";
import { readWarnings } from "./read-warnings.ts";
import { Secret } from "./secret.ts";
import { wrongBaseUrl } from "./wrong-base-url.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Makes the configuration, and checks what the schema cannot check: the environment, duplicate names, queries. Collects
 * all faults instead of throwing the first.
 */
export function buildConfig(
  read: ConfigFile,
  file: string,
  env: Env,
): { config: Config; faults: readonly ConfigFault[] } {
  const faults: ConfigFault[] = [];
  const fault = (path: readonly PropertyKey[], message: string) => faults.push({ path, message });
  const fill = (template: string, report: (message: string) => void) => fillEnvironment(template, env, report);
  const feedRoutes = readRoutes(read, fill, fault);
  const feeds = readFeeds(read, fault);
  const sections = readSections(read, fault);
  const server = readServer(read, env, fault);
  const config: Config = {
    file,
    server,
    store: readStore(read, env.WIREDESK_STORE, fill, fault),
    polling: readPolling(read, fault),
    hub: read.hub,
    ...readUpkeep(read, fill, fault),
    retention: { entryAgeMs: read.retention.entries, capturesMax: read.retention.captures },
    roles: readRolesOf(env.WIREDESK_ROLES, (message) => fault([], message)),
    accessLog: read.accessLog,
    feeds,
    ...readSecrets(read, fill, fault),
    feedRoutes,
    sections,
    channels: readChannels(read, fill, fault),
    alerts: readAlerts(read, sections, fault),
    terms: readTerms(read, fault),
    adminToken: env.WIREDESK_ADMIN_TOKEN ? new Secret(env.WIREDESK_ADMIN_TOKEN) : null,
    logLevel: readChoice("WIREDESK_LOG_LEVEL", env.WIREDESK_LOG_LEVEL, logLevels, read.logLevel, (message) =>
      fault(["logLevel"], message),
    ),
    logFormat: readChoice("WIREDESK_LOG_FORMAT", env.WIREDESK_LOG_FORMAT, logFormats, read.logFormat, (message) =>
      fault(["logFormat"], message),
    ),
    warnings: readWarnings(read, env.WIREDESK_ADMIN_TOKEN ?? null),
  };
  return { config: deepFreeze(config), faults };
}

/** The host in a form that a person on this machine can open in a browser. */
function hostInUrl(host: string): string {
  if (host === "127.0.0.1" || host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

type Report = (path: readonly PropertyKey[], message: string) => void;

/**
 * The base URL goes into headers, which allow ASCII only (RFC 9110 section 5.5). A plain ASCII address stays as
 * written, because stores of earlier builds have it in their ids.
 */
function inAscii(url: string): string {
  return /^[\x21-\x7e]*$/.test(url) || !URL.canParse(url) ? url : new URL(url).href;
}

function readServer(read: ConfigFile, env: Env, fault: Report): Config["server"] {
  const portText = env.WIREDESK_PORT;
  const port = portText === undefined ? read.server.port : Number(portText);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    fault(["server", "port"], `WIREDESK_PORT is "${portText}": expected a number from 0 to 65535`);
  }
  const host = env.WIREDESK_HOST ?? read.server.host;
  const given = env.WIREDESK_BASE_URL ?? read.server.baseUrl;
  const baseUrl = given ?? `http://${hostInUrl(host)}:${port}`;
  const wrong = wrongBaseUrl(baseUrl);
  if (wrong !== null) {
    const name = env.WIREDESK_BASE_URL === undefined ? "the address" : "WIREDESK_BASE_URL";
    const made = given === undefined ? "the address made of host and port" : name;
    fault(["server", "baseUrl"], `${made} is "${baseUrl}": expected ${wrong}`);
  }
  const { trustedProxies } = read.server;
  return { port, host, baseUrl: inAscii(baseUrl).replace(/\/+$/, ""), trustedProxies };
}

function specOf({ name, kind, rank, family, private: isPrivate }: ConfigFile["sources"][number]): SourceSpec {
  return { name, kind, rank, ...(family === undefined ? {} : { family }), isPrivate };
}

function readFeeds(read: ConfigFile, fault: Report): FeedSpec[] {
  const names = new Map<string, number>();
  const urls = new Map<string, string>();
  return read.sources.flatMap((source, sourceIndex) => {
    const folded = source.name.toLowerCase();
    if (names.has(folded))
      fault(["sources", sourceIndex, "name"], `"${source.name}" is named twice; put its feeds under one source`);
    names.set(folded, sourceIndex);
    return source.feeds.map((feed, feedIndex) => {
      const url = new URL(feed.url).href;
      const owner = urls.get(url);
      if (owner !== undefined)
        fault(["sources", sourceIndex, "feeds", feedIndex, "url"], `this feed is already listed under "${owner}"`);
      urls.set(url, source.name);
      return {
        url,
        source: specOf(source),
        title: feed.title ?? null,
        siteUrl: null,
        intervalMs: feed.interval ?? null,
      };
    });
  });
}

/** Fills in `${NAME}` from the environment. No message repeats a value. */
function fillEnvironment(template: string, env: Env, fault: (message: string) => void): string {
  const filled = template.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name: string) => {
    const value = env[name];
    if (value === undefined)
      fault(`the environment has no ${name}; set it (or ${name}_FILE, for a file), or remove "${whole}"`);
    return value ?? "";
  });
  if (/[\r\n\0]/.test(filled)) fault("it must not contain line breaks");
  return filled;
}

function readRolesOf(given: string | undefined, report: (message: string) => void): readonly Role[] {
  try {
    return given ? readRoles(given) : allRoles;
  } catch (thrown) {
    report(`WIREDESK_ROLES: ${messageOf(thrown)}`);
    return allRoles;
  }
}

/** One of `known`, from the environment or from the file. */
function readChoice<Choice extends string>(
  variable: string,
  given: string | undefined,
  known: readonly Choice[],
  otherwise: Choice,
  report: (message: string) => void,
): Choice {
  const choice = given === undefined ? otherwise : known.find((one) => one === given);
  if (choice === undefined) report(`${variable} is "${given}": expected one of ${known.join(", ")}`);
  return choice ?? otherwise;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || value instanceof Map) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
