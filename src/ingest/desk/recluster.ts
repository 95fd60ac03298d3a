import type { DedupeEngine } from "../../dedupe/engine.ts";
import type { DecidedItem, DeskStore, Regroup } from "../../domain/desk-store.ts";
import type { Reason } from "../../domain/reason.ts";
import type { Instant } from "../../domain/time.ts";
import type { DedupeItem, Membership, Verdict } from "../../domain/verdict.ts";
import { openEngine, rememberWindow, type WindowDeps, windowMs } from "./desk-window.ts";
import { readExact } from "./read-exact.ts";

interface ReclusterDeps extends WindowDeps {
  readonly store: WindowDeps["store"] & Pick<DeskStore, "readDeskState" | "readExact">;
  /** Called after each page; the result is awaited. */
  readonly onProgress?: (decided: number) => void | Promise<void>;
}

/** An entry that would move to another copy or story, and why. */
export interface Move {
  readonly entryId: number;
  readonly title: string;
  readonly sourceName: string;
  readonly from: Membership;
  readonly to: Membership;
  readonly reasons: readonly Reason[];
}

export interface Reclustering {
  readonly entries: number;
  readonly moves: readonly Move[];
  /** The argument for `saveRegroup`, and the engine's state after it. */
  readonly regroup: Regroup;
  readonly state: ReturnType<DedupeEngine["state"]>;
}

const pageRowsMax = 1000;

/**
 * Decides again every entry that arrived at or after `since`, with the present engine, and reports what would change.
 * Writes nothing. Older entries stay as they are, and the new decisions take them into account. A group keeps the id
 * that most of its members had.
 */
export async function recluster(deps: ReclusterDeps, since: Instant): Promise<Reclustering> {
  const { engine } = await openEngine(deps, await deps.store.readDeskState());
  await rememberWindow(deps, engine, since - windowMs, since - 1);
  const before = new Map<number, DecidedItem>();
  const after = new Map<number, Verdict>();
  const becomes: Becomes = { copies: new Map(), stories: new Map() };
  for await (const page of readSince(deps.store, since)) {
    const exact = await readExact(
      deps.store,
      page.map(({ item }) => item),
    );
    // Entries that are decided again are found in the engine itself.
    const earlier = (item: DedupeItem) => exact(item).filter((other) => other.item.arrivedAt < since);
    for (const decided of page) {
      const verdict = engine.decide(decided.item, earlier(decided.item));
      before.set(decided.item.id, decided);
      after.set(decided.item.id, verdict);
      for (const merge of verdict.storyMerges) becomes.stories.set(merge.from, merge.into);
      for (const merge of verdict.copyMerges ?? []) becomes.copies.set(merge.from, merge.into);
    }
    engine.forgetBefore((page[0]?.item.arrivedAt ?? since) - windowMs);
    await deps.onProgress?.(after.size);
  }
  return describe(engine, before, after, becomes);
}

function describe(
  engine: DedupeEngine,
  before: ReadonlyMap<number, DecidedItem>,
  after: ReadonlyMap<number, Verdict>,
  becomes: Becomes,
): Reclustering {
  const storyOf = new Map([...after.values()].map(({ copyId, storyId }) => [copyId, storyId]));
  const rows = [...after.values()].map((verdict) => ({
    entryId: verdict.entryId,
    ...finalGroups(verdict, becomes, storyOf),
    was: before.get(verdict.entryId)?.membership ?? { copyId: verdict.copyId, storyId: verdict.storyId },
  }));
  const copyIds = keepIds(rows.map(({ copy, was }) => ({ group: copy, past: was.copyId })));
  const storyIds = keepIds(rows.map(({ story, was }) => ({ group: story, past: was.storyId })));
  const moves = rows.flatMap(({ entryId, copy, story, was }): Move[] => {
    const to = { copyId: copyIds.get(copy) ?? copy, storyId: storyIds.get(story) ?? story };
    const item = before.get(entryId)?.item;
    if (item === undefined || (to.copyId === was.copyId && to.storyId === was.storyId)) return [];
    const reasons = after.get(entryId)?.reasons ?? [];
    return [{ entryId, title: item.title, sourceName: item.sourceName, from: was, to, reasons }];
  });
  const touched = new Set(moves.flatMap((move) => [move.from.copyId, move.to.copyId]));
  const leads = new Map<number, number>();
  for (const verdict of after.values()) {
    const { copy } = finalGroups(verdict, becomes, storyOf);
    const copyId = copyIds.get(copy) ?? copy;
    if (touched.has(copyId)) leads.set(copyId, verdict.leadEntryId);
  }
  const regroup: Regroup = {
    entries: moves.map(({ entryId, to, reasons }) => ({ entryId, ...to, reasons })),
    leads: [...leads].map(([copyId, leadEntryId]) => ({ copyId, leadEntryId })),
    pins: [],
  };
  return { entries: after.size, moves, regroup, state: engine.state() };
}

interface Becomes {
  readonly copies: Map<number, number>;
  readonly stories: Map<number, number>;
}

/** The group of each entry after all later merges. `storyOf` gives the last known story of each copy. */
function finalGroups(
  verdict: Verdict,
  { copies, stories }: Becomes,
  storyOf: ReadonlyMap<number, number>,
): { readonly copy: number; readonly story: number } {
  const copy = finalGroup(verdict.copyId, copies);
  return { copy, story: finalGroup(storyOf.get(copy) ?? verdict.storyId, stories) };
}

/** The loop is bounded by the number of merges, because each merge leads to another group. */
function finalGroup(group: number, becomes: ReadonlyMap<number, number>): number {
  const seen = new Set<number>();
  let id = group;
  for (let next = becomes.get(id); next !== undefined && !seen.has(next); next = becomes.get(id)) {
    seen.add(next);
    id = next;
  }
  return id;
}

async function* readSince(
  store: Pick<DeskStore, "readWindow">,
  since: Instant,
): AsyncGenerator<readonly DecidedItem[]> {
  let after: { at: Instant; id: number } | null = null;
  for (;;) {
    const rows: readonly DecidedItem[] = await store.readWindow({
      from: since,
      to: Number.MAX_SAFE_INTEGER,
      after,
      limit: pageRowsMax,
    });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRowsMax) return;
    after = { at: last.item.arrivedAt, id: last.item.id };
  }
}

/** A member of a new group, and the group that it was in before. */
interface Passage {
  readonly group: number;
  readonly past: number;
}

/**
 * Gives each new group the id of an old group. No two groups get the same id. The pair of groups that shares the most
 * members comes first, then the lower ids. A new group that gets no old id keeps its own id. Readers know a text by its
 * id, so as few ids as possible change.
 */
export function keepIds(passages: readonly Passage[]): ReadonlyMap<number, number> {
  const shared = new Map<string, { group: number; past: number; count: number }>();
  for (const { group, past } of passages) {
    const key = `${group} ${past}`;
    const pair = shared.get(key) ?? { group, past, count: 0 };
    shared.set(key, { ...pair, count: pair.count + 1 });
  }
  const pairs = [...shared.values()].sort((a, b) => b.count - a.count || a.past - b.past || a.group - b.group);
  const ids = new Map<number, number>();
  const taken = new Set<number>();
  for (const { group, past } of pairs) {
    if (ids.has(group) || taken.has(past)) continue;
    ids.set(group, past);
    taken.add(past);
  }
  return ids;
}
