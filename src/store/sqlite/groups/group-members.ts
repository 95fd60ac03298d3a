import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import { creditedAgency, type LeadClaim, outranks, ownAgency } from "../../../domain/copies/outranks.ts";
import type { CueKind } from "../../../domain/entry.ts";
import type { SourceKind } from "../../../domain/feed.ts";
import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { type Tested, testedColumns } from "../lists/entry-tester.ts";
import type { EntryTest } from "../lists/filter-match.ts";
import { groupTables } from "./groups.ts";
import { isOwnPage } from "./is-own-page.ts";

/** An entry of a group, with the facts that decide who leads the group. */
export interface GroupMember extends Tested {
  readonly copyId: number;
  readonly cueKind: CueKind | null;
  /** null: the entry carries the copy's text. */
  readonly standing: CarrierStanding | null;
  /** 1 where an editor pinned it as lead. */
  readonly editorLeads: 1 | null;
  readonly publishedAt: Instant;
  readonly significantAt: Instant;
  /** When the entry said that it changes something; null when it does not. */
  readonly changedAt: Instant | null;
  readonly credit: string | null;
  readonly url: string | null;
  readonly urlKey: string | null;
  readonly feedUrl: string;
  readonly sourceName: string;
  readonly sourceRank: number;
  readonly sourceKind: SourceKind;
}

/** The entries of a group by arrival, with the columns that `test` needs. */
export function groupMembers(
  connection: Connection,
  collapse: Collapse,
  groupId: number,
  test: EntryTest,
): readonly GroupMember[] {
  return connection
    .sql<GroupMember>(
      `SELECT ${testedColumns(test)}, m.copy_id AS copyId, m.standing, m.editor_leads AS editorLeads, m.published_at AS publishedAt, m.changed_at AS changedAt,
         e.significant_at AS significantAt, e.cue_kind AS cueKind, ${claimColumns}
       FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id
       CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
       WHERE m.${groupTables[collapse].member} = ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${membersMax}`,
    )
    .all(groupId);
}

/** What `outranks` asks of an entry; `entries` is e, `feeds` f, `sources` s. */
export const claimColumns = `e.credit, e.url, e.url_key AS urlKey, f.spec_url AS feedUrl, s.name AS sourceName,
  s.rank AS sourceRank, s.kind AS sourceKind`;

/** An entry by `claimColumns`. */
export type Claimed = Pick<
  GroupMember,
  "credit" | "url" | "urlKey" | "feedUrl" | "sourceName" | "sourceRank" | "sourceKind" | "editorLeads"
>;

/**
 * Whether the lead of one copy leads the story before the lead of an earlier copy: first by an editor's pin, then by
 * the rules within a copy. Between different texts, the page does not count.
 */
export function leadsStory(lead: Claimed | null, other: Claimed | null): boolean {
  if (lead === null || other === null) return lead !== null;
  if (other.editorLeads !== lead.editorLeads) return lead.editorLeads === 1;
  return outranks({ ...claimOf(lead), page: null }, { ...claimOf(other), page: null });
}

/** In a larger group, only the earliest entries are read. */
const membersMax = 5000;

/** The lead of a copy for everybody, and its last lead that the public could see. */
export interface CopyLeads {
  readonly leadEntryId: number;
  readonly publicLeadId: number | null;
}

/**
 * The lead of the visible members (by arrival) of a copy: the copy's lead if it is visible; otherwise the last lead
 * that the public saw, or a member that outranks it, as the desk would choose.
 */
export function leadAmong(members: readonly GroupMember[], leads: CopyLeads): GroupMember | null {
  const lead = members.find(({ entryId }) => entryId === leads.leadEntryId);
  if (lead !== undefined) return lead;
  const pinned = members.find((one) => one.editorLeads === 1 && (one.standing === null || one.standing === "listed"));
  if (pinned !== undefined) return pinned;
  const carriers = members.filter(({ standing }) => standing === null);
  const before = carriers.find(({ entryId }) => entryId === leads.publicLeadId) ?? carriers[0];
  if (before === undefined) return members[0] ?? null;
  return carriers.reduce((best, member) => (outranks(claimOf(member), claimOf(best)) ? member : best), before);
}

function claimOf({ sourceName, sourceKind, sourceRank, credit, url, urlKey, feedUrl }: Claimed): LeadClaim {
  const own = ownAgency(sourceName, sourceKind);
  const agency = credit === null ? own : creditedAgency(credit);
  return { kind: sourceKind, rank: sourceRank, own, agency, page: urlKey, ownPage: isOwnPage(feedUrl, url) };
}
