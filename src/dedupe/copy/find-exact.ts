import type { CarrierStanding } from "../../domain/copies/carrier-standing.ts";
import type { DecidedItem } from "../../domain/desk-store.ts";
import type { Reason } from "../../domain/reason.ts";
import { hourMs } from "../../domain/time.ts";
import type { DedupeItem } from "../../domain/verdict.ts";
import { type CopyGroup, type CopyState, editorsWord } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { explainSameText, explainSameUrl } from "../explain.ts";
import { presentOf, stateOf } from "../live-groups.ts";
import type { LiveItem } from "../live-item.ts";
import { head } from "../text/pack-item.ts";
import { type Prepared, prepareItem } from "../text/prepare-item.ts";
import { besideLead } from "./beside-lead.ts";
import { isOpenTo, othersOf, ownsText } from "./choose-lead.ts";
import { comparePair } from "./compare-pair.ts";
import { vetoConflict } from "./copy-vetoes.ts";
import { hasTemplate, isUpdate, mayJoinCopy } from "./find-copy.ts";
import { createFeatures, type PairFeatures } from "./pair-features.ts";
import { isUnlike } from "./same-page.ts";
import { scoreCopy, thresholdFor } from "./score-copy.ts";
import { vetoTemplate } from "./veto-template.ts";

/** An entry with the same key. `stored`: the entry as the store gave it; null for an entry in the window. */
export interface ExactEntry {
  readonly item: LiveItem;
  readonly stored: DecidedItem | null;
}

/** The place of an entry that has the same permalink or the same text as another entry. */
export interface FoundExact {
  readonly copyId: number;
  readonly storyId: number;
  readonly state: CopyState;
  readonly reasons: readonly Reason[];
  /** True when the entry carries the same text. False when only the page is the same, or when the entry is listed. */
  readonly sameText: boolean;
  readonly standing: CarrierStanding;
}

/** The entries that the store found by permalink key or text key. Those in the window are given as they are there. */
export function exactEntries(
  desk: EngineMemory,
  item: DedupeItem,
  exact: readonly DecidedItem[],
): readonly ExactEntry[] {
  return exact
    .filter((stored) => stored.item.id !== item.id)
    .map((stored) => {
      const live = desk.groups.items.get(stored.item.id);
      if (live !== undefined) return { item: live, stored: null };
      const { copyId } = presentOf(desk.groups, stored.membership);
      return { item: { ...desk.makeItem(stored.item), copyId, standing: stored.standing ?? "text" }, stored };
    });
}

/**
 * Finds an entry with the same permalink. Two entries of one source are one copy, even if another feed of the source
 * changed the headline. Entries of one feed that share a permalink but little else are the posts of a live page. An
 * entry of another source joins if its text is the same, or if only aggregators have shown the page so far. With
 * another text it is listed, if it comes from an aggregator or if the page belongs to the other entry's site. In other
 * cases the shared permalink proves nothing, because any source may print any permalink.
 */
export function findSameUrl(desk: EngineMemory, prepared: Prepared, known: readonly ExactEntry[]): FoundExact | null {
  const { item } = prepared;
  const at = head.url1;
  let shared: boolean | null = null;
  const isShared = (): boolean => {
    shared ??= isSharedPage(desk, [item, ...entriesHaving(desk, item, known, at).map((entry) => entry.item)]);
    return shared;
  };
  const standingOf = (features: PairFeatures, other: LiveItem): CarrierStanding | null => {
    if (features.sameSource) {
      if (isNextEvent(desk, item, other, features)) return null;
      const holds = !isUnlike(features, desk.settings) || (item.feedId !== other.feedId && !isShared());
      return holds ? ownStanding(desk, prepared, other, features) : null;
    }
    if (other.standing !== "text") return null;
    if (isSameText(desk, prepared, other, features)) return besideOther(desk, prepared, other);
    if (item.sourceKind === "aggregator" && other.sourceKind !== "aggregator") return "listed";
    if (isAggregatorsAlone(desk, prepared, other)) return "text";
    return other.ownPage && !item.ownPage && !isShared() ? "listed" : null;
  };
  return findKey(desk, prepared, known, { at, standingOf, explain: explainSameUrl });
}

/**
 * True for two entries of one feed with the same headline and permalink that arrived more than `recurringMs` apart. A
 * permanent page may report one event after another in the same words ("Service restored"). A long text that returns is
 * the same text.
 */
function isNextEvent({ settings }: EngineMemory, item: LiveItem, other: LiveItem, features: PairFeatures): boolean {
  if (item.feedId !== other.feedId || !features.titleEqual || item.cue !== null) return false;
  return features.hoursApart > settings.recurringMs / hourMs && features.shinglesShared < settings.longTextShingles;
}

function besideOther(desk: EngineMemory, prepared: Prepared, other: LiveItem): CarrierStanding | null {
  const copy = desk.groups.copies.get(other.copyId);
  return copy === undefined ? "text" : besideLead(desk, copy, prepared);
}

/** True when only aggregators have shown the page so far. Their text then counts as the new entry's text. */
function isAggregatorsAlone(desk: EngineMemory, { item }: Prepared, other: LiveItem): boolean {
  const copy = desk.groups.copies.get(other.copyId);
  if (copy === undefined || item.sourceKind === "aggregator") return false;
  return othersOf(copy, item).every(({ sourceKind }) => sourceKind === "aggregator");
}

/**
 * The standing of a newer text of a source's own page in the copy of that page. Other sources may still carry the older
 * text.
 */
function ownStanding(
  desk: EngineMemory,
  prepared: Prepared,
  other: LiveItem,
  features: PairFeatures,
): CarrierStanding | null {
  if (other.standing === "listed") return "listed";
  if (isSameText(desk, prepared, other, features)) return besideOther(desk, prepared, other);
  const copy = desk.groups.copies.get(other.copyId);
  return copy !== undefined && ownsText(copy, prepared.item) ? "text" : "listed";
}

function isSameText(desk: EngineMemory, { item }: Prepared, other: LiveItem, features: PairFeatures): boolean {
  if (scoreCopy(features) < thresholdFor(features, desk.settings)) return false;
  return features.sameSource || vetoConflict(item, other, features, desk.settings) === null;
}

/**
 * Finds an entry with the same headline and the same beginning of the text. Long texts are one text however far apart
 * they arrived. Short texts must have arrived within 72 hours of each other, or within `recurringMs` when one outlet
 * printed both, because an outlet's heading may recur. Two pages of one outlet that look like one template do not
 * match.
 */
export function findSameText(desk: EngineMemory, prepared: Prepared, known: readonly ExactEntry[]): FoundExact | null {
  const { recurringMs, longTextShingles } = desk.settings;
  const holds = (features: PairFeatures, other: LiveItem): boolean => {
    if (isTemplate(desk, prepared.item, other, features)) return false;
    const long = features.shinglesShared >= longTextShingles;
    if (features.sameSource && features.hoursApart > recurringMs / hourMs) return long;
    return long || features.hoursApart <= 72;
  };
  const standingOf = (features: PairFeatures, other: LiveItem): CarrierStanding | null => {
    if ((other.standing !== "text" && other.standing !== "struck") || !holds(features, other)) return null;
    return besideOther(desk, prepared, other);
  };
  return findKey(desk, prepared, known, { at: head.text1, standingOf, explain: explainSameText });
}

function isTemplate(desk: EngineMemory, item: LiveItem, other: LiveItem, features: PairFeatures): boolean {
  return vetoTemplate(item, other, features, desk.settings) !== null && !isUpdate(item, other, features);
}

interface KeySearch {
  readonly at: number;
  /** The standing of the entry in the other entry's copy; null when the shared key proves nothing. */
  readonly standingOf: (features: PairFeatures, other: LiveItem) => CarrierStanding | null;
  readonly explain: (other: LiveItem) => Reason;
}

function findKey(
  desk: EngineMemory,
  prepared: Prepared,
  known: readonly ExactEntry[],
  { at, standingOf, explain }: KeySearch,
): FoundExact | null {
  let rewritten: FoundExact | null = null;
  for (const entry of entriesHaving(desk, prepared.item, known, at)) {
    const features = comparePair(prepared, entry.item, desk.statistics, createFeatures());
    const standing = standingOf(features, entry.item);
    if (standing === null) continue;
    const place = placeOf(desk, prepared, entry, at);
    if (place === null) continue;
    const sameText = standing === "text" && (at === head.text1 || isSameText(desk, prepared, entry.item, features));
    const found: FoundExact = { ...place, reasons: [explain(entry.item)], sameText, standing };
    if (sameText) return found;
    rewritten ??= found;
  }
  return rewritten;
}

/** The other entries with the same key as `item` at offset `at`: those in the window, then those from the store. */
export function entriesHaving(
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

/**
 * The present copy of an entry; null when the new entry may not join that copy. A ruling or a withdrawal may forbid it,
 * or the copy may contain another text of the same outlet and template.
 */
function placeOf(
  desk: EngineMemory,
  prepared: Prepared,
  entry: ExactEntry,
  at: number,
): Pick<FoundExact, "copyId" | "storyId" | "state"> | null {
  const copy = desk.groups.copies.get(entry.item.copyId);
  if (copy !== undefined) return joinable(desk, prepared, copy, at) ? placeIn(copy) : null;
  if (entry.stored === null) return null;
  const { membership, leadEntryId, withdrawnBy = null } = entry.stored;
  if (withdrawnBy !== null && withdrawnBy !== editorsWord) return null;
  const lead = leadEntryId === entry.item.id ? entry.item : null;
  return { ...presentOf(desk.groups, membership), state: { leadId: leadEntryId, withdrawnBy, lead } };
}

function joinable(desk: EngineMemory, prepared: Prepared, copy: CopyGroup, at: number): boolean {
  if (!isOpenTo(copy, prepared.item) || !mayJoinCopy(desk, prepared.item.id, copy)) return false;
  return at !== head.text1 || !hasTemplate(desk, prepared, copy);
}

function placeIn(copy: CopyGroup): Pick<FoundExact, "copyId" | "storyId" | "state"> {
  return { copyId: copy.id, storyId: copy.storyId, state: stateOf(copy) };
}

/** At most this many entries of a page, the oldest ones, are compared with each other. */
const entriesMax = 16;

/**
 * True when one feed has used the permalink for different stories: the page is a live page, or the feed uses it for all
 * its links. Under such a permalink, entries of two feeds may be different news. All `entries` have the permalink.
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
