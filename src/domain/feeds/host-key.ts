import type { PollMemory } from "../feed.ts";
import { readContinued, readMoved } from "../poll-memory.ts";
import { domainRules } from "./domain-rules.ts";

/**
 * The key of a host: the registrable domain ("feeds.bbc.co.uk" is "bbc.co.uk"), or else the IP address or bare name
 * itself.
 */
export function hostKey(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname } = new URL(url);
  return domainRules().parse(hostname).domain ?? hostname;
}

/** The address at which a feed is polled: its own, or the one to which it has moved for good. */
export function polledAddress(url: string, memory: PollMemory): string {
  return readMoved(memory)?.to ?? url;
}

/**
 * The address of the next request. If the last poll stopped at a redirect to another poller's host, it is the target of
 * that redirect; otherwise it is `polledAddress`.
 */
export function nextAddress(url: string, memory: PollMemory): string {
  return readContinued(memory)?.to ?? polledAddress(url, memory);
}

/** How many shards the hosts are divided into. One poller at a time has a shard, with all feeds of its hosts. */
export const shardsMax = 1024;

/** The shard of a host, from 0 to `shardsMax - 1`: FNV-1a over the key, 32 bits. */
export function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % shardsMax;
}
