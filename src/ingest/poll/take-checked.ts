import type { FetchResult } from "../../domain/document.ts";
import type { FeedStatus } from "../../domain/feed.ts";
import { type IngestDeps, ingestFeed } from "../ingest-feed.ts";
import { nextPoll } from "./next-poll.ts";
import type { PollingSettings } from "./poll-types.ts";

/**
 * Makes the document with which a feed was checked its first poll: entries, validators and the next poll are stored as
 * if the poller had asked, so that the publisher is asked once. Answers how many entries were new.
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
