import type { Regroup } from "../domain/desk-store.ts";
import type { EntryRuling } from "../domain/verdict.ts";
import { chooseLead, chooseLeadAnew } from "./copy/choose-lead.ts";
import { type CopyGroup, editorsWord } from "./copy-group.ts";
import type { LiveGroups } from "./live-groups.ts";

/**
 * Remembers what an editor rules of an entry, and carries it out on its copy where that is in the window. Answers who
 * leads the copy then; null where that did not change.
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

/** The text stands again, whoever withdrew it; a notice does not lead it. */
function restore(copy: CopyGroup): void {
  if (copy.withdrawnBy === null) return;
  copy.withdrawnBy = null;
  const lead = copy.members.find(({ id }) => id === copy.leadId);
  if (lead?.standing === "notice") chooseLeadAnew(copy);
}
