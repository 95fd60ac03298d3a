import { createHoursClock } from "../../calendar/hours-clock.ts";
import { dayMs, type Instant, minuteMs } from "../../time.ts";
import type { DigestTimes } from "../alert-rule.ts";

/** The times of a digest from `from` to `to`, both included, in ascending order. */
export function digestTimes(times: DigestTimes, from: Instant, to: Instant): readonly Instant[] {
  const { timeZone, days } = times;
  const clocks = times.at.map((at) => createHoursClock({ ranges: [{ from: at, to: at + 1 }], timeZone }));
  const found = clocks.flatMap((clock) => {
    const instants: Instant[] = [];
    for (let at = from; at <= to; ) {
      const { from: begin } = clock.stretchAfter(at);
      const minute = Math.ceil(begin / minuteMs) * minuteMs;
      if (minute > to) break;
      if (clock.holds(minute)) instants.push(minute);
      at = minute + minuteMs;
    }
    return instants;
  });
  const weekday = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short" });
  const isOn = (at: Instant) => days.length === 0 || days.includes(weekdays.indexOf(weekday.format(at)));
  return [...new Set(found)].filter(isOn).sort((a, b) => a - b);
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/**
 * Returns null when no digest was due in the last eight days. `at`: the time of the newest digest that is due.
 * `earlier`: the times of the digests before it, in the last eight days. `next`: the time of the following digest, or a
 * day from now when none follows within eight days.
 */
export function dueDigest(
  times: DigestTimes,
  now: Instant,
): { readonly at: Instant; readonly earlier: readonly Instant[]; readonly next: Instant } | null {
  const past = digestTimes(times, now - pastMsMax, now);
  const at = past.at(-1);
  if (at === undefined) return null;
  const [next = now + dayMs] = digestTimes(times, now + 1, now + pastMsMax);
  return { at, earlier: past.slice(0, -1), next };
}

/** The span of a digest: news after `from`, up to `to`. `next`: the time of the following digest. */
export interface DigestSpan {
  readonly from: Instant;
  readonly to: Instant;
  readonly next: Instant;
}

/**
 * The span of the digest that is due; null when that digest was already made. `last`: the end of the last digest that
 * was made; null when there is none. The span begins there, so that the news of a missed digest is part of the next
 * digest. If the last digest ended more than eight days before, or there is none, the span begins at the previous time
 * of a digest, or a day before `due.at`.
 */
export function spanOf(due: NonNullable<ReturnType<typeof dueDigest>>, last: Instant | null): DigestSpan | null {
  if (last !== null && last >= due.at) return null;
  const isRecent = last !== null && due.at - last <= pastMsMax;
  return { from: isRecent ? last : (due.earlier.at(-1) ?? due.at - dayMs), to: due.at, next: due.next };
}

/**
 * How far back and ahead times of digests are searched: more than a week, because some digests are sent once a week.
 */
const pastMsMax = 8 * dayMs;
