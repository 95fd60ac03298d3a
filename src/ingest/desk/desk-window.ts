import type { DedupeEngine } from "../../dedupe/engine.ts";
import type { DecidedItem, DeskStore } from "../../domain/desk-store.ts";
import { hourMs, type Instant } from "../../domain/time.ts";
import type { DeskState } from "../../domain/verdict.ts";

export interface WindowDeps {
  readonly store: Pick<DeskStore, "readWindow" | "readEditorRulings" | "readPlaced">;
  readonly createEngine: (state: DeskState) => DedupeEngine;
}

/** The counters that the engine gives ids from. */
export type Ids = Pick<DeskState, "nextCopyId" | "nextStoryId">;

/** The engine and the span of arrivals whose decisions it remembers; `from` is null before anything was loaded. */
export type Loaded = { engine: DedupeEngine; ids: Ids } & ({ from: null; to: null } | { from: Instant; to: Instant });

/** Entries that arrived further apart are never compared: the live window on either side of an arrival. */
export const windowMs = 72 * hourMs;
const forgetStepMs = 6 * hourMs;
const windowRowsMax = 2000;

/** An engine with no window yet that knows every ruling that was carried out. */
export async function openEngine(deps: WindowDeps, state: DeskState): Promise<Loaded> {
  const engine = deps.createEngine(state);
  const records = await deps.store.readEditorRulings();
  engine.applyRulings(records.map(({ ruling }) => ruling));
  const pairs = records.flatMap(({ ruling }) => (ruling.kind === "pin" ? [] : [ruling.entryA, ruling.entryB]));
  engine.placeRuled(await deps.store.readPlaced([...new Set(pairs)]));
  return { engine, ids: state, from: null, to: null };
}

/** True when every decided entry that `at` could meet is remembered. */
export function covers(loaded: Loaded, at: Instant): boolean {
  return loaded.from !== null && loaded.from <= at - windowMs && loaded.to >= at + windowMs;
}

/**
 * Brings the engine's window to `at` ± 72 h: widens it where it touches, starts afresh where it lies elsewhere (old
 * archives). Half as much again is loaded ahead, so that a run of ascending arrivals widens seldom.
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

/** Lets go of what the oldest waiting entry can no longer meet. */
export function forget(loaded: Loaded, oldestAt: Instant): void {
  if (loaded.from === null || loaded.from > oldestAt - windowMs - forgetStepMs) return;
  loaded.engine.forgetBefore(oldestAt - windowMs);
  loaded.from = oldestAt - windowMs;
}

/** Tells the engine of every decided entry that arrived in [from, to]. */
export async function rememberWindow(
  deps: WindowDeps,
  engine: DedupeEngine,
  from: Instant,
  to: Instant,
): Promise<void> {
  let after: { at: Instant; id: number } | null = null;
  for (;;) {
    const rows: readonly DecidedItem[] = await deps.store.readWindow({ from, to, after, limit: windowRowsMax });
    for (const row of rows) engine.remember(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < windowRowsMax) return;
    after = { at: last.item.arrivedAt, id: last.item.id };
  }
}
