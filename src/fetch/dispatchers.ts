import { isIP, type LookupFunction } from "node:net";
import { Agent, type buildConnector, type Dispatcher, ProxyAgent } from "undici";
import type { WireError } from "../domain/errors.ts";
import type { FetchRoute } from "../domain/ports.ts";
import type { AddressGuard } from "./address-guard.ts";
import type { FetchLimits } from "./fetch-limits.ts";
import { createGuardedConnector, tlsOf } from "./guarded-connector.ts";
import { createTolerantTransport, type Transport } from "./tolerant/tolerant-transport.ts";

export interface DispatcherOptions {
  readonly guard: AddressGuard;
  readonly limits: FetchLimits;
  readonly lookup: LookupFunction | null;
  /**
   * The largest number of simultaneous requests to one origin. With 1, an origin needs one connection and no pool,
   * which saves 16 KB for each origin.
   */
  readonly connectionsPerOriginMax: number;
}

/**
 * Connections by their route: direct, with a client certificate, or through a proxy. They are created at first use and
 * kept.
 */
export interface Dispatchers {
  of(route: FetchRoute | null): Ways;
  /**
   * Checks an address that is requested through a proxy, because the connector then sees only the proxy. The proxy
   * resolves names itself, so names pass; literal addresses and ports are checked as usual. null when the request may
   * be made.
   */
  refuse(route: FetchRoute | null, url: URL): WireError | null;
  destroy(): Promise<void>;
}

interface Ways {
  /** undici. It keeps connections open, so it must read answers strictly. */
  readonly strict: Transport;
  /** Reads answers that `strict` refuses. */
  readonly tolerant: Transport;
}

export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const made = new Map<string, Ways & { readonly strict: Dispatcher }>();
  return {
    of(route) {
      const key = route === null ? "" : JSON.stringify([route.proxy, route.certificate]);
      const known = made.get(key) ?? createWays(options, route);
      made.set(key, known);
      return known;
    },
    refuse(route, url) {
      if (route === null || route.proxy === null) return null;
      const host = url.hostname.replace(/^\[|\]$/g, "");
      const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
      return (
        options.guard.refusePort(host, port) ?? (isIP(host) === 0 ? null : options.guard.refuseAddress(host, host))
      );
    },
    async destroy() {
      await Promise.all([...made.values()].map(({ strict }) => strict.destroy()));
    },
  };
}

const connectionsPerProxyMax = 4;
/**
 * How long an unused connection is kept, even if the server offers a longer time (RFC 9112 section 9.5). The next feed
 * of a host is polled seconds later, but the same feed only minutes later, so a longer time is of no use.
 */
const idleConnectionMsMax = 4000;

function createWays(options: DispatcherOptions, route: FetchRoute | null): Ways & { readonly strict: Dispatcher } {
  const { guard, limits, lookup } = options;
  const certificate = route?.certificate ?? null;
  const connect = createGuardedConnector({ guard, connectMsMax: limits.connectMsMax, lookup, certificate });
  return {
    strict: createDispatcher(options, route, connect),
    tolerant: createTolerantTransport(connect, limits, route),
  };
}

function createDispatcher(
  { limits, connectionsPerOriginMax }: DispatcherOptions,
  route: FetchRoute | null,
  connect: buildConnector.connector,
): Dispatcher {
  const shared = {
    keepAliveTimeout: idleConnectionMsMax,
    keepAliveMaxTimeout: idleConnectionMsMax,
    maxHeaderSize: limits.headerBytesMax,
    // undici's deadlines are off, because `deadline.ts` enforces ours.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  if (route?.proxy != null) {
    const timeout = limits.connectMsMax;
    return new ProxyAgent({
      ...shared,
      connections: connectionsPerProxyMax,
      uri: route.proxy,
      requestTls: { ...tlsOf(route.certificate), timeout },
      proxyTls: { timeout },
    });
  }
  return new Agent({ ...shared, connections: connectionsPerOriginMax, connect });
}
