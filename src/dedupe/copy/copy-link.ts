import type { CopyGroup } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { membershipOf } from "../live-groups.ts";
import type { LiveItem } from "../live-item.ts";
import type { Prepared } from "../text/prepare-item.ts";
import { othersOf, ownsText } from "./choose-lead.ts";
import { comparePair } from "./compare-pair.ts";
import type { Compared } from "./compared.ts";
import { vetoCopy } from "./copy-vetoes.ts";
import { isUpdate } from "./find-copy.ts";
import { createFeatures, type PairFeatures } from "./pair-features.ts";
import { isUnlike, samePage } from "./same-page.ts";
import { scoreCopy, thresholdFor } from "./score-copy.ts";

/** What keeps an entry in its copy; `compared` is null where it is not the text (an editor said so). */
export interface Link {
  readonly compared: Compared | null;
  readonly score: number;
}

/**
 * Whether a revised entry still belongs to its copy, by any other carrier; null when it does not. `old` is its state
 * before. The owner of a text is kept by its page while the page tells the same story or nobody else carries the copy,
 * and by less where it leads: what it says anew is news of the copy. Whoever carries a text beside others stays only
 * with the same text as theirs.
 */
export function linkHolds(desk: EngineMemory, prepared: Prepared, copy: CopyGroup, old: LiveItem): Link | null {
  const { item } = prepared;
  const carriers = copy.members.filter(({ id, standing }) => id !== item.id && standing === "text");
  const foreign = othersOf(copy, item);
  const owns = ownsText(copy, old);
  const rewritten = comparePair(prepared, old, desk.statistics, createFeatures());
  const pageHolds = carriers.every((member) => samePage(item, member)) || !isUnlike(rewritten, desk.settings);
  let best: Link | null = null;
  for (const member of owns ? carriers : foreign) {
    const features = comparePair(prepared, member, desk.statistics, createFeatures());
    const score = scoreCopy(features);
    const isOwnPage = samePage(item, member) && (owns || features.sameSource);
    const holds =
      (isOwnPage && (pageHolds || !isUnlike(features, desk.settings))) ||
      (owns && copy.leadId === item.id && isSameReport(desk, features)) ||
      (owns && isUpdate(item, member, features)) ||
      isSameCopy(desk, item, member, features, score);
    if (holds && (best === null || score > best.score)) best = { compared: { item: member, features }, score };
  }
  if (best !== null) return best;
  const tied = desk.constraints.tiedTo("copy", item.id);
  const isTied = tied.some((id) => id !== item.id && membershipOf(desk.groups, id)?.copyId === copy.id);
  return isTied ? { compared: null, score: 1 } : null;
}

function isSameCopy(
  desk: EngineMemory,
  item: LiveItem,
  member: LiveItem,
  features: PairFeatures,
  score: number,
): boolean {
  const reached = score >= thresholdFor(features, desk.settings) - desk.settings.firstItemSlack;
  return reached && vetoCopy(item, member, features, desk.settings) === null;
}

/**
 * Whether a lead that others carry in their own right still shows what they carry: under a headline that is its own, or
 * with as much text again, one of them leads.
 */
export function stillTells({ features }: Compared): boolean {
  return features.titleOrder >= leadShareMin && (!features.bodies || features.shinglesMax >= leadShareMin);
}

const leadShareMin = 0.5;

/** Longer, rewritten, under a new headline: but the same report, by its headline or its phrases and by its words. */
function isSameReport(desk: EngineMemory, features: PairFeatures): boolean {
  return !isUnlike(features, desk.settings) && features.cosine >= desk.settings.reportCosineMin;
}
