import type { Regroup } from "../domain/desk-store.ts";
import type { EntryRuling } from "../domain/verdict.ts";
import { chooseLead, chooseLeadAnew } from "./copy/choose-lead.ts";
import { type CopyGroup, editorsWord } from "./copy-group.ts";
import type { LiveGroups } from "./live-groups.ts";

/**
 * Records an editor's ruling on an entry and applies it to the entry's copy if that is in the window. Returns the
 * copy's new lead, or null when the lead stays.
 */
export function ruleEntry(groups: LiveGroups, ruling: EntryRuling): Regroup["leads"][number] | null {
  const words = ruling.kind === "withdraw" ? groups.words.withdrawn : groups.words.pinned;
  const isSaid = ruling.kind === "withdraw" ? ruling.withdrawn : ruling.pinned;
  if (isSaid) words.add(ruling.entryId);
  else words.delete(ruling.entryId);
  const item = groups.items.get(ruling.entryId);
  const copy = item === undefined ? undefined : groups.copies.get(item.copyId);
  if (item === undefined || copy === undefined) return null;
  const before = copy.leadId;
  if (ruling.kind === "lead") item.pinned = isSaid;
  else if (isSaid) copy.withdrawnBy = editorsWord;
  else restore(copy);
  for (const member of copy.members) chooseLead(copy, member);
  return copy.leadId === before ? null : { copyId: copy.id, leadEntryId: copy.leadId };
}

/** Restores the copy's text, whoever withdrew it. If a notice leads the copy, another entry takes the lead. */
function restore(copy: CopyGroup): void {
  if (copy.withdrawnBy === null) return;
  copy.withdrawnBy = null;
  const lead = copy.members.find(({ id }) => id === copy.leadId);
  if (lead?.standing === "notice") chooseLeadAnew(copy, null);
}
