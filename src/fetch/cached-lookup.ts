import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { LRUCache } from "lru-cache";
import type { Clock } from "../domain/ports.ts";
import { isWithin, minuteMs } from "../domain/time.ts";

/**
 * Name resolution that remembers what it found for a minute and asks once for all who ask at the same time: the feeds
 * of one host are polled one after another, each over a connection of its own time. Answers with every address. What
 * failed is not remembered. The guard judges each use anew, so that a remembered address gains nothing.
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
