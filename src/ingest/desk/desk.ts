import { setImmediate as nextTurn } from "node:timers/promises";
import type { DedupeEngine } from "../../dedupe/engine.ts";
import type { AlertSetup } from "../../domain/alerts/alert-setup.ts";
import type { DecidedItem, DeskStore, PendingItem } from "../../domain/desk-store.ts";
import { WireError } from "../../domain/errors.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import type { DeskState, Verdict } from "../../domain/verdict.ts";
import { carryOutRulings, type RulingsDeps, refuseWaiting } from "./carry-out-rulings.ts";
import { keepingLease, type LeaseDeps, takeLease } from "./desk-lease.ts";
import { countIds, covers, forget, type Loaded, openEngine, widen, windowMs } from "./desk-window.ts";
import { readExact } from "./read-exact.ts";
import { createWarmWindow, type WarmWindow, type WarmWindowDeps } from "./warm-window.ts";

export interface DeskDeps extends LeaseDeps {
  readonly store: DeskStore & RulingsDeps["store"];
  readonly createEngine: (state: DeskState) => DedupeEngine | Promise<DedupeEngine>;
  /** Packs entries while another process decides, so that this one can take over soon; absent: nothing is packed. */
  readonly createPacker?: WarmWindowDeps["createPacker"] | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onProgress?: (decided: number) => void;
  readonly onRuled?: RulingsDeps["onRuled"];
  /**
   * Reads the present alert rules; absent: no alerts are made. If the rules have not changed, it returns the same
   * object as before.
   */
  readonly readAlerts?: (() => Promise<AlertSetup | null>) | undefined;
}

/**
 * The outcome of a pass. `decisions`: the number of editors' decisions that were carried out. `elsewhere`: another
 * process holds the lease and will decide.
 */
export type DeskReport =
  | { readonly kind: "decided"; readonly verdicts: number; readonly decisions: number }
  | { readonly kind: "elsewhere"; readonly owner: string };

export interface Desk {
  run(): Promise<DeskReport>;
  close(): Promise<void>;
}

/**
 * How many entries one batch decides. Between two batches the event loop runs, so that polling continues while the desk
 * works.
 */
const batchItemsMax = 100;
/**
 * The statistics are written again after this many decisions. A crash loses at most this much of the statistics, and
 * never a decision.
 */
const statisticsVerdictsMax = 5000;
const statisticsVerdictsMin = 500;

/**
 * The desk decides copies and stories, in one process at a time, in order of arrival. The pure engine makes the
 * decisions; this file holds the lease, rebuilds the engine's window from the store, and saves verdicts.
 */
export function createDesk(deps: DeskDeps): Desk {
  const { store, createPacker } = deps;
  const warm = createPacker === undefined ? null : createWarmWindow({ store, createPacker });
  const session: Session = { loaded: null, fence: null, unsavedVerdicts: 0, alerts: null, warm };
  return {
    async run() {
      try {
        return await runDesk(deps, session);
      } catch (error) {
        // The engine's last decisions may not be in the store. The next run rebuilds the window from there.
        session.loaded = null;
        throw error;
      }
    },
    close: () => closeDesk(deps, session),
  };
}

/** The state that the desk keeps between runs. It is dropped when the lease is lost. */
interface Session {
  loaded: Loaded | null;
  /** The fence of the lease under which `loaded` was read. */
  fence: number | null;
  /** The number of decisions since the statistics were last written. */
  unsavedVerdicts: number;
  /** The alert rules of the present pass. */
  alerts: AlertSetup | null;
  /** The texts that were packed while another process decided. */
  readonly warm: WarmWindow | null;
}

async function runDesk(deps: DeskDeps, session: Session): Promise<DeskReport> {
  const other = await renewLease(deps, session);
  if (other === null) return decideAll(deps, session);
  const now = deps.clock.now();
  await session.warm?.follow(now - windowMs, now);
  return { kind: "elsewhere", owner: other };
}

/**
 * Takes or renews the lease. Returns the owner's name if another process holds the lease, otherwise null. The session
 * stays valid as long as no other process has decided.
 */
async function renewLease(deps: DeskDeps, session: Session): Promise<string | null> {
  const lease = await takeLease(deps);
  const fence = lease.kind === "held" ? lease.fence : null;
  if (fence === null || fence !== session.fence) session.loaded = null;
  session.fence = fence;
  return lease.kind === "held" ? null : lease.owner;
}

async function decideAll(deps: DeskDeps, session: Session): Promise<DeskReport> {
  let decisions = 0;
  let verdicts = 0;
  for (;;) {
    session.alerts = (await deps.readAlerts?.()) ?? null;
    if (session.loaded === null && !(await hasWork(deps))) break;
    session.loaded ??= await openOrRefuse(deps, session.fence);
    const heard = await carryOutRulings(deps, { loaded: session.loaded, fence: session.fence, alerts: session.alerts });
    decisions += heard.decisions;
    if (heard.failed) {
      session.loaded = null;
      continue;
    }
    const pending = await deps.store.readPending(batchItemsMax);
    if (pending.length === 0) break;
    session.loaded = await decideBatch(deps, session, pending, session.loaded);
    verdicts += pending.length;
    deps.onProgress?.(verdicts);
    const other = await renewLease(deps, session);
    if (other !== null) return { kind: "elsewhere", owner: other };
    await nextTurn();
  }
  await saveStatistics(deps, session);
  return { kind: "decided", verdicts, decisions };
}

/** Whether any entry or decision waits. If none does, the engine and its statistics are not loaded. */
async function hasWork({ store, clock }: DeskDeps): Promise<boolean> {
  return (await store.readPending(1)).length > 0 || (await store.readWaitingRulings(clock.now(), 1)).length > 0;
}

/** Opens the engine. If that fails, the waiting editors get the error. */
async function openOrRefuse(deps: DeskDeps, fence: number | null): Promise<Loaded> {
  try {
    return await openEngine(deps, await deps.store.readDeskState());
  } catch (error) {
    await refuseWaiting(deps, fence, error);
    throw error;
  }
}

async function decideBatch(
  deps: DeskDeps,
  session: Session,
  pending: readonly PendingItem[],
  before: Loaded,
): Promise<Loaded> {
  forget(before, pending[0]?.item.arrivedAt ?? 0);
  const exact = await readExact(
    deps.store,
    pending.map(({ item }) => item),
  );
  const mates = await readMates(deps, pending, exact);
  let current = before;
  let verdicts: Verdict[] = [];
  for (const { item, membership } of pending) {
    if (!covers(current, item.arrivedAt)) {
      await saveBatch(deps, session, verdicts, current);
      verdicts = [];
      current = await widen(keepingLease({ ...deps, warm: session.warm }, session.fence), current, item.arrivedAt);
      // The engine now has the packed entries.
      session.warm?.clear();
    }
    const { engine } = current;
    for (const mate of mates.get(item.id) ?? []) engine.remember(mate);
    verdicts.push(membership === null ? engine.decide(item, exact(item)) : engine.revise(item, membership));
  }
  await saveBatch(deps, session, verdicts, current);
  return current;
}

/**
 * Reads all carriers of two kinds of copies: those that revised entries may leave, and those that notices may withdraw.
 * The map's keys are the revised entries and notices. The carriers must be known, however long ago they arrived.
 */
async function readMates(
  deps: DeskDeps,
  pending: readonly PendingItem[],
  exact: (item: PendingItem["item"]) => readonly DecidedItem[],
): Promise<ReadonlyMap<number, readonly DecidedItem[]>> {
  const mates = new Map<number, readonly DecidedItem[]>();
  for (const { item, membership } of pending) {
    const copies = membership === null ? [] : [membership.copyId];
    if (item.cue?.kind === "withdrawn") copies.push(...exact(item).map((other) => other.membership.copyId));
    if (copies.length > 0) mates.set(item.id, await deps.store.readCarriers(copies));
  }
  return mates;
}

async function saveBatch(
  deps: DeskDeps,
  session: Session,
  verdicts: readonly Verdict[],
  current: Loaded,
): Promise<void> {
  if (verdicts.length === 0) return;
  current.ids = countIds(current.ids, verdicts);
  session.unsavedVerdicts += verdicts.length;
  const statisticsDue = session.unsavedVerdicts >= statisticsVerdictsMax;
  await deps.store.saveVerdicts(
    verdicts,
    statisticsDue ? current.engine.state() : { ...current.ids, statistics: null },
    deps.clock.now(),
    session.fence,
    session.alerts,
  );
  if (statisticsDue) session.unsavedVerdicts = 0;
}

/**
 * Saves the statistics. They are large compared with a few verdicts, so they are written after many verdicts and at the
 * end.
 */
async function saveStatistics(deps: DeskDeps, session: Session): Promise<void> {
  if (session.loaded === null || session.unsavedVerdicts < statisticsVerdictsMin) return;
  await deps.store.saveVerdicts([], session.loaded.engine.state(), null, session.fence);
  session.unsavedVerdicts = 0;
}

async function closeDesk(deps: DeskDeps, session: Session): Promise<void> {
  if (session.loaded !== null && session.unsavedVerdicts > 0) {
    await deps.store
      .saveVerdicts([], session.loaded.engine.state(), null, session.fence)
      .catch((error: unknown) => sayUnsaved(deps, error));
  }
  session.loaded = null;
  session.fence = null;
  session.unsavedVerdicts = 0;
  await deps.store.releaseDesk(deps.owner);
}

/** Losing the statistics does little harm, because the process that now holds the lease has its own. */
function sayUnsaved(deps: DeskDeps, error: unknown): void {
  if (!(error instanceof WireError) || !["store-locked", "store-away"].includes(error.code)) throw error;
  deps.log.info({ reason: error.message }, "the desk ends without saving its statistics");
}
