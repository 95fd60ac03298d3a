import { WireError, type WireErrorCode } from "../../domain/errors.ts";
import { type Clock, elapsedOf, type Log } from "../../domain/ports.ts";
import { minuteMs } from "../../domain/time.ts";

/** What was refused because it was too much. That is no fault of ours, and a flood of it must not fill the log. */
export interface Refusals {
  /** Counts a failure where it is a refusal, and tells whether it is. */
  note(thrown: unknown): boolean;
  /** How many there were of each code since the start. */
  counts(): ReadonlyMap<WireErrorCode, number>;
}

/** Tells the first refusal at once, and then once a minute how many there were. */
export function createRefusals({ clock, log }: { readonly clock: Clock; readonly log: Log }): Refusals {
  const counts = new Map<WireErrorCode, number>();
  let untold = 0;
  let toldAt: number | null = null;
  return {
    note(thrown) {
      if (!(thrown instanceof WireError) || !refusalCodes.has(thrown.code)) return false;
      counts.set(thrown.code, (counts.get(thrown.code) ?? 0) + 1);
      untold += 1;
      const now = elapsedOf(clock);
      if (toldAt === null || now - toldAt >= minuteMs || now < toldAt) {
        log.warn({ refused: untold, last: thrown.message }, "requests were refused because they ask for too much");
        toldAt = now;
        untold = 0;
      }
      return true;
    },
    counts: () => counts,
  };
}

const refusalCodes: ReadonlySet<WireErrorCode> = new Set(["rate-limited", "timeout"]);
