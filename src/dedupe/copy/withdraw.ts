import { credits } from "../../domain/copies/outranks.ts";
import type { Verdict } from "../../domain/verdict.ts";
import { type CopyGroup, editorsWord } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { explainNotice } from "../explain.ts";
import type { LiveItem } from "../live-item.ts";
import { enterItem, joinPlace, verdictOf } from "../place-item.ts";
import { chooseLeadAnew, othersOf, ownsText } from "./choose-lead.ts";
import type { Compared } from "./compared.ts";
import { mayJoinCopy } from "./find-copy.ts";
import { samePage } from "./same-page.ts";

/**
 * The share of a notice's headline that must match the withdrawn entry's headline. Agencies repeat the headline word
 * for word.
 */
const headlineMin = 0.75;

/**
 * Decides on a notice of withdrawal that comes as an entry of its own. The notice withdraws the copy if its source owns
 * the text. If others carry the text independently, the notice strikes only the entries of its own source. Returns null
 * when its source neither wrote nor carries such a text; the notice then withdraws nothing. `compared`: the entries
 * that the notice resembles.
 */
export function decideNotice(desk: EngineMemory, live: LiveItem, compared: readonly Compared[]): Verdict | null {
  const meant = compared.filter((one) => isMeant(live, one)).sort((a, b) => likeness(live, b) - likeness(live, a));
  const own = meant.find(({ item }) => item.sourceId === live.sourceId && item.standing !== "notice")?.item;
  const target = own ?? meant.find(({ item }) => isReprint(desk, item, live))?.item;
  const copy = target === undefined ? undefined : desk.groups.copies.get(target.copyId);
  if (target === undefined || copy === undefined || !mayJoinCopy(desk, live.id, copy)) return null;
  const isOwner = own === undefined || (own.standing === "text" && ownsText(copy, live));
  const standings = isOwner ? [] : strike(copy, live);
  if (isOwner) withdraw(copy, live);
  enterItem(desk, live, joinPlace(copy, [], "notice"));
  return verdictOf(desk, live, {
    reasons: [explainNotice(isOwner ? "withdraws" : "withdraws-own", target)],
    standings,
  });
}

/** The entry of another source that a notice most probably means; null when it resembles none. */
export function foreignTarget(live: LiveItem, compared: readonly Compared[]): LiveItem | null {
  const meant = compared.filter((one) => isMeant(live, one) && one.item.sourceId !== live.sourceId);
  return meant.sort((a, b) => likeness(live, b) - likeness(live, a))[0]?.item ?? null;
}

/**
 * Decides on an entry that was revised into a notice of withdrawal. If its source owns the text, the whole copy is
 * withdrawn; otherwise only the entry itself is struck. `old`: the state before the revision, from which the owner of
 * the text is found.
 */
export function withdrawInPlace(desk: EngineMemory, live: LiveItem, old: LiveItem, copy: CopyGroup): Verdict {
  const stood = copy.withdrawnBy === null || copy.withdrawnBy === editorsWord;
  const isOwner = old.standing === "text" && stood && ownsText(copy, old);
  if (isOwner) {
    live.standing = "notice";
    withdraw(copy, live);
  } else if (live.standing !== "notice") {
    live.standing = "struck";
    if (copy.leadId === live.id) chooseLeadAnew(copy, live);
  }
  const [other] = copy.members.filter(({ id, standing }) => id !== live.id && standing === "text");
  return verdictOf(desk, live, {
    reasons: other === undefined || isOwner ? [] : [explainNotice("withdraws-own", other)],
  });
}

/** Makes a struck entry or a notice that was revised a text again, and restores the copy that it withdrew. */
export function reinstate(live: LiveItem, copy: CopyGroup): void {
  live.standing = "text";
  if (copy.withdrawnBy !== live.id) return;
  copy.withdrawnBy = null;
  chooseLeadAnew(copy, null);
}

/** Withdraws the copy. An editor's withdrawal takes precedence, because a source may restore its text later. */
function withdraw(copy: CopyGroup, live: LiveItem): void {
  if (copy.withdrawnBy === editorsWord) return;
  copy.withdrawnBy = live.id;
  copy.leadId = live.id;
}

function strike(copy: CopyGroup, live: LiveItem): NonNullable<Verdict["standings"]> {
  const struck = copy.members.filter(
    ({ sourceId, standing }) => sourceId === live.sourceId && (standing === "text" || standing === "listed"),
  );
  for (const member of struck) member.standing = "struck";
  if (struck.some(({ id }) => id === copy.leadId)) chooseLeadAnew(copy, live);
  return struck.map(({ id }) => ({ entryId: id, standing: "struck" }));
}

/** True when an entry carries a text, and all carriers of that text from other sources credit the notice's source. */
function isReprint(desk: EngineMemory, item: LiveItem, live: LiveItem): boolean {
  const copy = desk.groups.copies.get(item.copyId);
  return item.standing === "text" && copy !== undefined && othersOf(copy, live).every((other) => credits(other, live));
}

function isMeant(live: LiveItem, { item, features }: Compared): boolean {
  return samePage(live, item) || features.titleEqual || features.titleOrder >= headlineMin;
}

/**
 * How well an entry matches a notice. The same page counts more than the headline, and of equal matches the newest
 * entry counts most.
 */
function likeness(live: LiveItem, { item, features }: Compared): number {
  return (samePage(live, item) ? 4 : 0) + (features.titleEqual ? 2 : features.titleOrder) + item.arrivedAt / 1e15;
}
