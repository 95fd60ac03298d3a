import type { Hop } from "../../domain/document.ts";
import type { FeedMemory } from "../../domain/poll-memory.ts";
import { dayMs, type Instant } from "../../domain/time.ts";

/**
 * The address to which a feed has moved for good: the end of the unbroken chain of 301 and 308 redirects at the
 * beginning of the hops; null when there is none. Pure.
 */
export function permanentTarget(hops: readonly Hop[]): string | null {
  let target: string | null = null;
  for (const hop of hops) {
    if (hop.status !== 301 && hop.status !== 308) break;
    target = hop.to;
  }
  return target;
}

/** The facts about a move to remember, and a sentence for the log when they change. */
export interface MoveStep {
  readonly moving: FeedMemory["moving"];
  readonly moved: FeedMemory["moved"];
  readonly notice: string | null;
}

/**
 * Remembers a permanent redirect once it has been the same for 24 hours, so that a publisher's mistake does not move a
 * feed. A move from http to https on the same host is remembered at once. An address that another feed already has is
 * only reported. Pure.
 */
export function trackMove(input: {
  now: Instant;
  asked: string;
  hops: readonly Hop[];
  memory: FeedMemory;
  /** The other feed that is polled at the target; null when there is none. */
  takenBy: { readonly id: number } | null;
}): MoveStep {
  const { now, asked, memory } = input;
  const to = permanentTarget(input.hops);
  if (to === null || to === asked) return { moving: null, moved: memory.moved, notice: null };
  if (input.takenBy !== null) {
    return {
      moving: null,
      moved: memory.moved,
      notice: `moved to the address of feed ${input.takenBy.id}: both are the same feed`,
    };
  }
  const since = memory.moving?.to === to ? memory.moving.since : now;
  if (!isHttpsOf(asked, to) && now - since < moveConfirmedMs) {
    return { moving: { to, since }, moved: memory.moved, notice: null };
  }
  return { moving: null, moved: { to, at: now }, notice: "moved for good: the new address is polled from now on" };
}

const moveConfirmedMs = dayMs;

/** After this many failures in a row, a remembered move is undone and the feed's own address is polled again. */
export const moveFailuresMax = 3;

function isHttpsOf(from: string, to: string): boolean {
  const before = new URL(from);
  const after = new URL(to);
  return before.protocol === "http:" && after.protocol === "https:" && before.hostname === after.hostname;
}
