import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { WireError } from "../domain/errors.ts";
import type { FetchRoute } from "../domain/ports.ts";
import type { AddressGuard } from "./address-guard.ts";

export interface ConnectorOptions {
  readonly guard: AddressGuard;
  readonly connectMsMax: number;
  /** Name resolution, `node:dns` unless a test hands in its own. */
  readonly lookup: LookupFunction | null;
  /** Shown to servers that ask who we are, PEM. */
  readonly certificate?: FetchRoute["certificate"];
}

/**
 * undici's connector with the guard at the only place where it cannot be talked around: between the name's resolution
 * and the connection, on every connection. A name that answers a public address first and a private one later (DNS
 * rebinding) gains nothing.
 */
export function createGuardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { guard } = options;
  const connect = buildConnector({
    ...tlsOf(options.certificate ?? null),
    timeout: options.connectMsMax,
    lookup: guardLookup(guard, options.lookup ?? dnsLookup),
  } as buildConnector.BuildOptions);
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, "");
    const port = target.port === "" ? (target.protocol === "https:" ? 443 : 80) : Number(target.port);
    // A literal address is never looked up, so it is judged here.
    const refused = guard.refusePort(host, port) ?? (isIP(host) === 0 ? null : guard.refuseAddress(host, host));
    if (refused === null) connect(target, callback);
    else queueMicrotask(() => callback(refused, null));
  };
}

/** As `node:tls` takes it. */
export function tlsOf(certificate: FetchRoute["certificate"]): { cert?: string; key?: string; ca?: string } {
  if (certificate === null) return {};
  const { cert, key, ca } = certificate;
  return ca === null ? { cert, key } : { cert, key, ca };
}

/** Leaves out the addresses that the guard refuses. */
export function guardLookup(guard: AddressGuard, lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null && error !== undefined) return callback(error, "", 0);
      const addresses = typeof found === "string" ? [] : found;
      const good = addresses.filter(({ address }) => guard.refuseAddress(hostname, address) === null);
      const first = good[0];
      if (first === undefined) return callback(explainRefusal(guard, hostname, addresses), "", 0);
      if (options.all === true) return callback(null, good);
      callback(null, first.address, first.family);
    });
  };
}

function explainRefusal(guard: AddressGuard, hostname: string, addresses: readonly LookupAddress[]): WireError {
  const first = addresses[0];
  const refused = first === undefined ? null : guard.refuseAddress(hostname, first.address);
  return refused ?? new WireError("dns-failed", `${hostname} has no address`);
}
