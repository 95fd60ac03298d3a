import type { DecidedItem, DeskStore, Regroup } from "../domain/store.ts";
import type { Instant } from "../domain/time.ts";
import type { DedupeItem, Membership, Reason, Verdict } from "../domain/verdict.ts";
import { type DeskEngine, openEngine, rememberWindow, type WindowDeps, windowMs } from "./desk-window.ts";
import { keepIds } from "./keep-ids.ts";
import { readExact } from "./read-exact.ts";

export interface ReclusterDeps extends WindowDeps {
  readonly store: WindowDeps["store"] & Pick<DeskStore, "readDeskState" | "readExact">;
  readonly onProgress?: (decided: number) => void;
}

/** An entry that would stand elsewhere, and why. */
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
  /** What `saveRegroup` would be told, and the engine's state after it. */
  readonly regroup: Regroup;
  readonly state: ReturnType<DeskEngine["state"]>;
}

const pageRowsMax = 1000;

/**
 * Decides every entry that arrived since `since` anew, as the engine of today would have, and says what would change. Nothing is
 * written. What arrived before stays as it is and is met as it would have been; groups keep the ids of most of their members.
 */
export async function recluster(deps: ReclusterDeps, since: Instant): Promise<Reclustering> {
  const { engine } = await openEngine(deps, await deps.store.readDeskState());
  await rememberWindow(deps, engine, since - windowMs, since - 1);
  const before = new Map<number, DecidedItem>();
  const after = new Map<number, Verdict>();
  const becomes = new Map<number, number>();
  for await (const page of readSince(deps.store, since)) {
    const exact = await readExact(
      deps.store,
      page.map(({ item }) => item),
    );
    // What is decided anew is met in the engine itself.
    const earlier = (item: DedupeItem) => exact(item).filter((other) => other.item.arrivedAt < since);
    for (const decided of page) {
      const verdict = engine.decide(decided.item, earlier(decided.item));
      before.set(decided.item.id, decided);
      after.set(decided.item.id, verdict);
      for (const merge of verdict.storyMerges) becomes.set(merge.from, merge.into);
    }
    engine.forgetBefore((page[0]?.item.arrivedAt ?? since) - windowMs);
    deps.onProgress?.(after.size);
  }
  return describe(engine, before, after, becomes);
}

function describe(
  engine: DeskEngine,
  before: ReadonlyMap<number, DecidedItem>,
  after: ReadonlyMap<number, Verdict>,
  becomes: ReadonlyMap<number, number>,
): Reclustering {
  const rows = [...after.values()].map((verdict) => ({
    entryId: verdict.entryId,
    copy: verdict.copyId,
    story: finalStory(verdict.storyId, becomes),
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
    const copyId = copyIds.get(verdict.copyId) ?? verdict.copyId;
    if (touched.has(copyId)) leads.set(copyId, verdict.leadEntryId);
  }
  const regroup: Regroup = {
    entries: moves.map(({ entryId, to, reasons }) => ({ entryId, ...to, reasons })),
    leads: [...leads].map(([copyId, leadEntryId]) => ({ copyId, leadEntryId })),
    pins: [],
  };
  return { entries: after.size, moves, regroup, state: engine.state() };
}

/** Where a story ended after the merges that followed. Bounded by the number of merges: each goes to another story. */
function finalStory(storyId: number, becomes: ReadonlyMap<number, number>): number {
  const seen = new Set<number>();
  let id = storyId;
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
