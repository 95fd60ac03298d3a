import { createEngine, type DedupeEngine } from "../../src/dedupe/engine.ts";
import type { DecidedItem, Regroup } from "../../src/domain/desk-store.ts";
import { minuteMs } from "../../src/domain/time.ts";
import type { DedupeItem, DeskState, Verdict } from "../../src/domain/verdict.ts";

export const noon = Date.UTC(2026, 5, 15, 12, 3);
export const emptyState: DeskState = { nextCopyId: 1, nextStoryId: 1, statistics: null };

/** An entry of an outlet. Values that a test does not set differ for each id. */
export function makeItem(id: number, told: Partial<DedupeItem> & { readonly minute?: number } = {}): DedupeItem {
  const { minute = id, ...rest } = told;
  const arrivedAt = noon + minute * minuteMs;
  return {
    id,
    feedId: told.sourceId ?? id,
    sourceId: id,
    sourceName: `Outlet ${told.sourceId ?? id}`,
    sourceKind: "outlet",
    sourceRank: 100,
    title: told.headline ?? `Entry ${id}`,
    headline: told.title ?? `Entry ${id}`,
    text: "",
    language: "en",
    cue: null,
    credit: null,
    urlKey: `example.net/${id}`,
    ownPage: false,
    textKey: null,
    arrivedAt,
    publishedAt: arrivedAt,
    ...rest,
  };
}

/** An engine that remembers its decisions, as the store does, and follows merges. */
export function createDeskDouble(state: DeskState = emptyState): {
  readonly engine: DedupeEngine;
  readonly decide: (item: DedupeItem) => Verdict;
  readonly decided: () => readonly DecidedItem[];
} {
  const engine = createEngine({ state });
  const items = new Map<number, DecidedItem>();
  const decide = (item: DedupeItem): Verdict => {
    const verdict = engine.decide(item, []);
    keepVerdict(items, item, verdict);
    return verdict;
  };
  return { engine, decide, decided: () => [...items.values()] };
}

/**
 * Applies a verdict as the store does: keeps memberships and standings, sets the lead of the copy, and follows merged
 * stories and copies.
 */
export function keepVerdict(items: Map<number, DecidedItem>, item: DedupeItem, verdict: Verdict): void {
  const { copyId, storyId, leadEntryId, standing = "text", withdrawnBy = null } = verdict;
  items.set(item.id, { item, membership: { copyId, storyId }, leadEntryId, standing });
  const standings = new Map(verdict.standings?.map((one) => [one.entryId, one.standing]));
  const stories = new Map(verdict.storyMerges.map((merge) => [merge.from, merge.into]));
  const copies = new Map(verdict.copyMerges?.map((merge) => [merge.from, merge.into]));
  for (const [id, known] of items) {
    const merged = follow(copies, known.membership.copyId);
    const led = [verdict, verdict.leftCopy].find((copy) => copy?.copyId === merged);
    const story = merged === copyId ? storyId : follow(stories, known.membership.storyId);
    const membership = { copyId: merged, storyId: story };
    items.set(id, {
      ...known,
      membership,
      leadEntryId: led?.leadEntryId ?? known.leadEntryId,
      standing: standings.get(id) ?? known.standing ?? "text",
      withdrawnBy: merged === copyId ? withdrawnBy : (known.withdrawnBy ?? null),
    });
  }
}

/** Applies the regrouping of an editor's decision as the store does. */
export function keepRegroup(items: Map<number, DecidedItem>, { entries, leads }: Regroup): void {
  for (const { entryId, copyId, storyId } of entries)
    items.set(entryId, { ...(items.get(entryId) as DecidedItem), membership: { copyId, storyId } });
  for (const { copyId, leadEntryId } of leads) {
    for (const [id, one] of items) if (one.membership.copyId === copyId) items.set(id, { ...one, leadEntryId });
  }
}

function follow(into: ReadonlyMap<number, number>, id: number): number {
  let present = id;
  for (let next = into.get(present); next !== undefined; next = into.get(present)) present = next;
  return present;
}
