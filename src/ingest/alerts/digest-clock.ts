import type { AlertRule, DigestTimes } from "../../domain/alerts/alert-rule.ts";
import type { AlertSetup } from "../../domain/alerts/alert-setup.ts";
import { dueDigest, spanOf } from "../../domain/alerts/digests/digest-times.ts";
import { readDigest } from "../../domain/alerts/digests/read-digest.ts";
import type { Clock } from "../../domain/ports.ts";
import type { SectionFilter } from "../../domain/section.ts";
import type { Store } from "../../domain/store.ts";
import { hourMs, type Instant, secondMs } from "../../domain/time.ts";
import { completeness } from "./completeness.ts";

/** A section, with the filter by which its documents are read. */
export interface DigestedSection {
  readonly id: string;
  readonly filter: SectionFilter;
}

export interface DigestClockDeps {
  readonly store: Pick<Store, "readLastDigest" | "saveDigest" | "readEntry" | "readCounts" | "forPublic">;
  readonly clock: Pick<Clock, "now">;
  readonly sections: readonly DigestedSection[];
  /** The rules as they are now; null when there are none. */
  readonly readAlerts: () => Promise<AlertSetup | null>;
}

/** Makes the digests that sections publish as feed documents. */
export interface DigestClock {
  /** Makes the digests that are due. If that takes too long, the next call makes the others. */
  tick(): Promise<void>;
}

/** The digest hours of a section for which no rule sends a digest. */
export const digestTimesDefault: DigestTimes = { at: [6 * 60], days: [], timeZone: "UTC" };

/**
 * A digest is made once, because the store keeps no second one for the same hour. After a stop, one digest covers the
 * whole time since the last one (`spanOf`).
 */
export function createDigestClock({ store, clock, sections, readAlerts }: DigestClockDeps): DigestClock {
  const looked = new Map<string, Looked>();
  return {
    async tick() {
      const rules = (await readAlerts())?.rules ?? [];
      const now = clock.now();
      const beat = { now, isComplete: completeness(store, now) };
      const failures: unknown[] = [];
      for (const section of sections) {
        await look(section, timesOf(section, rules), beat).catch((thrown: unknown) => failures.push(thrown));
        if (clock.now() - now > tickMsMax) break;
      }
      if (failures.length > 0) throw failures[0];
    },
  };

  /** Makes a section's digest if it is due. If one section fails, the others still get theirs. */
  async function look(section: DigestedSection, times: DigestTimes, beat: Beat): Promise<void> {
    const { now } = beat;
    if (!isDue(looked.get(section.id), times, now) || !(await makeDue(section, times, beat))) return;
    looked.set(section.id, { times, at: now, next: dueDigest(times, now)?.next ?? now + hourMs });
  }

  /** False when the digest has to wait. */
  async function makeDue({ id, filter }: DigestedSection, times: DigestTimes, beat: Beat): Promise<boolean> {
    const { now, isComplete } = beat;
    const due = dueDigest(times, now);
    const span = due === null ? null : spanOf(due, await store.readLastDigest(id));
    if (span === null) return true;
    if (!(await isComplete(span.to))) return false;
    const { readEntry } = store;
    const query = { filter, from: span.from, to: span.to, maySee: () => true, readEntry };
    const digest = await readDigest(store.forPublic(), query);
    await store.saveDigest({ ...digest, section: id, timeZone: times.timeZone }, now);
    return true;
  }
}

/** One call of `tick`. `now` is the time at which the call began; it counts for all sections. */
interface Beat {
  readonly now: Instant;
  readonly isComplete: ReturnType<typeof completeness>;
}

/** When the digests of a section were last looked for, and when the next one is due. */
interface Looked {
  readonly times: DigestTimes;
  readonly at: Instant;
  readonly next: Instant;
}

/** The thread that makes digests also polls, so it must not make many digests without a pause. */
const tickMsMax = secondMs / 2;

/** The hours of the first rule that sends a digest of the section, or else `digestTimesDefault`. */
function timesOf({ id }: DigestedSection, rules: readonly AlertRule[]): DigestTimes {
  return rules.find(({ section, digest }) => section === id && digest !== null)?.digest ?? digestTimesDefault;
}

function isDue(looked: Looked | undefined, times: DigestTimes, now: Instant): boolean {
  return looked?.times !== times || now >= looked.next || now < looked.at;
}
