import { once } from "node:events";
import { createServer, isIP } from "node:net";
import type { Config } from "../../../config/config.ts";
import { feedAccess } from "../../../config/feed-access.ts";
import { messageOf, type WireError } from "../../../domain/errors.ts";
import type { Clock, Http } from "../../../domain/ports.ts";
import { hourMs, minuteMs, secondMs } from "../../../domain/time.ts";
import { redactUrl } from "../../../fetch/redact-url.ts";
import { type Check, doubtful, unknown, well, wrong } from "./check.ts";

const hostsMax = 5;
const feedsMax = 3;

/** Whether the names of the feeds' hosts can be resolved. `resolve` rejects when a name cannot be resolved. */
export async function checkNames(urls: readonly string[], resolve: (host: string) => Promise<unknown>): Promise<Check> {
  const name = "names";
  const hosts = [...new Set(urls.map((url) => new URL(url).hostname.replace(/^\[|\]$/g, "")))]
    .filter((host) => isIP(host) === 0)
    .slice(0, hostsMax);
  if (hosts.length === 0) return unknown(name, "no feed has a name to resolve");
  const failed: string[] = [];
  for (const host of hosts) await resolve(host).catch((error: unknown) => failed.push(`${host} (${messageOf(error)})`));
  if (failed.length === 0) return well(name, `resolved ${hosts.join(", ")}`);
  const found = `cannot resolve ${failed.join(", ")}`;
  if (failed.length < hosts.length) return doubtful(name, found, "check whether these hosts still exist");
  return wrong(name, found, "check the network and the name server in /etc/resolv.conf");
}

interface FirstFeed {
  readonly check: Check;
  /** The time on the clock of the server that answered; null when no server stated it. */
  readonly serverTime: number | null;
}

/** Fetches feeds, one after the other, until one of them answers. */
export async function checkFirstFeed(config: Config, http: Http): Promise<FirstFeed> {
  const name = "first feed";
  const access = feedAccess(config);
  let failure: WireError | null = null;
  for (const { url } of config.feeds.slice(0, feedsMax)) {
    const result = await http.fetch({
      url,
      validators: { etag: null, lastModified: null },
      headers: access.headersFor(url),
      query: access.queryFor(url),
      route: access.routeFor(url),
      signal: null,
    });
    if (result.kind === "modified") {
      const seconds = (result.durationMs / secondMs).toFixed(1);
      return { check: well(name, `${redactUrl(url)} answered in ${seconds} s`), serverTime: timeOf(result.headers) };
    }
    if (result.kind === "failed") failure ??= result.error;
  }
  if (failure === null) return { check: unknown(name, "the configuration lists no feed"), serverTime: null };
  const advice = feedAdvice[failure.code] ?? 'inspect the answer with "wiredesk feeds check URL"';
  return { check: wrong(name, messageOf(failure), advice), serverTime: null };
}

const feedAdvice: Readonly<Partial<Record<WireError["code"], string>>> = {
  "dns-failed": 'see the check "names"',
  "connect-failed": "check whether a firewall is in the way, or whether a proxy is needed",
  timeout: "check whether a firewall is in the way, or whether a proxy is needed",
  "tls-failed": 'install the certificates of the authorities (Debian: ca-certificates), and see the check "clock"',
  "address-refused": "allow the address if it is on your own network; otherwise check the name server",
};

/**
 * The server's present time. An answer from a cache states the time at which it was made, and its age since then (RFC
 * 9111 section 5.1).
 */
function timeOf(headers: Readonly<Record<string, string>>): number | null {
  const at = Date.parse(headers.date ?? "");
  return Number.isNaN(at) ? null : at + (Number(headers.age ?? 0) || 0) * secondMs;
}

/** Compares this machine's clock with a server's. */
export function checkClock(serverTime: number | null, clock: Pick<Clock, "now">): Check {
  const name = "clock";
  if (serverTime === null) return unknown(name, "no server said what time it is");
  const offMs = Math.abs(clock.now() - serverTime);
  if (offMs <= 2 * minuteMs) return well(name, "agrees with a publisher's server");
  const found = `differs from a publisher's server by ${Math.round(offMs / minuteMs)} minutes`;
  const advice = 'set the clock, and let the system keep it ("timedatectl set-ntp true")';
  return offMs > hourMs ? wrong(name, found, advice) : doubtful(name, found, advice);
}

/** Whether the service can listen at its address, or already does. */
export async function checkPort({ host, port }: Config["server"]): Promise<Check> {
  const name = "port";
  const server = createServer().listen(port, host);
  try {
    await once(server, "listening");
    server.close();
    await once(server, "close");
    return well(name, `${host}:${port} is free`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" && (await answersAsWiredesk(host, port)))
      return well(name, `a wiredesk serves at ${host}:${port}`);
    return wrong(name, `cannot listen at ${host}:${port} (${messageOf(error)})`, portAdvice(code, port));
  }
}

function portAdvice(code: string | undefined, port: number): string {
  if (code === "EADDRINUSE")
    return `another program has the port ("ss -ltnp" names it); stop it, or set server.port or WIREDESK_PORT`;
  if (code === "EACCES")
    return `ports below 1024, such as ${port}, need a special permission; set server.port to 1024 or higher`;
  return "set server.host to an address of this machine, such as 127.0.0.1";
}

const answerMsMax = 2 * secondMs;

async function answersAsWiredesk(host: string, port: number): Promise<boolean> {
  const reached = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : isIP(host) === 6 ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${reached}:${port}/healthz`, { signal: AbortSignal.timeout(answerMsMax) });
    const { status, version } = (await answer.json()) as { status?: unknown; version?: unknown };
    return status === "ok" && typeof version === "string";
  } catch {
    return false;
  }
}
