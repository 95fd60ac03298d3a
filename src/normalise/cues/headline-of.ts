import type { Cue } from "../../domain/entry.ts";
import type { FeedContext } from "../feed-context.ts";
import { foldText } from "../fold-text.ts";
import { readCue } from "./headline-cues.ts";

/**
 * The cue of a title, and the headline: the title without cue and publisher, for comparison. The headline is empty only
 * when the title is empty. `publisher`: the publisher that the item names, as items of news aggregators do.
 */
export function headlineOf(
  title: string,
  feed: Pick<FeedContext, "sourceName" | "siteUrl"> & { readonly publisher?: string },
): { cue: Cue | null; headline: string } {
  const names = [
    feed.sourceName,
    ...(feed.publisher === undefined ? [] : [feed.publisher]),
    ...(feed.siteUrl === null ? [] : [URL.parse(feed.siteUrl)?.hostname.replace(/^www\./, "") ?? ""]),
  ];
  const bare = stripPublisher(title, names);
  const read = readCue(bare);
  const headline = stripPublisher(read.headline, names);
  return { cue: read.cue, headline: headline === "" ? title : headline };
}

/** A publisher's name is not longer than this. */
const publisherCharsMax = 60;
const marks = [" - ", " – ", " — ", " | ", " :: ", " · ", " • "] as const;

/**
 * Removes " - Publisher" from the end of a headline or "Publisher: " from its beginning, if that is the name of the
 * source (or of its host). Other words in these places may be news and stay.
 */
export function stripPublisher(headline: string, names: readonly string[]): string {
  const folds = new Set(names.map(compact).filter((fold) => fold.length > 1));
  return stripBefore(stripBehind(headline, folds), folds);
}

function stripBehind(headline: string, folds: ReadonlySet<string>): string {
  for (const mark of marks) {
    const at = headline.lastIndexOf(mark);
    if (at < 1 || headline.length - at > publisherCharsMax) continue;
    if (folds.has(compact(headline.slice(at + mark.length)))) return headline.slice(0, at).trim();
  }
  return headline;
}

function stripBefore(headline: string, folds: ReadonlySet<string>): string {
  const match = /^(.{2,60}?)(?::| [|–—-]) (?=\S)/u.exec(headline);
  if (match === null || !folds.has(compact(match[1] ?? ""))) return headline;
  return headline.slice(match[0].length).trim();
}

/** A name without spaces and endings: "The Straits Times", "StraitsTimes" and "straitstimes.com" become equal. */
function compact(name: string): string {
  return foldText(name.replace(/^https?:\/\/(?:www\.)?/i, "").replace(/\.(?:com?|org|net|int)(?:\.[a-z]{2})?\/?$/i, ""))
    .replace(/^the /, "")
    .replaceAll(" ", "");
}
