import type { FailingPart, IngestFigures } from "../../domain/figures/figures.ts";
import type { Clock } from "../../domain/ports.ts";
import { counted } from "../../domain/text/counted.ts";
import { minuteMs } from "../../domain/time.ts";
import { timeOfDay } from "./plain-log.ts";

interface SummaryDeps {
  readonly readFigures: () => IngestFigures | null;
  readonly write: (line: string) => void;
  readonly clock: Clock;
}

/** Writes one line a minute about what the service did, until `stopped`. */
export async function summariseMinutes(deps: SummaryDeps, stopped: AbortSignal): Promise<void> {
  let before: IngestFigures | null = null;
  while (!stopped.aborted) {
    await deps.clock.sleep(minuteMs, stopped).catch((thrown: unknown) => {
      if (!stopped.aborted) throw thrown;
    });
    if (stopped.aborted) return;
    const figures = deps.readFigures();
    if (figures !== null) deps.write(`${timeOfDay(deps.clock.now())} ${summaryOf(figures, before)}`);
    before = figures;
  }
}

/** "18 polls, 1 failed; 23 new entries, 4 revised". `before`: the figures a minute ago. */
export function summaryOf(now: IngestFigures, before: IngestFigures | null): string {
  // The counters start again from zero when the ingest thread was started again.
  const start = before !== null && pollsOf(before) <= pollsOf(now) ? before : null;
  const polls = pollsOf(now) - (start === null ? 0 : pollsOf(start));
  const failed = now.polls.failed - (start?.polls.failed ?? 0);
  const added = now.newEntries - (start?.newEntries ?? 0);
  const revised = now.revisedEntries - (start?.revisedEntries ?? 0);
  const asked = polls === 0 ? "no feed was due" : `${counted(polls, "poll")}, ${failed} failed`;
  return [
    asked,
    `${counted(added, "new entry", "new entries")}, ${revised} revised`,
    ...now.failing.map(partFails),
  ].join("; ");
}

function pollsOf({ polls }: IngestFigures): number {
  return polls.modified + polls.notModified + polls.failed;
}

function partFails({ what, since }: FailingPart): string {
  return `${what} has failed since ${timeOfDay(since)}`;
}
