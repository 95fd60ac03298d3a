import type { Reason } from "../../../domain/reason.ts";
import type { Verdict } from "../../../domain/verdict.ts";
import type { EntryFacts, Placement } from "./placement.ts";

/**
 * The reasons of a verdict and of the merges that it causes, without repetitions. All of them are stored with the
 * verdict's entry.
 */
export function withMerges({ reasons, storyMerges, copyMerges = [] }: Verdict): readonly Reason[] {
  const all = [...reasons, ...[...copyMerges, ...storyMerges].flatMap((merge) => merge.reasons)];
  return [...new Map(all.map((reason) => [JSON.stringify(reason), reason])).values()];
}

/**
 * The reasons to store with a placed entry. When an editor moves a whole copy to another story, the reasons why the
 * entry belongs to its copy stay true, so they are kept.
 */
export function reasonsOfPlaced({ copyId, reasons }: Placement, facts: EntryFacts): readonly Reason[] {
  const stays = facts.copy_id === copyId && reasons.some(({ code }) => code.startsWith("editor-"));
  return stays && facts.reasons !== null ? [...copyReasonsOf(facts.reasons), ...reasons] : reasons;
}

/** The reasons in an entry's stored list that say why the entry is in its copy. */
function copyReasonsOf(list: string): readonly Reason[] {
  return (JSON.parse(list) as readonly Reason[]).filter(({ code }) => copyCodes.has(code));
}

const copyCodes = new Set(["same-url", "same-text", "copy", "update", "copy-merge"]);
