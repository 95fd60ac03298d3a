import type { DecidedItem } from "../domain/store.ts";
import { hourMs } from "../domain/time.ts";
import type { DedupeItem, Reason } from "../domain/verdict.ts";
import { leadRankOf } from "./choose-lead.ts";
import { comparePair } from "./compare-pair.ts";
import type { Desk } from "./desk.ts";
import { explainSameText, explainSameUrl } from "./explain.ts";
import { mayJoinCopy } from "./find-copy.ts";
import type { LiveItem } from "./live-item.ts";
import { head } from "./pack-item.ts";
import { createFeatures, type PairFeatures } from "./pair-features.ts";
import type { Prepared } from "./prepare-item.ts";
import { scoreCopy, thresholdFor } from "./score-copy.ts";

/** An entry with the same key, in the window or only in the store. `stored` is null for the former. */
export interface ExactEntry {
  readonly item: LiveItem;
  readonly stored: DecidedItem | null;
}

export interface FoundExact {
  readonly copyId: number;
  readonly storyId: number;
  readonly lead: { readonly id: number; readonly rank: ReturnType<typeof leadRankOf> | null };
  readonly reasons: readonly Reason[];
  /** The text is one copy by itself; false where only the page is the same and its text was rewritten. */
  readonly sameText: boolean;
}

/** Entries with the same permalink or text key: the window's, then what the store found outside it, oldest first. */
export function exactEntries(desk: Desk, item: DedupeItem, exact: readonly DecidedItem[]): readonly ExactEntry[] {
  return exact
    .filter((stored) => stored.item.id !== item.id)
    .map((stored) => {
      const live = desk.groups.items.get(stored.item.id);
      return live === undefined
        ? { item: { ...desk.makeItem(stored.item), copyId: stored.membership.copyId }, stored }
        : { item: live, stored: null };
    });
}

/** One page, one copy: unless the link is a mere home page under which unlike entries are listed. */
export function findSameUrl(desk: Desk, prepared: Prepared, known: readonly ExactEntry[]): FoundExact | null {
  const at = head.url1;
  return findKey(desk, prepared, known, at, (features) => !unlike(features, desk), explainSameUrl);
}

/** The same headline and the same beginning: one text, however long ago, unless it is a recurring heading over a short text. */
export function findSameText(desk: Desk, prepared: Prepared, known: readonly ExactEntry[]): FoundExact | null {
  const at = head.text1;
  const { recurringMs, longTextShingles } = desk.settings;
  const holds = (features: PairFeatures): boolean => {
    const long = features.shinglesShared >= longTextShingles;
    if (features.sameSource && features.hoursApart > recurringMs / hourMs) return long;
    return long || features.hoursApart <= 72;
  };
  return findKey(desk, prepared, known, at, holds, explainSameText);
}

/** The posts of a live page, and of feeds that link everything to one page, share no more than a subject. */
function unlike(features: PairFeatures, desk: Desk): boolean {
  const { pageOrderMin, pageShinglesMin } = desk.settings;
  return features.titleOrderShort < pageOrderMin && features.shinglesMin < pageShinglesMin;
}

type Explain = (desk: Desk, item: LiveItem) => Reason;

function findKey(
  desk: Desk,
  prepared: Prepared,
  known: readonly ExactEntry[],
  at: number,
  holds: (features: PairFeatures) => boolean,
  explain: Explain,
): FoundExact | null {
  const { pack } = prepared.item;
  if (pack[at] === 0) return null;
  let rewritten: FoundExact | null = null;
  const live = desk.index.having(prepared.item.arrivedAt, pack[at] as number).map((item) => ({ item, stored: null }));
  for (const entry of [...live, ...known]) {
    const other = entry.item.pack;
    if (other[at] !== pack[at] || other[at + 1] !== pack[at + 1] || entry.item.id === prepared.item.id) continue;
    const features = comparePair(prepared, entry.item, desk.statistics, createFeatures());
    if (!holds(features)) continue;
    const found = placeOf(desk, prepared.item, entry);
    if (found === null) continue;
    const sameText = at === head.text1 || scoreCopy(features) >= thresholdFor(features, desk.settings);
    rewritten ??= { ...found, reasons: [explain(desk, entry.item)], sameText };
    if (sameText) return { ...found, reasons: [explain(desk, entry.item)], sameText };
  }
  return rewritten;
}

/** The copy of an entry as it is now; null where an editor's word forbids it. */
function placeOf(desk: Desk, item: LiveItem, entry: ExactEntry): Omit<FoundExact, "reasons" | "sameText"> | null {
  const copy = desk.groups.copies.get(entry.item.copyId);
  if (copy !== undefined) {
    if (!mayJoinCopy(desk, item.id, copy)) return null;
    return { copyId: copy.id, storyId: copy.storyId, lead: { id: copy.leadId, rank: copy.leadRank } };
  }
  if (entry.stored === null) return null;
  const { membership, leadEntryId } = entry.stored;
  const rank = leadEntryId === entry.item.id ? leadRankOf(entry.item) : null;
  return { ...membership, lead: { id: leadEntryId, rank } };
}
