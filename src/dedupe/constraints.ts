import type { PairRuling } from "../domain/verdict.ts";

type Level = "copy" | "story";

/** Editors' rulings on pairs of entries. A newer ruling overrides older ones that contradict it. */
export interface Constraints {
  /** Records a ruling on two entries. */
  readonly add: (ruling: PairRuling) => void;
  /** True while no newer ruling has taken this one back. */
  readonly holds: (ruling: PairRuling) => boolean;
  readonly isEmpty: () => boolean;
  /** True when any ruling names the entry, even one that was taken back. */
  readonly isRuled: (id: number) => boolean;
  /** Entries that must not share a group of this level with `id` or with an entry tied to it. */
  readonly apartFrom: (level: Level, id: number) => ReadonlySet<number>;
  /** Entries that must share the group with `id`, in the order of the rulings. `id` itself comes first. */
  readonly tiedTo: (level: Level, id: number) => readonly number[];
}

interface Links {
  readonly together: Map<number, number[]>;
  readonly apart: Map<number, Set<number>>;
}

/** Constraints without any rulings. */
export function createConstraints(): Constraints {
  const levels: Record<Level, Links> = { copy: emptyLinks(), story: emptyLinks() };
  const ruled = new Set<number>();
  const tiedTo = (level: Level, id: number): readonly number[] => tied(levels, level, id);
  const add: Constraints["add"] = ({ kind, level, entryA, entryB }) => {
    ruled.add(entryA).add(entryB);
    if (kind === "together") tie(levels, level, entryA, entryB);
    else part(levels, level, entryA, entryB);
  };
  const apartFrom = (level: Level, id: number): ReadonlySet<number> => {
    const apart = new Set<number>();
    for (const member of tied(levels, "story", id)) collectApart(levels.story, member, apart);
    if (level === "copy") for (const member of tied(levels, "copy", id)) collectApart(levels.copy, member, apart);
    return apart;
  };
  const holds: Constraints["holds"] = ({ kind, level, entryA, entryB }) =>
    kind === "together" ? tiedTo(level, entryA).includes(entryB) : apartFrom(level, entryA).has(entryB);
  return { add, holds, isEmpty: () => ruled.size === 0, isRuled: (id) => ruled.has(id), apartFrom, tiedTo };
}

function emptyLinks(): Links {
  return { together: new Map(), apart: new Map() };
}

function collectApart(links: Links, id: number, into: Set<number>): void {
  for (const other of links.apart.get(id) ?? []) into.add(other);
}

/**
 * The entries that are tied to `id`. Entries tied as a copy are also tied as a story, because a copy is in one story.
 */
function tied(levels: Record<Level, Links>, level: Level, id: number): readonly number[] {
  const found = [id];
  const seen = new Set(found);
  for (let at = 0; at < found.length; at += 1) {
    for (const next of neighbours(levels, level, found[at] as number)) {
      if (seen.has(next)) continue;
      seen.add(next);
      found.push(next);
    }
  }
  return found;
}

function neighbours(levels: Record<Level, Links>, level: Level, id: number): readonly number[] {
  const copies = levels.copy.together.get(id) ?? [];
  return level === "copy" ? copies : [...copies, ...(levels.story.together.get(id) ?? [])];
}

/** Ties two entries. Takes back every older ruling that kept them, or entries tied to them, apart. */
function tie(levels: Record<Level, Links>, level: Level, a: number, b: number): void {
  const partsOf: readonly Level[] = level === "copy" ? ["copy", "story"] : ["story"];
  for (const at of partsOf) {
    for (const left of tied(levels, at, a)) {
      for (const right of tied(levels, at, b)) unpart(levels[at], left, right);
    }
  }
  const links = levels[level].together;
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const known = links.get(from) ?? [];
    if (!known.includes(to)) links.set(from, [...known, to]);
  }
}

function unpart(links: Links, a: number, b: number): void {
  links.apart.get(a)?.delete(b);
  links.apart.get(b)?.delete(a);
}

/**
 * Parts two entries. While older rulings still tie them, directly or through other entries, it takes back the last tie
 * on the path from `a` to `b`.
 */
function part(levels: Record<Level, Links>, level: Level, a: number, b: number): void {
  while (tied(levels, level, a).includes(b)) untie(levels, level, lastStep(levels, level, a, b));
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const apart = levels[level].apart.get(from) ?? new Set<number>();
    levels[level].apart.set(from, apart.add(to));
  }
}

/** The last tie on a path from `a` to `b`. */
function lastStep(levels: Record<Level, Links>, level: Level, a: number, b: number): readonly [number, number] {
  const reached = tied(levels, level, a).find((id) => neighbours(levels, level, id).includes(b));
  return [reached ?? a, b];
}

function untie(levels: Record<Level, Links>, level: Level, [a, b]: readonly [number, number]): void {
  const touched: readonly Level[] = level === "copy" ? ["copy"] : ["copy", "story"];
  for (const at of touched) {
    const links = levels[at].together;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      links.set(
        from,
        (links.get(from) ?? []).filter((id) => id !== to),
      );
    }
  }
}
