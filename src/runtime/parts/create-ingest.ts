import type { Config } from "../../config/config.ts";
import type { DeskPace } from "../../ingest/desk/desk-pace.ts";
import { ingestFeed } from "../../ingest/ingest-feed.ts";
import type { Ingest } from "../../ingest/ingest-types.ts";
import { oneAtATime } from "../../ingest/one-at-a-time.ts";
import { type ReadGuard, readGuarded } from "../../ingest/read-guarded.ts";
import type { Reader } from "../../ingest/reading/reading-types.ts";
import { createLogOf } from "./create-log.ts";
import type { ClockedStore } from "./store-clock.ts";

/**
 * Makes the function that ingests the documents of polls and hubs, no faster than the desk decides. `pace`: null where
 * the desk is another process. `onIngested` is called after each document that brought something new.
 */
export function createIngestOf(
  config: Config,
  { store, clock }: ClockedStore,
  reader: Reader,
  { pace, onIngested }: { readonly pace: DeskPace | null; readonly onIngested: () => void },
  guard: ReadGuard | null = null,
): Ingest {
  const { capturesMax } = config.retention;
  const log = createLogOf(config);
  const ingestBy =
    (read: Reader["read"]): Ingest =>
    async (feed, fetched, decide) => {
      const deps = { store, reader: { read }, clock, log, capturesMax };
      const ingested = await ingestFeed(deps, feed, fetched, decide);
      if (ingested.read.newCount + ingested.read.revisedCount > 0) onIngested();
      return ingested;
    };
  const ingest = ingestBy(reader.read);
  const refusing = (error: unknown) => ingestBy(() => Promise.reject(error));
  const guarded = guard === null ? ingest : readGuarded(ingest, refusing, guard);
  if (pace === null) return oneAtATime(guarded);
  return oneAtATime((feed, fetched, decide) =>
    pace.run(
      () => guarded(feed, fetched, decide),
      ({ read }) => read.newCount + read.revisedCount,
    ),
  );
}
