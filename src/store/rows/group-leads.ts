import type { CarrierStanding } from "../../domain/copies/carrier-standing.ts";
import { creditedAgency, type LeadClaim, outranks, ownAgency } from "../../domain/copies/outranks.ts";
import type { SourceKind } from "../../domain/feed.ts";
import { isOwnPage } from "./is-own-page.ts";

/** The columns of an entry that `outranks` needs. Aliases: `entries` is e, `feeds` f, `sources` s. */
export const claimColumns = `e.credit, e.url, e.url_key AS "urlKey", f.spec_url AS "feedUrl", s.name AS "sourceName",
  s.rank AS "sourceRank", s.kind AS "sourceKind"`;

/** An entry with the columns of `claimColumns`. */
export interface Claimed {
  readonly credit: string | null;
  readonly url: string | null;
  readonly urlKey: string | null;
  readonly feedUrl: string;
  readonly sourceName: string;
  readonly sourceRank: number;
  readonly sourceKind: SourceKind;
  /** 1 when an editor pinned the entry as lead. */
  readonly editorLeads: 1 | null;
}

/** An entry of a copy, with the facts that decide whether it leads. */
interface Carrier extends Claimed {
  readonly entryId: number;
  /** null: the entry carries the copy's text. */
  readonly standing: CarrierStanding | null;
}

/**
 * Whether the lead of a copy should lead the story instead of the lead of an earlier copy. A lead that an editor pinned
 * comes first. Otherwise the rules for the lead of a copy decide, except that it does not matter whose page an entry
 * links to, because the texts are different.
 */
export function leadsStory(lead: Claimed | null, other: Claimed | null): boolean {
  if (lead === null || other === null) return lead !== null;
  if (other.editorLeads !== lead.editorLeads) return lead.editorLeads === 1;
  return outranks(textClaimOf(lead), textClaimOf(other));
}

/** The lead of a copy, and the last lead that the public could see. */
export interface CopyLeads {
  readonly leadEntryId: number;
  readonly publicLeadId: number | null;
}

/**
 * The lead of the visible members (by arrival) of a copy: the copy's lead if it is visible; otherwise a member that an
 * editor pinned; otherwise the last lead that the public saw, or a member that outranks it, as the desk would choose.
 * null when there are no members.
 */
export function leadAmong<Member extends Carrier>(members: readonly Member[], leads: CopyLeads): Member | null {
  const lead = members.find(({ entryId }) => entryId === leads.leadEntryId);
  if (lead !== undefined) return lead;
  const pinned = members.find((one) => one.editorLeads === 1 && (one.standing === null || one.standing === "listed"));
  if (pinned !== undefined) return pinned;
  const carriers = members.filter(({ standing }) => standing === null);
  const before = carriers.find(({ entryId }) => entryId === leads.publicLeadId) ?? carriers[0];
  if (before === undefined) return members[0] ?? null;
  return carriers.reduce((best, member) => (outranks(claimOf(member), claimOf(best)) ? member : best), before);
}

function claimOf(claimed: Claimed): LeadClaim {
  return { ...textClaimOf(claimed), page: claimed.urlKey, ownPage: isOwnPage(claimed.feedUrl, claimed.url) };
}

/** The claim without the page. Finding out whose page an entry links to takes longer than everything else here. */
function textClaimOf({ sourceName, sourceKind, sourceRank, credit }: Claimed): LeadClaim {
  const own = ownAgency(sourceName, sourceKind);
  const agency = credit === null ? own : creditedAgency(credit);
  return { kind: sourceKind, rank: sourceRank, own, agency, page: null, ownPage: false };
}
