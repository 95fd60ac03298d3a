import type { AlertRule } from "../../domain/alerts/alert-rule.ts";
import { type AlertSetup, isOfStory } from "../../domain/alerts/alert-setup.ts";
import type { AlertClockStore } from "../../domain/alerts/alert-store.ts";
import { combineFilters } from "../../domain/alerts/combine-filters.ts";
import { type DigestSpan, dueDigest, spanOf } from "../../domain/alerts/digests/digest-times.ts";
import { readDigest } from "../../domain/alerts/digests/read-digest.ts";
import { feedEvents } from "../../domain/alerts/feed-events.ts";
import { addressed } from "../../domain/alerts/route-alerts.ts";
import { maySee } from "../../domain/alerts/rule-matcher.ts";
import { digestTelling, feedTellings } from "../../domain/alerts/timed-messages.ts";
import type { FeedStatus } from "../../domain/feed.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Store } from "../../domain/store.ts";
import { dayMs, hourMs, type Instant, minuteMs } from "../../domain/time.ts";
import { completeness } from "./completeness.ts";

export interface AlertClockDeps {
  readonly store: AlertClockStore & Pick<Store, "listFeeds" | "readPage" | "readEntry" | "readCounts" | "forPublic">;
  readonly clock: Pick<Clock, "now">;
  /** The rules as they are now; null when there are none. */
  readonly readAlerts: () => Promise<AlertSetup | null>;
}

/** Makes the alerts that depend on the time and not on news. */
export interface AlertClock {
  /**
   * Releases alerts that were held back, and makes the digests that are due and the messages about feeds. Returns
   * whether it made messages.
   */
  tick(): Promise<boolean>;
}

/**
 * Each digest and each message about a feed has a key, which is saved in the same transaction. So it is made once,
 * however often `tick` runs, and in however many processes.
 */
export function createAlertClock(deps: AlertClockDeps): AlertClock {
  let lookedAt: Instant | null = null;
  let forgotAt: Instant | null = null;
  return {
    async tick() {
      const setup = await deps.readAlerts();
      if (setup === null) return false;
      const now = deps.clock.now();
      let isMade = (await deps.store.releaseHeld(setup, now)) > 0;
      const isComplete = completeness(deps.store, now);
      for (const rule of setup.rules)
        if (rule.digest !== null && (await tellDigest(deps, setup, rule, { now, isComplete }))) isMade = true;
      if (isDue(lookedAt, now, feedsMs)) {
        lookedAt = now;
        if (await tellFeeds(deps, setup, now)) isMade = true;
      }
      if (isDue(forgotAt, now, hourMs)) {
        forgotAt = now;
        await deps.store.forgetAlerts(now - rememberedMs, forgottenMax);
      }
      return isMade;
    },
  };
}

/** How often all feeds are checked. */
const feedsMs = minuteMs;
/**
 * How long the threads of alerts about stories are remembered. After that, an alert about the story counts as the
 * first.
 */
const rememberedMs = 60 * dayMs;
const forgottenMax = 5000;

function isDue(last: Instant | null, now: Instant, everyMs: number): boolean {
  return last === null || Math.abs(now - last) >= everyMs;
}

async function tellDigest(
  deps: AlertClockDeps,
  setup: AlertSetup,
  rule: AlertRule,
  { now, isComplete }: { readonly now: Instant; readonly isComplete: ReturnType<typeof completeness> },
): Promise<boolean> {
  const due = rule.digest === null ? null : dueDigest(rule.digest, now);
  if (due === null || now - due.at > lateMsMax) return false;
  const keyOf = (at: Instant) => `digest ${at} ${rule.name}`;
  const times = [...due.earlier.slice(-earlierMax), due.at];
  const made = new Set(await deps.store.readMoments(times.map(keyOf)));
  const span = spanOf(due, times.findLast((at) => made.has(keyOf(at))) ?? null);
  if (span === null || !(await isComplete(due.at))) return false;
  const messages = await digestMessages(deps, setup, rule, span);
  const isTold = await deps.store.tellMoment({ keys: [keyOf(due.at)], messages }, now);
  return isTold && messages.length > 0;
}

/** A digest that was missed is made up to this long after its time. Later, it is part of the next one. */
const lateMsMax = 2 * hourMs;
const earlierMax = 60;

async function digestMessages(
  { store, clock }: AlertClockDeps,
  { deskBase }: AlertSetup,
  rule: AlertRule,
  { from, to, next }: DigestSpan,
) {
  const combined = combineFilters(rule.filters);
  if (combined === null) return [];
  const isLicensed = rule.privateSources.length > 0;
  const digest = await readDigest(isLicensed ? store : store.forPublic(), {
    ...{ from, to, readEntry: store.readEntry },
    filter: { ...combined, opensPrivate: isLicensed },
    maySee: ({ source }) => maySee(rule, { isPrivate: source.isPrivate === true, sourceName: source.name }),
  });
  const telling = digestTelling(rule, digest, { now: clock.now(), deskBase });
  if (telling === null) return [];
  return addressed(rule, telling, clock.now()).map((row) => ({ ...row, giveUpAt: next }));
}

async function tellFeeds({ store }: AlertClockDeps, { rules, deskBase }: AlertSetup, now: Instant): Promise<boolean> {
  const asking = rules.filter(({ on }) => on.some((event) => !isOfStory(event)));
  if (asking.length === 0) return false;
  const feeds: readonly FeedStatus[] = await store.listFeeds();
  let isMade = false;
  for (const rule of asking) {
    const events = feedEvents(rule, feeds, { now, deskBase });
    const made = new Set(await store.readMoments(events.map(({ key }) => key)));
    const fresh = events.filter(({ key }) => !made.has(key));
    if (fresh.length === 0) continue;
    const messages = feedTellings(rule, fresh, { now, deskBase }).flatMap((telling) => addressed(rule, telling, now));
    const keys = fresh.map(({ key }) => key);
    const moment = { keys, messages: messages.map((row) => ({ ...row, giveUpAt: null })) };
    if (await store.tellMoment(moment, now)) isMade = true;
  }
  return isMade;
}
