import type { Entry } from "../domain/entry.ts";
import { messageOf } from "../domain/errors.ts";
import type { ParsedFeed, ParsedItem, Problem } from "../domain/parsed-feed.ts";
import type { Instant } from "../domain/time.ts";
import { detectAlwaysNow } from "./date-policy.ts";
import type { FeedContext } from "./feed-context.ts";
import { foldText } from "./fold-text.ts";
import { assignGuids } from "./identity/assign-guids.ts";
import { type EntryInput, normaliseEntry } from "./normalise-entry.ts";

interface NormalisedFeed {
  /** In document order. Each guid appears once. */
  readonly entries: readonly Entry[];
  /** The items that could not be normalised: code "item-skipped". */
  readonly problems: readonly Problem[];
}

/**
 * Turns a document into entries. `arrival` gives the arrival time of an item (live: now; archived: `archiveArrival`).
 * `now` is the time when the document was fetched. A damaged item does not affect the others. When `parsed` holds only
 * some of the items, `dated` holds the dates of all.
 */
export function normaliseFeed(
  parsed: Omit<ParsedFeed, "problems">,
  feed: FeedContext,
  arrival: (item: ParsedItem) => Instant,
  now: Instant,
  dated: Parameters<typeof detectAlwaysNow>[0] = parsed,
): NormalisedFeed {
  const dates = { built: parsed.built, alwaysNow: detectAlwaysNow(dated, now) };
  const context = { ...feed, language: parsed.language ?? feed.language, siteUrl: parsed.siteUrl ?? feed.siteUrl };
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  for (const [index, item] of parsed.items.entries()) {
    const read = tryEntry(() => ({ item, feed: context, parsed: dates, firstSeenAt: arrival(item), now }), index);
    if (read === null) continue;
    if ("problem" in read) problems.push(read.problem);
    else entries.push(read.entry);
  }
  return { entries: dropSharedUrlKeys(assignGuids(entries)), problems };
}

/** Whether an item has nothing to read and nothing to open. Such an item is not news, whatever id it has. */
function saysNothing(item: ParsedItem): boolean {
  const { title, summaryHtml, contentHtml, url, attachments } = item;
  return `${title}${summaryHtml ?? ""}${contentHtml ?? ""}`.trim() === "" && url === null && attachments.length === 0;
}

type Tried = { readonly entry: Entry } | { readonly problem: Problem } | null;

/** null for an item that says nothing. */
function tryEntry(readInput: () => EntryInput, index: number): Tried {
  try {
    const input = readInput();
    return saysNothing(input.item) ? null : { entry: normaliseEntry(input) };
  } catch (thrown) {
    const message = `Item ${index + 1} was left out: ${messageOf(thrown)}`;
    return { problem: { code: "item-skipped", message, line: null, column: null } };
  }
}

/**
 * Removes the address key of entries that share their address with an entry of another title. A live page, a section's
 * front page, or a programme's page to which all items link, is not a permalink. As a permalink it would make one copy
 * of all their stories.
 */
function dropSharedUrlKeys(entries: readonly Entry[]): readonly Entry[] {
  const titles = new Map<string, Set<string>>();
  for (const { urlKey, title } of entries) {
    if (urlKey === null) continue;
    const seen = titles.get(urlKey) ?? new Set();
    titles.set(urlKey, seen.add(foldText(title)));
  }
  return entries.map((entry) => {
    const isShared = entry.urlKey !== null && (titles.get(entry.urlKey)?.size ?? 0) > 1;
    return isShared ? { ...entry, urlKey: null } : entry;
  });
}
