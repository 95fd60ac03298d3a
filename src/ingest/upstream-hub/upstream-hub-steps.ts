import type { Feed } from "../../domain/feed.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../../domain/time.ts";
import type { UpstreamHub } from "../../domain/upstream-hub.ts";
import type { HubLinks } from "./hub-links.ts";

/** The lease that we ask for; the hub decides. */
export const leaseSecondsWanted = 10 * 86_400;

/** A new subscription, to be asked for at once. `token` and `secret`: unguessable. Pure, as all steps here. */
export function beginHub(
  feed: Pick<Feed, "id" | "url">,
  links: HubLinks,
  keys: { readonly token: string; readonly secret: string },
  now: Instant,
): UpstreamHub {
  return {
    feedId: feed.id,
    feedUrl: feed.url,
    ...links,
    ...keys,
    state: "asked",
    reason: null,
    nextAskAt: now,
    attempts: 0,
    leaseUntil: null,
    confirmedAt: null,
    lastDeliveryAt: null,
    lastNewEntryAt: null,
    arrivals: [],
    missedCount: 0,
    missedPolls: 0,
  };
}

/**
 * The hub is asked now: until it confirms, it is asked again after growing waits. While a lease runs, deliveries go on.
 */
export function askHub(hub: UpstreamHub, now: Instant): UpstreamHub {
  const attempts = hub.attempts + 1;
  const nextAskAt = now + Math.min(askAgainMsMax, askAgainMs * 2 ** hub.attempts);
  return { ...hub, state: isOn(hub, now) ? "on" : "asked", reason: null, attempts, nextAskAt };
}

/** A request failed, or the hub did not confirm in time: after some, it is let be. */
export function failAsking(hub: UpstreamHub, reason: string, now: Instant): UpstreamHub {
  return hub.attempts < attemptsMax ? hub : dropHub(hub, reason, now);
}

/** The hub has asked whether we meant it, and been told yes: the lease begins. It is renewed after two thirds of it. */
export function confirmHub(hub: UpstreamHub, leaseSeconds: number | null, now: Instant): UpstreamHub {
  const leaseMs = Math.max(leaseMsMin, Math.min(leaseSeconds ?? leaseSecondsWanted, leaseSecondsMax) * secondMs);
  const renewAt = now + Math.round((leaseMs * 2) / 3);
  const begun = { state: "on" as const, reason: null, attempts: 0, missedPolls: 0 };
  return { ...hub, ...begun, confirmedAt: now, leaseUntil: now + leaseMs, nextAskAt: renewAt };
}

export function dropHub(hub: UpstreamHub, reason: string, now: Instant): UpstreamHub {
  return { ...hub, state: "dropped", reason, attempts: 0, leaseUntil: null, nextAskAt: now + droppedMs };
}

export function takeDelivery(hub: UpstreamHub, newCount: number, now: Instant): UpstreamHub {
  const arrivals = [...hub.arrivals, ...new Array<Instant>(newCount).fill(now)].slice(-arrivalsMax);
  const lastNewEntryAt = newCount > 0 ? now : hub.lastNewEntryAt;
  return { ...hub, lastDeliveryAt: now, lastNewEntryAt, arrivals, missedPolls: 0 };
}

/**
 * What a poll found although the hub was on counts against it: after some polls in a row without a delivery it is
 * dropped.
 */
export function hearPoll(hub: UpstreamHub, newCount: number, now: Instant): UpstreamHub {
  const learnt = hub.arrivals.length === 0 ? hub : { ...hub, arrivals: [] };
  const wasTold = hub.protocol === "rsscloud" && hub.lastDeliveryAt !== null && now - hub.lastDeliveryAt < toldMs;
  const isSettled = !wasTold && isOn(hub, now) && hub.confirmedAt !== null && now - hub.confirmedAt >= settleMs;
  if (!isSettled || newCount === 0) return learnt;
  const missed = { ...learnt, missedCount: hub.missedCount + newCount, missedPolls: hub.missedPolls + 1 };
  return missed.missedPolls < missedPollsMax
    ? missed
    : dropHub(missed, "it did not tell of news that polls found", now);
}

/** Whether the hub tells of news at present. */
export function isOn(hub: UpstreamHub, now: Instant): boolean {
  return hub.state === "on" && hub.leaseUntil !== null && hub.leaseUntil > now;
}

const askAgainMs = 10 * minuteMs;
const askAgainMsMax = dayMs;
const attemptsMax = 5;
const droppedMs = 7 * dayMs;
const leaseMsMin = 5 * minuteMs;
const leaseSecondsMax = 365 * 86_400;
const arrivalsMax = 500;
/** What was published while the subscription began may have gone past the hub. */
const settleMs = hourMs;
const missedPollsMax = 3;
/** A cloud's word is followed by the poll that finds the news. */
const toldMs = 10 * minuteMs;
