import type { Entry } from "../domain/entry.ts";
import { messageOf } from "../domain/errors.ts";
import type { ParsedFeed, ParsedItem, Problem } from "../domain/parsed-feed.ts";
import type { Instant } from "../domain/time.ts";
import { detectAlwaysNow } from "./date-policy.ts";
import type { FeedContext } from "./feed-context.ts";
import { foldText } from "./fold-text.ts";
import { assignGuids } from "./identity/assign-guids.ts";
import { languageOfTitles } from "./language/language.ts";
import { type EntryInput, normaliseEntry } from "./normalise-entry.ts";

interface NormalisedFeed {
  /** In document order. Each guid appears once. */
  readonly entries: readonly Entry[];
  /** The items that could not be normalised: code "item-skipped". */
  readonly problems: readonly Problem[];
}

/**
 * Turns a document into entries. `arrival` gives the arrival time of an item: `now` when it was fetched,
 * `archiveArrival` when it comes from an archive. `now` is the time when the document was fetched. A damaged item does
 * not affect the others. When `parsed` contains only some of the items, `whole` contains the dates and titles of all.
 */
export function normaliseFeed(
  parsed: Omit<ParsedFeed, "problems">,
  feed: FeedContext,
  arrival: (item: ParsedItem) => Instant,
  now: Instant,
  whole: Parameters<typeof detectAlwaysNow>[0] & { readonly titles?: readonly string[] } = parsed,
): NormalisedFeed {
  const dates = { built: parsed.built, alwaysNow: detectAlwaysNow(whole, now) };
  let language: string | null | undefined;
  const documentLanguage = (): string | null => {
    if (language === undefined) language = languageOfTitles(whole.titles ?? titlesOf(parsed.items));
    return language;
  };
  const context = { ...feed, language: parsed.language ?? feed.language, siteUrl: parsed.siteUrl ?? feed.siteUrl };
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  for (const [index, item] of parsed.items.entries()) {
    const input = (): EntryInput => ({
      item,
      feed: context,
      parsed: dates,
      documentLanguage,
      firstSeenAt: arrival(item),
      now,
    });
    const read = tryEntry(input, index);
    if (read === null) continue;
    if ("problem" in read) problems.push(read.problem);
    else entries.push(read.entry);
  }
  return { entries: dropSharedUrlKeys(assignGuids(entries)), problems };
}

/** The titles that can be read. Damaged items are reported where they are normalised. */
function titlesOf(items: readonly ParsedItem[]): readonly string[] {
  return items.flatMap((item) => {
    try {
      return [item.title];
    } catch {
      return [];
    }
  });
}

/** Whether an item has no text, no link and no attachment. Such an item is not news, whatever id it has. */
function saysNothing(item: ParsedItem): boolean {
  const { title, summaryHtml, contentHtml, url, attachments } = item;
  return `${title}${summaryHtml ?? ""}${contentHtml ?? ""}`.trim() === "" && url === null && attachments.length === 0;
}

type Tried = { readonly entry: Entry } | { readonly problem: Problem } | null;

/** Makes an entry, or reports why that failed; null for an item without text, link and attachment. */
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
 * Removes the address key of entries that share their address with an entry of another title. Such an address is not a
 * permalink, but a live page, a section's front page or a programme's page. If it counted as a permalink, all these
 * entries would become one copy.
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
