import type { Cue } from "../../domain/entry.ts";
import type { FeedContext } from "../feed-context.ts";
import { readCue } from "./headline-cues.ts";
import { stripPublisher } from "./strip-publisher.ts";

/**
 * The cue that stands before a title, and the title without cue and publisher: what is compared. Never empty for a
 * title that is not.
 */
export function headlineOf(
  title: string,
  feed: Pick<FeedContext, "sourceName" | "siteUrl">,
): { cue: Cue | null; headline: string } {
  const names = [
    feed.sourceName,
    ...(feed.siteUrl === null ? [] : [URL.parse(feed.siteUrl)?.hostname.replace(/^www\./, "") ?? ""]),
  ];
  const bare = stripPublisher(title, names);
  const read = readCue(bare);
  const headline = stripPublisher(read.headline, names);
  return { cue: read.cue, headline: headline === "" ? title : headline };
}
