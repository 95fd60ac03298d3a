import { createHash } from "node:crypto";
import type { DedupeEngine } from "../../dedupe/engine.ts";
import type { DecidedFacts, DeskStore } from "../../domain/desk-store.ts";
import { type Instant, minuteMs } from "../../domain/time.ts";
import type { DedupeItem } from "../../domain/verdict.ts";

/** An entry that was packed for `DedupeEngine.remember`. */
type Packed = NonNullable<Parameters<DedupeEngine["remember"]>[1]>;

/**
 * The packed texts of the entries that a desk would compare with new ones. A desk that stands by keeps them up to date.
 * When the desk takes over, it reads only the facts of the entries (their copies, their stories, the leads), and packs
 * only texts that are new or have changed. The result is the same window as one built from the store, but it is ready
 * much sooner.
 */
export interface WarmWindow {
  /**
   * Reads one part of the entries that other desks have decided, and packs the new or changed ones. Call it each time
   * the desk looks for a free lease. A part is small, so that the next look is not late. `from`: the beginning of the
   * window.
   */
  follow(from: Instant, now: Instant): Promise<void>;
  /** Puts the entries of a part of the window into an engine. Returns how many of them had to be read and packed. */
  remember(engine: DedupeEngine, facts: readonly DecidedFacts[]): Promise<number>;
  /** How many entries are packed. */
  size(): number;
  /** Forgets all entries. Call it when an engine has them. */
  clear(): void;
}

export interface WarmWindowDeps {
  readonly store: Pick<DeskStore, "readWindowFacts" | "readDecided">;
  readonly createPacker: () => Promise<(item: DedupeItem) => Packed>;
}

/** How many entries are read at a time. */
export const factsMax = 2000;
/** The whole window is compared this often, because older entries may have been revised. */
const wholeEveryMs = 5 * minuteMs;
/** Between two comparisons of the whole window, only the entries that arrived within this time are compared. */
const recentMs = minuteMs;

interface Kept {
  /**
   * A hash of everything from which the entry was packed. It covers the number of the revision in place of the texts.
   */
  readonly key: string;
  readonly packed: Packed;
}

/**
 * A walk over the window. Each call of `follow` reads one part. `isWhole`: the walk began at the beginning of the
 * window.
 */
interface Walk {
  readonly isWhole: boolean;
  readonly from: Instant;
  after: { at: Instant; id: number } | null;
}

export function createWarmWindow({ store, createPacker }: WarmWindowDeps): WarmWindow {
  const kept = new Map<number, Kept>();
  let walk: Walk | null = null;
  let wholeAt: Instant | null = null;
  let packer: Promise<(item: DedupeItem) => Packed> | null = null;

  /** Packs the entries of `facts` that are new or have changed since they were packed. Returns how many there were. */
  async function pack(facts: readonly DecidedFacts[]): Promise<number> {
    const keys = new Map(facts.map((fact) => [fact.item.id, keyOf(fact)]));
    const missing = facts.flatMap(({ item: { id } }) => (kept.get(id)?.key === keys.get(id) ? [] : [id]));
    if (missing.length === 0) return 0;
    packer ??= createPacker();
    const packOne = await packer;
    for (const { item } of await store.readDecided(missing))
      kept.set(item.id, { key: keys.get(item.id) ?? "", packed: packOne(item) });
    return missing.length;
  }

  function begin(from: Instant, now: Instant): Walk {
    const isWhole = wholeAt === null || now - wholeAt >= wholeEveryMs;
    if (isWhole) wholeAt = now;
    return { isWhole, from: isWhole ? from : now - recentMs, after: null };
  }

  function forgetBefore(from: Instant): void {
    for (const [id, { packed }] of kept) if (packed.arrivedAt < from) kept.delete(id);
  }

  return {
    async follow(from, now) {
      walk ??= begin(from, now);
      const part = { from: walk.from, to: Number.MAX_SAFE_INTEGER, after: walk.after, limit: factsMax };
      const facts = await store.readWindowFacts(part);
      await pack(facts);
      const last = facts.at(-1);
      if (last !== undefined && facts.length === factsMax) walk.after = { at: last.item.arrivedAt, id: last.item.id };
      else {
        if (walk.isWhole) forgetBefore(from);
        walk = null;
      }
    },
    async remember(engine, facts) {
      const packedNow = await pack(facts);
      let readAgain = 0;
      for (const fact of facts) {
        if (engine.remember(fact, kept.get(fact.item.id)?.packed)) continue;
        readAgain += 1;
        for (const decided of await store.readDecided([fact.item.id])) engine.remember(decided);
      }
      return packedNow + readAgain;
    },
    size: () => kept.size,
    clear() {
      kept.clear();
      walk = null;
      wholeAt = null;
      packer = null;
    },
  };
}

function keyOf({ item, revision }: DecidedFacts): string {
  return createHash("sha1")
    .update(JSON.stringify([revision, item]))
    .digest("base64");
}
