import type { StoredEntry } from "../entry.ts";

/** The values of `state:`. An entry may be in several states. */
export const entryStates = ["flash", "corrected", "updated", "withdrawn"] as const;
export type EntryState = (typeof entryStates)[number];

type Facts = Pick<StoredEntry, "cue" | "firstSeenAt" | "significantAt" | "standing" | "isWithdrawn">;

/**
 * flash, corrected: its cue says so. updated: its cue says so, or it changed significantly after it arrived. withdrawn:
 * its text is withdrawn, or the entry is the notice of a withdrawal.
 */
export function statesOf({ cue, firstSeenAt, significantAt, standing, isWithdrawn }: Facts): readonly EntryState[] {
  const holds: Readonly<Record<EntryState, boolean>> = {
    flash: cue?.kind === "flash",
    corrected: cue?.kind === "correction",
    updated: cue?.kind === "update" || significantAt > firstSeenAt,
    withdrawn: isWithdrawn || standing === "notice" || cue?.kind === "withdrawn",
  };
  return entryStates.filter((state) => holds[state]);
}
