import type { Hop } from "../../domain/document.ts";
import type { FeedMemory } from "../../domain/poll-memory.ts";
import { dayMs, type Instant } from "../../domain/time.ts";

/**
 * Where the address has moved for good: the end of the unbroken row of 301 and 308 at the start of the hops; null where
 * it has not. Pure.
 */
export function permanentTarget(hops: readonly Hop[]): string | null {
  let target: string | null = null;
  for (const hop of hops) {
    if (hop.status !== 301 && hop.status !== 308) break;
    target = hop.to;
  }
  return target;
}

/** What is remembered of a move, and a sentence when that changes. */
export interface MoveStep {
  readonly moving: FeedMemory["moving"];
  readonly moved: FeedMemory["moved"];
  readonly notice: string | null;
}

/**
 * Remembers a permanent redirect after the same answer for 24 hours, so that a slip of the publisher's hand does not
 * carry a feed away; http to https on the same host at once. An address that another feed has already is never taken
 * over, only reported. Pure.
 */
export function trackMove(input: {
  now: Instant;
  asked: string;
  hops: readonly Hop[];
  memory: FeedMemory;
  /** The other feed that is polled at the target; null where there is none. */
  takenBy: { readonly id: number } | null;
}): MoveStep {
  const { now, asked, memory } = input;
  const to = permanentTarget(input.hops);
  if (to === null || to === asked) return { moving: null, moved: memory.moved, notice: null };
  if (input.takenBy !== null) {
    return {
      moving: null,
      moved: memory.moved,
      notice: `moved to the address of feed ${input.takenBy.id}: the same feed twice`,
    };
  }
  const since = memory.moving?.to === to ? memory.moving.since : now;
  if (!isHttpsOf(asked, to) && now - since < moveConfirmedMs) {
    return { moving: { to, since }, moved: memory.moved, notice: null };
  }
  return { moving: null, moved: { to, at: now }, notice: "moved for good: the new address is asked from now on" };
}

const moveConfirmedMs = dayMs;

/** After this many failures in a row a remembered move is undone and the feed's own address is asked again. */
export const moveFailuresMax = 3;

function isHttpsOf(from: string, to: string): boolean {
  const before = new URL(from);
  const after = new URL(to);
  return before.protocol === "http:" && after.protocol === "https:" && before.hostname === after.hostname;
}
