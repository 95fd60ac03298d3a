import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { testedMembersMax } from "../../searching/tested-members.ts";
import type { Transaction } from "../transaction.ts";
import type { SomeMatch } from "./filter-match.ts";
import { checkedRows, type Found } from "./search/checked-entries.ts";
import { createParams, sqlOf } from "./search/render.ts";

/** A matching entry. `id` is its group. */
export interface Member extends Found {
  readonly id: number;
  readonly at: Instant;
}

/** The earliest matching entry of each group. Groups without a matching entry are left out. */
export async function firstMatches(
  tx: Transaction,
  match: SomeMatch,
  collapse: Collapse,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Member>> {
  const isSure = match.certainty === "sure" && match.hours.length === 0;
  const first = new Map<number, Member>();
  for (const member of await matchingMembers(tx, match, collapse, ids, isSure ? 1 : testedMembersMax))
    if (!first.has(member.id)) first.set(member.id, member);
  return first;
}

/** The matching entries of groups. Within a group, they are in order of arrival. */
export async function matchingMembers(
  tx: Transaction,
  match: SomeMatch,
  collapse: Collapse,
  ids: readonly number[],
  limit = testedMembersMax,
): Promise<readonly Member[]> {
  if (ids.length === 0) return [];
  const params = createParams();
  const condition = sqlOf(match.condition, { params, hidden: match.search.hidden, m: "m", s: "s", may: true });
  const rows = await tx.all<Member>(
    `SELECT g.id, x.* FROM unnest(${params.add(ids)}::bigint[]) g (id) CROSS JOIN LATERAL (
       SELECT m.entry_id AS "entryId", m.first_seen_at AS at, s.is_rough AS "isRough"
       FROM memberships m JOIN search s ON s.entry_id = m.entry_id
       WHERE m.${groupTables[collapse].member} = g.id AND ${condition}
       ORDER BY m.first_seen_at, m.entry_id LIMIT ${params.add(limit)}::bigint) x`,
    params.values,
    { prepare: false },
  );
  return checkedRows(
    tx,
    match,
    rows.filter(({ at }) => match.hours.every((clock) => clock.holds(at))),
  );
}

/** The ids of the given entries that match. */
export async function passing(
  tx: Transaction,
  match: SomeMatch,
  entryIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const members = await matchingMembers(tx, match, "none", entryIds, 1);
  return new Set(members.map(({ entryId }) => entryId));
}
