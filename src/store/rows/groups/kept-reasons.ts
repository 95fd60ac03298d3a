import type { Reason } from "../../../domain/reason.ts";
import type { Verdict } from "../../../domain/verdict.ts";

/**
 * The reasons of a verdict and of the merges that it causes, without repetitions. All of them are stored with the
 * verdict's entry.
 */
export function withMerges({ reasons, storyMerges, copyMerges = [] }: Verdict): readonly Reason[] {
  const all = [...reasons, ...[...copyMerges, ...storyMerges].flatMap((merge) => merge.reasons)];
  return [...new Map(all.map((reason) => [JSON.stringify(reason), reason])).values()];
}

/**
 * Those of an entry's stored reasons that say why it is in its copy. They stay true when an editor moves the whole
 * copy.
 */
export function copyReasonsOf(list: string): readonly Reason[] {
  return (JSON.parse(list) as readonly Reason[]).filter(({ code }) => copyCodes.has(code));
}

const copyCodes = new Set(["same-url", "same-text", "copy", "update", "copy-merge"]);
