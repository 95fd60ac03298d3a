/** One member of a new group and the group it was in before. */
export interface Passage {
  readonly group: number;
  readonly past: number;
}

/**
 * Gives each new group the id of a past one: the pair with most members in common first, then the lower ids, each id
 * once. A group that gets none keeps its own. Ids are what readers know a text by, so that as few as possible change.
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
