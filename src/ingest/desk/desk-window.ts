import type { DedupeEngine } from "../../dedupe/engine.ts";
import type { DecidedItem, DeskStore } from "../../domain/desk-store.ts";
import { hourMs, type Instant } from "../../domain/time.ts";
import { type DeskState, entriesNamed, type Verdict } from "../../domain/verdict.ts";
import { factsMax, type WarmWindow } from "./warm-window.ts";

export interface WindowDeps {
  readonly store: Pick<DeskStore, "readWindow" | "readWindowFacts" | "readEditorRulings" | "readPlaced">;
  readonly createEngine: (state: DeskState) => DedupeEngine | Promise<DedupeEngine>;
  /** The texts that were packed while this desk stood by; absent or null: everything is read. */
  readonly warm?: WarmWindow | null;
}

/** The counters from which the engine takes ids. */
export type Ids = Pick<DeskState, "nextCopyId" | "nextStoryId">;

/** The engine, and the span of arrivals whose decisions it remembers. `from` is null before anything was loaded. */
export type Loaded = { engine: DedupeEngine; ids: Ids } & ({ from: null; to: null } | { from: Instant; to: Instant });

/**
 * The length of the window on each side of an arrival. Entries that arrived further apart are compared only if they
 * have the same permalink or text (`read-exact.ts`), or belong to one copy.
 */
export const windowMs = 72 * hourMs;
const forgetStepMs = 6 * hourMs;

/** Opens an engine that has no window yet but knows every ruling that was carried out. */
export async function openEngine(deps: WindowDeps, state: DeskState): Promise<Loaded> {
  const engine = await deps.createEngine(state);
  const records = await deps.store.readEditorRulings();
  engine.applyRulings(records.map(({ ruling }) => ruling));
  const pairs = records.flatMap(({ ruling }) => ("level" in ruling ? entriesNamed(ruling) : []));
  engine.placeRuled(await deps.store.readPlaced([...new Set(pairs)]));
  return { engine, ids: state, from: null, to: null };
}

/** True when the engine remembers every decided entry that an entry of time `at` could be compared with. */
export function covers(loaded: Loaded, at: Instant): boolean {
  return loaded.from !== null && loaded.from <= at - windowMs && loaded.to >= at + windowMs;
}

/**
 * Brings the engine's window to `at` ± 72 h. A window that touches this span is widened; for another span (old
 * archives) the engine starts with an empty window. Another 36 h are loaded ahead, so that entries in order of arrival
 * seldom widen the window.
 */
export async function widen(deps: WindowDeps, loaded: Loaded, at: Instant): Promise<Loaded> {
  const from = at - windowMs;
  const to = at + windowMs + windowMs / 2;
  const touches = loaded.from !== null && loaded.from <= to && loaded.to >= from;
  const current = touches || loaded.from === null ? loaded : await openEngine(deps, loaded.engine.state());
  if (current.from === null) {
    await rememberWindow(deps, current.engine, from, to);
    return { ...current, from, to };
  }
  if (current.from > from) await rememberWindow(deps, current.engine, from, current.from - 1);
  if (current.to < to) await rememberWindow(deps, current.engine, current.to + 1, to);
  return { ...current, from: Math.min(from, current.from), to: Math.max(to, current.to) };
}

/** Forgets entries that the oldest waiting entry can no longer be compared with. */
export function forget(loaded: Loaded, oldestAt: Instant): void {
  if (loaded.from === null || loaded.from > oldestAt - windowMs - forgetStepMs) return;
  loaded.engine.forgetBefore(oldestAt - windowMs);
  loaded.from = oldestAt - windowMs;
}

/** Loads every decided entry that arrived in [from, to] into the engine. */
export async function rememberWindow(
  { store, warm = null }: WindowDeps,
  engine: DedupeEngine,
  from: Instant,
  to: Instant,
): Promise<void> {
  if (warm !== null && warm.size() > 0)
    return eachPart(
      (after) => store.readWindowFacts({ from, to, after, limit: factsMax }),
      async (rows) => void (await warm.remember(engine, rows)),
    );
  return eachPart(
    (after) => store.readWindow({ from, to, after, limit: factsMax }),
    async (rows) => rows.forEach((row) => void engine.remember(row)),
  );
}

/** Reads entries in order, part after part, until a part is not full. */
async function eachPart<Row extends DecidedItem>(
  read: (after: { at: Instant; id: number } | null) => Promise<readonly Row[]>,
  take: (rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  let after: { at: Instant; id: number } | null = null;
  for (;;) {
    const rows: readonly Row[] = await read(after);
    await take(rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < factsMax) return;
    after = { at: last.item.arrivedAt, id: last.item.id };
  }
}

/** The counters after verdicts were made: beyond every id that a verdict names. */
export function countIds(before: Ids, verdicts: readonly Verdict[]): Ids {
  let { nextCopyId, nextStoryId } = before;
  for (const verdict of verdicts) {
    nextCopyId = Math.max(nextCopyId, verdict.copyId + 1);
    nextStoryId = Math.max(nextStoryId, verdict.storyId + 1);
  }
  return { nextCopyId, nextStoryId };
}
