import { WireError, type WireErrorCode } from "../../domain/errors.ts";
import { type Clock, elapsedOf, type Log } from "../../domain/ports.ts";
import { minuteMs } from "../../domain/time.ts";

/**
 * Counts requests that were refused because there were too many. These are not our errors, and a flood of them must not
 * fill the log.
 */
export interface Refusals {
  /** Counts an error if it is a refusal. Returns whether it is one. */
  note(thrown: unknown): boolean;
  /** The number of refusals by code since the start. */
  counts(): ReadonlyMap<WireErrorCode, number>;
}

/** Logs the first refusal at once, and after that the number of refusals at most once a minute. */
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
        log.warn({ refused: untold, last: thrown.message }, "refused requests, because there were too many");
        toldAt = now;
        untold = 0;
      }
      return true;
    },
    counts: () => counts,
  };
}

const refusalCodes: ReadonlySet<WireErrorCode> = new Set(["rate-limited", "timeout"]);
