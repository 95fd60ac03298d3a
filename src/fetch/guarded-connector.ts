import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { WireError } from "../domain/errors.ts";
import type { FetchRoute } from "../domain/ports.ts";
import type { AddressGuard } from "./address-guard.ts";

export interface ConnectorOptions {
  readonly guard: AddressGuard;
  readonly connectMsMax: number;
  /** Resolves names: null uses `node:dns`; tests hand in their own. */
  readonly lookup: LookupFunction | null;
  /** The client certificate in PEM, for servers that ask for one. */
  readonly certificate?: FetchRoute["certificate"];
}

/**
 * undici's connector with the address guard. For every connection, the guard checks the addresses after the name was
 * resolved and before the connection is made, so nothing can get around it. A name that first resolves to a public
 * address and later to a private one (DNS rebinding) is refused.
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
    // A literal address is never looked up, so it is checked here.
    const refused = guard.refusePort(host, port) ?? (isIP(host) === 0 ? null : guard.refuseAddress(host, host));
    if (refused === null) connect(target, callback);
    else queueMicrotask(() => callback(refused, null));
  };
}

/** The certificate in the form of `node:tls`. */
export function tlsOf(certificate: FetchRoute["certificate"]): { cert?: string; key?: string; ca?: string } {
  if (certificate === null) return {};
  const { cert, key, ca } = certificate;
  return ca === null ? { cert, key } : { cert, key, ca };
}

/** Wraps a lookup: it leaves out the addresses that the guard refuses, and fails with the refusal when none is left. */
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
