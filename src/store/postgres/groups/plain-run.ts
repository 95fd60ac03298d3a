import type { Verdict } from "../../../domain/verdict.ts";
import type { EntryFacts } from "../../rows/groups/placement.ts";

/**
 * How many of the next verdicts can be saved with one set of statements, at least one. They follow one another as if
 * each were saved by itself: no entry leaves a group, no copy changes its story or gets two leads, and merges come
 * last. `storyOf`: the stories of the copies that are there.
 */
export function plainRun(
  verdicts: readonly Verdict[],
  facts: ReadonlyMap<number, EntryFacts>,
  storyOf: ReadonlyMap<number, number>,
): number {
  const copies = new Map<number, Verdict>();
  const entries = new Set<number>();
  for (const [at, verdict] of verdicts.entries()) {
    const own = facts.get(verdict.entryId);
    const fits =
      !entries.has(verdict.entryId) &&
      (own === undefined || staysIn(verdict, own)) &&
      suits(verdict, own, copies, storyOf);
    if (!fits) return Math.max(at, 1);
    entries.add(verdict.entryId);
    copies.set(verdict.copyId, verdict);
    if (isLast(verdict)) return at + 1;
  }
  return verdicts.length;
}

/** The entry is new, or stays where it is. */
function staysIn({ copyId, storyId }: Verdict, { copy_id, story_id }: EntryFacts): boolean {
  return copy_id === null || (copy_id === copyId && story_id === storyId);
}

/** The verdict says of its copy what the copy's row, and earlier verdicts of the run, say. */
function suits(
  verdict: Verdict,
  own: EntryFacts | undefined,
  copies: ReadonlyMap<number, Verdict>,
  storyOf: ReadonlyMap<number, number>,
): boolean {
  const earlier = copies.get(verdict.copyId);
  if (earlier === undefined) return (storyOf.get(verdict.copyId) ?? verdict.storyId) === verdict.storyId;
  return (
    own?.news !== 1 &&
    earlier.storyId === verdict.storyId &&
    earlier.leadEntryId === verdict.leadEntryId &&
    (earlier.withdrawnBy ?? null) === (verdict.withdrawnBy ?? null)
  );
}

/** What such a verdict says of other groups, or of other entries, the next ones must find done. */
function isLast({ storyMerges, copyMerges = [], standings = [], leftCopy }: Verdict): boolean {
  return storyMerges.length > 0 || copyMerges.length > 0 || standings.length > 0 || leftCopy !== undefined;
}
