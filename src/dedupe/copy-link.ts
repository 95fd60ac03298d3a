import { comparePair } from "./compare-pair.ts";
import { vetoCopy } from "./copy-vetoes.ts";
import type { Desk } from "./desk.ts";
import { type Compared, isUpdate } from "./find-copy.ts";
import type { CopyGroup } from "./live-groups.ts";
import { head } from "./pack-item.ts";
import { createFeatures } from "./pair-features.ts";
import type { Prepared } from "./prepare-item.ts";
import { scoreCopy, thresholdFor } from "./score-copy.ts";

/** What keeps an entry in its copy; `compared` is null where it is not the text (it leads, an editor said so). */
export interface Link {
  readonly compared: Compared | null;
  readonly score: number;
}

/** Whether a revised entry still belongs to its copy, by any other carrier; null when it does not. The lead stays: its carriers would be orphans. */
export function linkHolds(desk: Desk, prepared: Prepared, copy: CopyGroup): Link | null {
  const { item } = prepared;
  const tied = desk.constraints.tiedTo("copy", item.id);
  let best: Link | null = null;
  for (const member of copy.members) {
    if (member.id === item.id) continue;
    const features = comparePair(prepared, member, desk.statistics, createFeatures());
    const score = scoreCopy(features);
    const samePage = item.pack[head.url1] !== 0 && item.pack[head.url1] === member.pack[head.url1];
    const veto = vetoCopy(item, member, features, desk.settings);
    const holds =
      samePage ||
      isUpdate(item, member, features) ||
      (veto === null && score >= thresholdFor(features, desk.settings) - desk.settings.firstItemSlack);
    if (holds && (best === null || score > best.score)) best = { compared: { item: member, features }, score };
  }
  if (best !== null) return best;
  const stays =
    copy.leadId === item.id || copy.members.some((member) => member.id !== item.id && tied.includes(member.id));
  return stays ? { compared: null, score: 1 } : null;
}
