import type { Config } from "../config/config.ts";
import type { Parser } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import type { Ingest } from "../ingest/ingest-types.ts";
import { oneAtATime } from "../ingest/one-at-a-time.ts";
import { type ReadGuard, readGuarded } from "../ingest/read-guarded.ts";
import { createLogOf } from "./app.ts";
import { systemClock } from "./system-clock.ts";

/**
 * Makes the function that ingests documents, from polls and hubs alike. `onIngested` is called after each document that
 * brought something new.
 */
export function createIngestOf(
  config: Config,
  store: Store,
  parser: Parser,
  onIngested: () => void,
  guard: ReadGuard | null = null,
): Ingest {
  const { capturesMax } = config.retention;
  const ingestBy =
    (parse: Parser["parse"]): Ingest =>
    async (feed, fetched, decide) => {
      const deps = { store, parser: { ...parser, parse }, clock: systemClock, log: createLogOf(config), capturesMax };
      // Import at the first document, not at startup: the language detector takes about 80 MB, and the serving thread
      // does not use it.
      const { ingestFeed } = await import("../ingest/ingest-feed.ts");
      const ingested = await ingestFeed(deps, feed, fetched, decide);
      if (ingested.read.newCount + ingested.read.revisedCount > 0) onIngested();
      return ingested;
    };
  const ingest = ingestBy(parser.parse);
  const refusing = (error: unknown) => ingestBy(() => Promise.reject(error));
  return oneAtATime(guard === null ? ingest : readGuarded(ingest, refusing, guard));
}
