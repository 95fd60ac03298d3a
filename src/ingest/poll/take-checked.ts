import type { FetchResult } from "../../domain/document.ts";
import type { FeedStatus } from "../../domain/feed.ts";
import { type IngestDeps, ingestFeed } from "../ingest-feed.ts";
import { nextPoll } from "./next-poll.ts";
import type { PollingSettings } from "./poll-types.ts";

/**
 * Uses the document that a feed check fetched as the feed's first poll, so that the publisher gets only one request.
 * Stores entries, validators and the time of the next poll as the poller would. Returns how many entries were new.
 */
export async function takeChecked(
  deps: IngestDeps,
  { feed, poll: previous }: FeedStatus,
  result: Extract<FetchResult, { kind: "modified" }>,
  schedule: { readonly polling: PollingSettings; readonly random: number },
): Promise<number> {
  const { read } = await ingestFeed(deps, feed, result, (outcome) =>
    nextPoll({
      ...schedule,
      now: deps.clock.now(),
      feed,
      previous,
      asked: feed.url,
      result,
      read: outcome,
      takenBy: null,
    }),
  );
  return read.newCount;
}
