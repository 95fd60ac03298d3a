import type { DecidedItem } from "../../domain/desk-store.ts";
import type { Reason } from "../../domain/reason.ts";
import { hourMs } from "../../domain/time.ts";
import type { DedupeItem } from "../../domain/verdict.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { explainSameText, explainSameUrl } from "../explain.ts";
import { presentOf } from "../live-groups.ts";
import type { LiveItem } from "../live-item.ts";
import { head } from "../text/pack-item.ts";
import { type Prepared, prepareItem } from "../text/prepare-item.ts";
import { leadRankOf } from "./choose-lead.ts";
import { comparePair } from "./compare-pair.ts";
import { hasTemplate, isUpdate, mayJoinCopy } from "./find-copy.ts";
import { createFeatures, type PairFeatures } from "./pair-features.ts";
import { isUnlike } from "./same-page.ts";
import { scoreCopy, thresholdFor } from "./score-copy.ts";
import { vetoTemplate } from "./veto-template.ts";

/** An entry with the same key, in the window or only in the store. `stored` is null for the former. */
interface ExactEntry {
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
export function exactEntries(
  desk: EngineMemory,
  item: DedupeItem,
  exact: readonly DecidedItem[],
): readonly ExactEntry[] {
  return exact
    .filter((stored) => stored.item.id !== item.id)
    .map((stored) => {
      const live = desk.groups.items.get(stored.item.id);
      return live === undefined
        ? { item: { ...desk.makeItem(stored.item), copyId: presentOf(desk.groups, stored.membership).copyId }, stored }
        : { item: live, stored: null };
    });
}

/**
 * One page, one copy: whatever another feed makes of its headline. Unlike entries of one feed are the posts of a live
 * page.
 */
export function findSameUrl(desk: EngineMemory, prepared: Prepared, known: readonly ExactEntry[]): FoundExact | null {
  const { item } = prepared;
  const at = head.url1;
  let shared: boolean | null = null;
  const isShared = (): boolean => {
    shared ??= isSharedPage(desk, [item, ...entriesHaving(desk, item, known, at).map((entry) => entry.item)]);
    return shared;
  };
  const holds = (features: PairFeatures, other: LiveItem): boolean =>
    !isUnlike(features, desk.settings) || (item.feedId !== other.feedId && !isShared());
  return findKey(desk, prepared, known, at, holds, explainSameUrl);
}

/**
 * The same headline and the same beginning: one text, however long ago, unless it is a recurring heading or a template
 * over a short text.
 */
export function findSameText(desk: EngineMemory, prepared: Prepared, known: readonly ExactEntry[]): FoundExact | null {
  const at = head.text1;
  const { recurringMs, longTextShingles } = desk.settings;
  const holds = (features: PairFeatures, other: LiveItem): boolean => {
    if (isTemplate(desk, prepared.item, other, features)) return false;
    const long = features.shinglesShared >= longTextShingles;
    if (features.sameSource && features.hoursApart > recurringMs / hourMs) return long;
    return long || features.hoursApart <= 72;
  };
  return findKey(desk, prepared, known, at, holds, explainSameText);
}

function isTemplate(desk: EngineMemory, item: LiveItem, other: LiveItem, features: PairFeatures): boolean {
  return vetoTemplate(item, other, features, desk.settings) !== null && !isUpdate(item, other, features);
}

type Explain = (item: LiveItem) => Reason;

function findKey(
  desk: EngineMemory,
  prepared: Prepared,
  known: readonly ExactEntry[],
  at: number,
  holds: (features: PairFeatures, other: LiveItem) => boolean,
  explain: Explain,
): FoundExact | null {
  let rewritten: FoundExact | null = null;
  for (const entry of entriesHaving(desk, prepared.item, known, at)) {
    const features = comparePair(prepared, entry.item, desk.statistics, createFeatures());
    if (!holds(features, entry.item)) continue;
    const found = placeOf(desk, prepared, entry, at);
    if (found === null) continue;
    const sameText = at === head.text1 || scoreCopy(features) >= thresholdFor(features, desk.settings);
    rewritten ??= { ...found, reasons: [explain(entry.item)], sameText };
    if (sameText) return { ...found, reasons: [explain(entry.item)], sameText };
  }
  return rewritten;
}

/** The other entries with the key of `item` at `at`: the window's, then the store's. */
function entriesHaving(
  desk: EngineMemory,
  item: LiveItem,
  known: readonly ExactEntry[],
  at: number,
): readonly ExactEntry[] {
  const { pack } = item;
  if (pack[at] === 0) return [];
  const live = desk.index.having(item.arrivedAt, pack[at] as number).map((other) => ({ item: other, stored: null }));
  return [...live, ...known].filter(
    ({ item: other }) => other.pack[at] === pack[at] && other.pack[at + 1] === pack[at + 1] && other.id !== item.id,
  );
}

/** The copy of an entry as it is now; null where an editor's word forbids it, or the outlet's own template is in it. */
function placeOf(
  desk: EngineMemory,
  prepared: Prepared,
  entry: ExactEntry,
  at: number,
): Omit<FoundExact, "reasons" | "sameText"> | null {
  const copy = desk.groups.copies.get(entry.item.copyId);
  if (copy !== undefined) {
    if (!mayJoinCopy(desk, prepared.item.id, copy)) return null;
    if (at === head.text1 && hasTemplate(desk, prepared, copy)) return null;
    return { copyId: copy.id, storyId: copy.storyId, lead: { id: copy.leadId, rank: copy.leadRank } };
  }
  if (entry.stored === null) return null;
  const { membership, leadEntryId } = entry.stored;
  const rank = leadEntryId === entry.item.id ? leadRankOf(entry.item) : null;
  return { ...presentOf(desk.groups, membership), lead: { id: leadEntryId, rank } };
}

/** Of a page's entries so many are held against each other, the oldest. */
const entriesMax = 16;

/**
 * True where one feed has told different stories under one permalink: a live page, or the page that a feed links
 * everything to. What other feeds tell under it says nothing then. `entries` all have the permalink.
 */
function isSharedPage(desk: EngineMemory, entries: readonly LiveItem[]): boolean {
  const oldest = [...entries].sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id).slice(0, entriesMax);
  return oldest.some((entry, at) => oldest.slice(at + 1).some((later) => tellsOther(desk, entry, later)));
}

function tellsOther(desk: EngineMemory, a: LiveItem, b: LiveItem): boolean {
  if (a.feedId !== b.feedId || a.id === b.id || a.pack[head.title] === b.pack[head.title]) return false;
  const prepared = prepareItem(a, desk.statistics, desk.settings, desk.scratch.other);
  return isUnlike(comparePair(prepared, b, desk.statistics, createFeatures()), desk.settings);
}
