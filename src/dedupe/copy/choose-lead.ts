import type { CopyGroup, LeadRank } from "../copy-group.ts";
import type { LiveItem } from "../live-item.ts";

/** An entry that credits another agency is a reprint; then the configured rank; then agencies before outlets. */
export function leadRankOf(item: LiveItem): LeadRank {
  const reprint = item.credit !== null && item.credit !== item.sourceKey ? 1 : 0;
  return [reprint, item.sourceRank, item.sourceKind === "agency" ? 0 : 1];
}

/**
 * Gives the copy to `item` when its source ranks better than the lead's. A lead of equal rank stays: one that flips
 * re-announces old news.
 */
export function chooseLead(copy: CopyGroup, item: LiveItem): void {
  if (copy.leadId === item.id) {
    copy.leadRank = leadRankOf(item);
    return;
  }
  if (copy.leadRank === null) return;
  const rank = leadRankOf(item);
  if (!leads(rank, copy.leadRank)) return;
  copy.leadId = item.id;
  copy.leadRank = rank;
}

/** The lead of a copy that lost its own: the best ranked of those left, the earliest on a tie. */
export function chooseLeadAnew(copy: CopyGroup): void {
  const [first, ...others] = [...copy.members].sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id);
  if (first === undefined) return;
  copy.leadId = first.id;
  copy.leadRank = leadRankOf(first);
  for (const other of others) chooseLead(copy, other);
}

function leads(a: LeadRank, b: LeadRank): boolean {
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  }
  return false;
}
