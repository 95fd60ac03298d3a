import type { StoredEntry } from "../entry.ts";

/** What may be asked of an entry with `state:`. An entry may be in several states. */
export const entryStates = ["flash", "corrected", "updated", "withdrawn"] as const;
export type EntryState = (typeof entryStates)[number];

type Facts = Pick<StoredEntry, "cue" | "firstSeenAt" | "significantAt" | "standing" | "isWithdrawn">;

/**
 * flash and corrected: by its cue. updated: by its cue, or it was changed significantly since it arrived. withdrawn:
 * its text is, or it is the notice of that.
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
