import type { Feed } from "../../domain/feed.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../../domain/time.ts";
import type { UpstreamHub } from "../../domain/upstream-hub.ts";
import type { HubLinks } from "./hub-links.ts";

/** The lease that we ask for. The hub may grant another one. */
export const leaseSecondsWanted = 10 * 86_400;

/** A new subscription, to be requested at once. `token` and `secret` must be unguessable. Pure, like all steps here. */
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
 * The subscription when its hub is sent a request now. Until the hub confirms, the request is repeated after growing
 * waits. Deliveries continue while a lease runs.
 */
export function askHub(hub: UpstreamHub, now: Instant): UpstreamHub {
  const attempts = hub.attempts + 1;
  const nextAskAt = now + Math.min(askAgainMsMax, askAgainMs * 2 ** hub.attempts);
  return { ...hub, state: isOn(hub, now) ? "on" : "asked", reason: null, attempts, nextAskAt };
}

/**
 * The subscription after a request to the hub failed. It is dropped if several requests in a row were not confirmed.
 */
export function failAsking(hub: UpstreamHub, reason: string, now: Instant): UpstreamHub {
  return hub.attempts < attemptsMax ? hub : dropHub(hub, reason, now);
}

/**
 * The subscription after the hub asked whether we subscribed, and we said yes. The lease begins, and is renewed after
 * two thirds of its time.
 */
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
 * Counts entries that a poll found although the hub was on, because the hub should have announced them. After several
 * such polls in a row without a delivery, the subscription is dropped.
 */
export function hearPoll(hub: UpstreamHub, newCount: number, now: Instant): UpstreamHub {
  const learnt = hub.arrivals.length === 0 ? hub : { ...hub, arrivals: [] };
  const wasTold = hub.protocol === "rsscloud" && hub.lastDeliveryAt !== null && now - hub.lastDeliveryAt < toldMs;
  const isSettled = !wasTold && isOn(hub, now) && hub.confirmedAt !== null && now - hub.confirmedAt >= settleMs;
  if (!isSettled || newCount === 0) return learnt;
  const missed = { ...learnt, missedCount: hub.missedCount + newCount, missedPolls: hub.missedPolls + 1 };
  return missed.missedPolls < missedPollsMax
    ? missed
    : dropHub(missed, "it did not announce news that polls found", now);
}

/** Whether the hub announces news at present. */
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
/**
 * How long after a confirmation the missed entries are not counted. They may have been published before the
 * subscription began.
 */
const settleMs = hourMs;
const missedPollsMax = 3;
/** The poll after a cloud's notice finds the announced news, so its entries are not counted as missed. */
const toldMs = 10 * minuteMs;
