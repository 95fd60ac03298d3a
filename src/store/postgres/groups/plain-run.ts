import type { Verdict } from "../../../domain/verdict.ts";
import type { EntryFacts } from "../../rows/groups/placement.ts";

/**
 * How many of the next verdicts can be saved with one set of statements; at least one. The result is the same as if
 * each verdict were saved by itself: in such a run, no entry leaves a group, no copy changes its story or gets two
 * leads, and merges come last. `storyOf`: the stories of the existing copies.
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

/** Whether the entry is new, or stays in its copy and story. */
function staysIn({ copyId, storyId }: Verdict, { copy_id, story_id }: EntryFacts): boolean {
  return copy_id === null || (copy_id === copyId && story_id === storyId);
}

/** Whether the verdict says the same about its copy as the copy's row and the earlier verdicts of the run. */
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

/** Whether the verdict changes other groups or other entries. Such changes must be saved before the next verdicts. */
function isLast({ storyMerges, copyMerges = [], standings = [], leftCopy }: Verdict): boolean {
  return storyMerges.length > 0 || copyMerges.length > 0 || standings.length > 0 || leftCopy !== undefined;
}
