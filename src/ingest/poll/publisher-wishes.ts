import type { Headers } from "../../domain/document.ts";
import type { FeedMemory } from "../../domain/poll-memory.ts";
import { dayMs, hourMs, type Instant, minuteMs } from "../../domain/time.ts";
import { httpFreshness } from "../../fetch/http-freshness.ts";
import type { DocumentHead } from "../reading/reading-types.ts";

export type PublisherWishes = NonNullable<FeedMemory["wishes"]>;

/**
 * The publisher's wishes about polling, from the document and its headers. A 304 (`parsed` null) repeats the last
 * document's wishes; its freshness headers, if any, replace the old ones (RFC 9111 section 4.3.4). Pure.
 */
export function publisherWishes(
  before: PublisherWishes | null,
  headers: Headers,
  parsed: SaidOfPolling | null,
  now: Instant,
): PublisherWishes {
  const fresh = httpFreshness(headers, now);
  const kept = before ?? silent;
  if (parsed === null) return fresh === null ? kept : { ...kept, freshMs: fresh.ms, freshRule: fresh.rule };
  return {
    freshMs: fresh?.ms ?? null,
    freshRule: fresh?.rule ?? "",
    ttlMinutes: parsed.ttlMinutes,
    updatePeriodMs: parsed.updatePeriodMs,
    skipHours: [...parsed.skipHours],
    skipDays: [...parsed.skipDays],
  };
}

/** The statements of a document itself about when to poll it. */
type SaidOfPolling = Pick<DocumentHead, "ttlMinutes" | "updatePeriodMs" | "skipHours" | "skipDays">;

const silent: PublisherWishes = {
  freshMs: null,
  freshRule: "",
  ttlMinutes: null,
  updatePeriodMs: null,
  skipHours: [],
  skipDays: [],
};

export interface Wait {
  readonly ms: number;
  readonly reason: string;
}

/**
 * The longest wait that the publisher asks for. A wait of more than a week counts as a mistake and is limited to
 * `ceilingMs`. Pure.
 */
export function longestWish(wishes: PublisherWishes, ceilingMs: number): Wait {
  const { freshMs, ttlMinutes, updatePeriodMs } = wishes;
  const waits: Wait[] = [
    { ms: freshMs ?? 0, reason: wishes.freshRule },
    { ms: (ttlMinutes ?? 0) * minuteMs, reason: `ttl ${ttlMinutes} min` },
    { ms: updatePeriodMs ?? 0, reason: `sy:updatePeriod ${Math.round((updatePeriodMs ?? 0) / minuteMs)} min` },
  ];
  const believed = waits.map((wait) =>
    wait.ms <= wishMsMax ? wait : { ms: ceilingMs, reason: `${wait.reason}, limited to ${hours(ceilingMs)}` },
  );
  return believed.reduce((best, wait) => (wait.ms > best.ms ? wait : best), { ms: 0, reason: "" });
}

/** Static hosting often sends a year for everything; obeying that would lose the news. */
const wishMsMax = 7 * dayMs;

/**
 * The first time at or after `at` that is in no skipped hour or day (GMT); `at` itself when every hour is skipped.
 * Pure.
 */
export function outsideSkipped(at: Instant, wishes: PublisherWishes): Instant {
  let time = at;
  for (let step = 0; step < skipStepsMax; step += 1) {
    const date = new Date(time);
    if (!wishes.skipHours.includes(date.getUTCHours()) && !wishes.skipDays.includes(date.getUTCDay())) return time;
    time = (Math.floor(time / hourMs) + 1) * hourMs;
  }
  return at;
}

/** A week and an hour. By then every hour of the week has been tried. */
const skipStepsMax = 169;

function hours(ms: number): string {
  return `${Math.round(ms / hourMs)} h`;
}
