import { credits } from "../../domain/copies/outranks.ts";
import type { Verdict } from "../../domain/verdict.ts";
import type { CopyGroup } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { explainNotice } from "../explain.ts";
import type { LiveItem } from "../live-item.ts";
import { enterItem, joinPlace, verdictOf } from "../place-item.ts";
import { chooseLeadAnew, othersOf, ownsText } from "./choose-lead.ts";
import type { Compared } from "./compared.ts";
import { mayJoinCopy } from "./find-copy.ts";
import { samePage } from "./same-page.ts";

/** Share of a notice's headline that it has in common with the one that it withdraws. Wires repeat it word for word. */
const headlineMin = 0.75;

/**
 * A notice of withdrawal that comes as an entry of its own. It withdraws the copy whose text is its source's; where
 * others carry the text in their own right it strikes the lines of its source alone. null: it is about nothing that
 * its source wrote or carries, and withdraws nothing. `compared` tells what the entry resembles.
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

/** The entry that a notice speaks of although its source has no part in it; null where it speaks of none. */
export function foreignTarget(live: LiveItem, compared: readonly Compared[]): LiveItem | null {
  const meant = compared.filter((one) => isMeant(live, one) && one.item.sourceId !== live.sourceId);
  return meant.sort((a, b) => likeness(live, b) - likeness(live, a))[0]?.item ?? null;
}

/**
 * An entry that was revised into a notice of withdrawal. The owner of the text withdraws the copy; whoever carries it
 * beside others strikes a line. `old`: its state before, which says whose text it was.
 */
export function withdrawInPlace(desk: EngineMemory, live: LiveItem, old: LiveItem, copy: CopyGroup): Verdict {
  const isOwner = old.standing === "text" && copy.withdrawnBy === null && ownsText(copy, old);
  if (isOwner) {
    live.standing = "notice";
    withdraw(copy, live);
  } else if (live.standing !== "notice") {
    live.standing = "struck";
    if (copy.leadId === live.id) chooseLeadAnew(copy);
  }
  const [other] = copy.members.filter(({ id, standing }) => id !== live.id && standing === "text");
  return verdictOf(desk, live, {
    reasons: other === undefined || isOwner ? [] : [explainNotice("withdraws-own", other)],
  });
}

/** An entry that was withdrawn, or was a notice, and is a text again: what it withdrew stands again. */
export function reinstate(live: LiveItem, copy: CopyGroup): void {
  live.standing = "text";
  if (copy.withdrawnBy !== live.id) return;
  copy.withdrawnBy = null;
  chooseLeadAnew(copy);
}

function withdraw(copy: CopyGroup, live: LiveItem): void {
  copy.withdrawnBy = live.id;
  copy.leadId = live.id;
}

function strike(copy: CopyGroup, live: LiveItem): NonNullable<Verdict["standings"]> {
  const struck = copy.members.filter(
    ({ sourceId, standing }) => sourceId === live.sourceId && (standing === "text" || standing === "listed"),
  );
  for (const member of struck) member.standing = "struck";
  if (struck.some(({ id }) => id === copy.leadId)) chooseLeadAnew(copy);
  return struck.map(({ id }) => ({ entryId: id, standing: "struck" }));
}

/** True where an entry, and all others who carry its text, say that it is the text of the notice's source. */
function isReprint(desk: EngineMemory, item: LiveItem, live: LiveItem): boolean {
  const copy = desk.groups.copies.get(item.copyId);
  return item.standing === "text" && copy !== undefined && othersOf(copy, live).every((other) => credits(other, live));
}

function isMeant(live: LiveItem, { item, features }: Compared): boolean {
  return samePage(live, item) || features.titleEqual || features.titleOrder >= headlineMin;
}

/** The page itself before the headline, the newest of several under one headline. */
function likeness(live: LiveItem, { item, features }: Compared): number {
  return (samePage(live, item) ? 4 : 0) + (features.titleEqual ? 2 : features.titleOrder) + item.arrivedAt / 1e15;
}
