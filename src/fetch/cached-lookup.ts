import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { LRUCache } from "lru-cache";
import type { Clock } from "../domain/ports.ts";
import { isWithin, minuteMs } from "../domain/time.ts";

/**
 * Resolves names and remembers each result for a minute. Simultaneous requests for one name share one lookup.
 * Remembering helps because the feeds of one host are polled one after another, often over new connections. A result
 * contains all addresses. Failures are not remembered. The address guard checks the addresses again at every use, so a
 * remembered address gives an attacker nothing.
 */
export function createCachedLookup(lookup: LookupFunction, clock: Clock): LookupFunction {
  const known = new LRUCache<string, { readonly at: number; readonly addresses: readonly LookupAddress[] }>({
    max: namesMax,
  });
  const waiting = new Map<string, Parameters<LookupFunction>[2][]>();
  return (hostname, options, callback) => {
    const key = `${options.family ?? 0} ${hostname}`;
    const found = known.get(key);
    if (found !== undefined && isWithin(rememberedMsMax, clock.now() - found.at)) {
      queueMicrotask(() => callback(null, [...found.addresses]));
      return;
    }
    const others = waiting.get(key);
    if (others !== undefined) {
      others.push(callback);
      return;
    }
    const all = [callback];
    waiting.set(key, all);
    lookup(hostname, { ...options, all: true }, (error, addresses, family) => {
      waiting.delete(key);
      if (!error && Array.isArray(addresses)) known.set(key, { at: clock.now(), addresses: [...addresses] });
      for (const each of all) each(error, Array.isArray(addresses) ? [...addresses] : addresses, family);
    });
  };
}

const rememberedMsMax = minuteMs;
const namesMax = 4096;
