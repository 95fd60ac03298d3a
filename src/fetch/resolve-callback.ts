import { isIP, type LookupFunction } from "node:net";
import { WireError } from "../domain/errors.ts";
import type { CallbackAddress } from "../domain/hub.ts";
import type { AddressGuard } from "./address-guard.ts";
import { guardLookup } from "./guarded-connector.ts";
import { transportError } from "./transport-error.ts";

/** The first address of a callback's host that the guard allows. Never rejects. */
export function resolveCallback(guard: AddressGuard, lookup: LookupFunction, url: string): Promise<CallbackAddress> {
  const hostname = new URL(url).hostname.replace(/^\[|\]$/g, "");
  if (isIP(hostname) !== 0) {
    const refused = guard.refuseAddress(hostname, hostname);
    const found = { kind: "resolved", address: hostname } as const;
    return Promise.resolve(refused === null ? found : { kind: "failed", error: refused });
  }
  return new Promise((resolve) => {
    guardLookup(guard, lookup)(hostname, {}, (error, address) => {
      if (error === null && typeof address === "string") resolve({ kind: "resolved", address });
      else if (error instanceof WireError) resolve({ kind: "failed", error });
      else resolve({ kind: "failed", error: transportError(error ?? new Error("no address"), hostname) });
    });
  });
}
