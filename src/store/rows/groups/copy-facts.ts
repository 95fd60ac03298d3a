import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import type { Instant } from "../../../domain/time.ts";
import { type Claimed, type CopyLeads, leadAmong } from "../group-leads.ts";

/** A copy as its row holds it. */
export interface CopyFacts {
  readonly id: number;
  readonly story_id: number;
  readonly lead_entry_id: number;
  readonly arrived_at: Instant;
  readonly significant_at: Instant;
  readonly public_significant_at: Instant | null;
  readonly public_lead_id: number | null;
  readonly withdrawn_by: number | null;
  readonly told_at: Instant | null;
  readonly merged_into: number | null;
}

/** Facts about all members of a copy. */
export interface Arrivals {
  readonly members: number;
  readonly arrived_at: Instant;
  /** 1 when an editor withdrew a member's text. */
  readonly withdrew: 1 | null;
}

/** The entry that leads a copy. */
export interface Lead {
  readonly id: number;
  readonly published_at: Instant;
  readonly significant_at: Instant;
}

/** The changes that the lead's own source announced. */
export interface Changed {
  /** The time of the latest change; null when there is none. */
  readonly at: Instant | null;
  /** The time of the latest correction or withdrawal; null when there is none. */
  readonly told: Instant | null;
}

/** The new values of a copy's row. */
export interface CopyUpdate {
  readonly id: number;
  readonly lead: number;
  readonly arrived: Instant;
  readonly published: Instant;
  readonly significant: Instant;
  readonly public: Instant | null;
  readonly withdrawn: number | null;
  readonly told: Instant | null;
}

/**
 * A copy after a change of its members. Two things are news of the copy: a significant revision of the lead
 * (`isAnnounced`), and an entry of the lead's source that announces a change (`own`). A new lead, or the purge of an
 * old carrier, does not change the copy's arrival or its time of change, so that readers do not see old news as
 * changed. `isNoticeOfOther`: the notice that withdrew the copy is now in another copy.
 */
export function copyUpdate(
  copy: CopyFacts,
  {
    lead,
    arrivals,
    own,
    ...is
  }: {
    readonly lead: Lead;
    readonly arrivals: Arrivals;
    readonly own: Changed | undefined;
    readonly isAnnounced: boolean;
    readonly isNoticeOfOther: boolean;
    readonly public: Instant | null;
  },
): CopyUpdate {
  return {
    id: copy.id,
    lead: lead.id,
    arrived: arrivedOf(copy, arrivals),
    published: lead.published_at,
    significant: Math.max(copy.significant_at, own?.at ?? 0, is.isAnnounced ? lead.significant_at : 0),
    public: is.public,
    withdrawn: arrivals.withdrew === 1 ? 0 : is.isNoticeOfOther ? null : copy.withdrawn_by,
    told: own?.told == null ? copy.told_at : Math.max(copy.told_at ?? 0, own.told),
  };
}

/** When a copy arrived. The time does not become later when the copy's first carrier leaves. */
export function arrivedOf(copy: CopyFacts, arrivals: Arrivals): Instant {
  return Math.min(copy.arrived_at, arrivals.arrived_at);
}

/** A member of a copy, with the facts that decide the copy's public time. */
interface PublicMember extends Claimed {
  readonly entryId: number;
  readonly feedId: number;
  readonly standing: CarrierStanding | null;
  readonly significantAt: Instant;
  readonly changedAt: Instant | null;
}

/**
 * The time of the last change that the public may know: see `public_significant_at` in SQLite's migration 4. Once it
 * differs from the general time, it stays separate. `members`: all members of the copy, by arrival. `leadId`: its
 * present lead.
 */
export function toldInPublic(
  copy: CopyFacts,
  leadId: number,
  members: readonly PublicMember[],
  {
    privateFeeds,
    leadsToAnnounce,
  }: { readonly privateFeeds: ReadonlySet<number>; readonly leadsToAnnounce: ReadonlySet<number> },
): Instant | null {
  const before = copy.public_significant_at;
  const seen = members.filter(({ feedId }) => !privateFeeds.has(feedId));
  if (before === null && seen.length === members.length) return null;
  const leads: CopyLeads = { leadEntryId: leadId, publicLeadId: copy.public_lead_id };
  const lead = leadAmong(seen, leads);
  const base = before ?? copy.significant_at;
  if (lead === null) return base;
  const told = base === 0 || leadsToAnnounce.has(lead.entryId) ? lead.significantAt : 0;
  return Math.max(
    base,
    told,
    ...seen.map(({ changedAt, sourceName }) => (sourceName === lead.sourceName ? (changedAt ?? 0) : 0)),
  );
}
