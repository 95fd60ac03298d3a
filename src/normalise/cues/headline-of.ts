import type { Cue } from "../../domain/entry.ts";
import type { FeedContext } from "../feed-context.ts";
import { foldText } from "../fold-text.ts";
import { readCue } from "./headline-cues.ts";

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

/** A publisher's name is no longer than this. */
const publisherCharsMax = 60;
const marks = [" - ", " – ", " — ", " | ", " :: ", " · ", " • "] as const;

/**
 * A headline without " - Publisher" behind it or "Publisher: " before it, where that is the source's own name (or its
 * host's). Anything else that stands there is left: it may be the news.
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

/** "The Straits Times", "StraitsTimes" and "straitstimes.com" are one name. */
function compact(name: string): string {
  return foldText(name.replace(/^https?:\/\/(?:www\.)?/i, "").replace(/\.(?:com?|org|net|int)(?:\.[a-z]{2})?\/?$/i, ""))
    .replace(/^the /, "")
    .replaceAll(" ", "");
}
