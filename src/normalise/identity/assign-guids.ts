import type { Entry } from "../../domain/entry.ts";
import { foldText } from "../fold-text.ts";
import { contentIdentity, datedIdentity, fallbackIdentity } from "./entry-identity.ts";
import { isPageAddress } from "./fold-url.ts";
import { guidWorth, isPoorGuid } from "./guid-worth.ts";
import { similarText } from "./similar-text.ts";
import { statedAt } from "./stated-at.ts";

/**
 * Two items with the same guid, address and title are one when at least this share of the shorter text's words is also
 * in the longer text.
 */
const sameTextMin = 0.5;
/** An item is compared with at most this many others of the same guid, address and title. */
const comparedMax = 3;

/**
 * Gives the entries of one document ids that tell them apart. A guid that several different items have is not an id:
 * some feeds put one guid, or the address of their home page, on all items. Such items get an id from their permalink;
 * if they share that too, from their content; and if their content is equal, from content and date. Repeated items are
 * dropped: the one with more text stays, at the position of the first. The order is kept.
 */
export function assignGuids(entries: readonly Entry[]): readonly Entry[] {
  const byGuid = separate(entries, (entry) => ({ ...entry, ...fallbackIdentity(entry) }));
  const byPermalink = separate(byGuid, (entry) => ({ ...entry, ...contentIdentity(entry) }));
  return separate(withoutPoorTwins(byPermalink), (entry) => {
    const date = statedAt(entry, 1);
    return date === null ? entry : { ...entry, ...datedIdentity(entry, date) };
  });
}

/**
 * When several entries with poor guids share a permalink, they get their content identities at once. Otherwise each
 * could later get that permalink as its identity (see `identitiesOf`).
 */
function withoutPoorTwins(entries: readonly Entry[]): readonly Entry[] {
  const carriers = new Map<string | null, number>();
  for (const { url } of entries) carriers.set(url, (carriers.get(url) ?? 0) + 1);
  return entries.map((entry) => {
    const isTwin = entry.url !== null && (carriers.get(entry.url) ?? 0) > 1 && isPoorGuid(entry);
    return isTwin ? { ...entry, ...contentIdentity(entry) } : entry;
  });
}

/** Drops repeated items. An entry that still shares its guid with a different item gets its `fallback` identity. */
function separate(entries: readonly Entry[], fallback: (entry: Entry) => Entry): readonly Entry[] {
  const kept: Entry[] = [];
  const alike = new Map<string, number[]>();
  const differentCount = new Map<string, number>();
  for (const entry of entries) {
    const key = `${entry.guid}\n${entry.urlKey ?? ""}\n${foldText(entry.title)}`;
    const places = alike.get(key) ?? [];
    const repeated = places.find((place) => isRepeat(entry, kept[place]));
    if (repeated !== undefined) {
      kept[repeated] = fuller(kept[repeated], entry);
      continue;
    }
    if (places.length < comparedMax) alike.set(key, [...places, kept.length]);
    differentCount.set(entry.guid, (differentCount.get(entry.guid) ?? 0) + 1);
    kept.push(entry);
  }
  return kept.map((entry) => ((differentCount.get(entry.guid) ?? 1) > 1 ? fallback(entry) : entry));
}

/**
 * Whether two entries with the same guid, address and title are the same item. If neither guid nor address is certain
 * to be their own, their texts must be equal.
 */
function isRepeat(entry: Entry, other: Entry | undefined): boolean {
  if (other === undefined) return false;
  if (isOtherReport(entry, other)) return false;
  if (entry.text === other.text) return true;
  const isItsOwn = entry.url !== null && (guidWorth(entry) === "sure" || !isPageAddress(entry.url));
  return isItsOwn && entry.urlKey !== null && similarText(entry.text, other.text) >= sameTextMin;
}

/**
 * Whether two entries are two reports, although they are alike. A status page has the same words for each of its
 * incidents, so the date tells them apart.
 */
function isOtherReport(entry: Entry, other: Entry): boolean {
  if (entry.guidOrigin === "guid" || (entry.url !== null && !isPageAddress(entry.url))) return false;
  const [date, otherDate] = [statedAt(entry, 1), statedAt(other, 1)];
  return date !== null && otherDate !== null && date !== otherDate;
}

function fuller(first: Entry | undefined, second: Entry): Entry {
  return first === undefined || second.text.length > first.text.length ? second : first;
}
