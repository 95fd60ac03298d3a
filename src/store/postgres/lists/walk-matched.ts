import type { SearchQuery } from "../../../domain/query/search-query.ts";
import { stepsPerLook } from "../../../domain/read-limits.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { isAfter, type Listed } from "../../searching/listed.ts";
import type { Transaction } from "../transaction.ts";
import { foundByWords, isFoundFew } from "./candidates.ts";
import { matchingMembers } from "./first-match.ts";
import { type MatchTimes, matchTimes } from "./match-times.ts";
import { matches } from "./matches.ts";
import { checkedRows, type Found } from "./search/checked-entries.ts";
import { createParams, sqlOf } from "./search/render.ts";
import type { Walk } from "./walk-arrival.ts";

/**
 * The groups that match a query, by the time at which they began to match, latest first. A group that began to match
 * with a revision is listed at the time of that revision, so that readers of the newest items see it. Two ordered walks
 * are merged: entries that matched on arrival, and entries that began to match with a revision.
 */
export async function walkMatched(tx: Transaction, walk: Walk, query: SearchQuery): Promise<readonly Listed[]> {
  const times = matchTimes(tx, walk.match, query);
  const places = firstPlaces(tx, walk, times);
  const found: Listed[] = [];
  for await (const { id, entryId, at } of merged(arrived(tx, walk, times, places), revised(tx, walk, times, places))) {
    if (!isAfter({ at, id }, walk.after)) continue;
    if (places.of(id)?.entryId !== entryId) continue;
    found.push({ at, id, arrivedAt: at });
    if (found.length >= walk.limit) break;
  }
  return found;
}

/** An entry, its group, and when it began to match. */
interface Match {
  readonly id: number;
  readonly entryId: number;
  readonly at: Instant;
}

/** Entries that matched when they arrived, in the order of the list. */
async function* arrived(tx: Transaction, walk: Walk, times: MatchTimes, places: FirstPlaces): AsyncGenerator<Match> {
  const { match, collapse, after, limit } = walk;
  for await (const batch of matches(tx, match, {
    collapse,
    step: -1,
    start: after.at,
    wanted: limit,
    isPlaced: false,
  })) {
    await times.lookUp(batch);
    const own = batch.filter((one) => times.of(one) === one.at);
    await places.lookUp(own.map(({ id }) => id));
    yield* own;
  }
}

interface RevisedRow extends Match, Found {
  readonly revisedAt: Instant;
  readonly isMatch: boolean;
}

const revisedBatch = 500;
/** If more entries match, the revised entries are tested one after the other, latest revision first. */
const fewMatchesMax = 5_000;

/**
 * Entries that began to match with a revision, in the order of the list. They are read by the time of their last
 * revision, which is never before the match. So a match can be returned once all entries revised after it were read.
 */
async function* revised(tx: Transaction, walk: Walk, times: MatchTimes, places: FirstPlaces): AsyncGenerator<Match> {
  const { match } = walk;
  const isFew = !match.isIndexed || (await isFoundFew(tx, match, fewMatchesMax));
  const waiting: Match[] = [];
  let last: RevisedRow | null = null;
  do {
    tx.limits.check(stepsPerLook);
    const rows: readonly RevisedRow[] = await readRevised(tx, walk, isFew, last);
    last = rows.length < revisedBatch ? null : (rows.at(-1) ?? null);
    const inTime = rows.filter(({ isMatch, at }) => isMatch && match.hours.every((clock) => clock.holds(at)));
    const found = await checkedRows(tx, match, inTime);
    await times.lookUp(found);
    const late = found
      .map(({ id, entryId, at }) => ({ id, entryId, at: times.of({ entryId, at }), arrivedAt: at }))
      .filter(({ at, arrivedAt }) => at !== arrivedAt);
    await places.lookUp(late.map(({ id }) => id));
    waiting.push(...late.map(({ id, entryId, at }) => ({ id, entryId, at })));
    waiting.sort(latestFirst);
    while (last !== null && waiting[0] !== undefined && waiting[0].at > last.revisedAt) yield waiting.shift() as Match;
  } while (last !== null);
  yield* waiting;
}

/**
 * The next revised entries. With `isFew`, only the entries that may match; otherwise all of them, with `isMatch` true
 * for those that may match.
 */
function readRevised(
  tx: Transaction,
  { match, collapse }: Walk,
  isFew: boolean,
  last: RevisedRow | null,
): Promise<readonly RevisedRow[]> {
  const params = createParams();
  const how = { params, hidden: match.search.hidden, m: "m", s: "s", may: true, isWide: isFew };
  // The index also finds the entries of a condition such as "without a word".
  const condition =
    isFew && match.isIndexed
      ? `r.id IN (SELECT m.entry_id FROM ${foundByWords(match.condition, how, "TRUE", null)})`
      : sqlOf(match.condition, how);
  const place = last === null ? null : [last.revisedAt, last.entryId].map((value) => `${params.add(value)}::bigint`);
  const behind = place === null ? "" : `AND (revised_at, id) < (${place.join()})`;
  const latest = `SELECT id, revised_at FROM entries WHERE revision > 1 ${behind} ORDER BY revised_at DESC, id DESC`;
  const columns = `r.id AS "entryId", m.first_seen_at AS at, m.${groupTables[collapse].member} AS id, s.is_rough AS "isRough",
    r.revised_at AS "revisedAt"`;
  const text = isFew
    ? `SELECT ${columns}, true AS "isMatch" FROM (${latest}) r JOIN memberships m ON m.entry_id = r.id
       JOIN search s ON s.entry_id = r.id WHERE ${condition}`
    : `SELECT ${columns}, m.entry_id IS NOT NULL AND ${condition} AS "isMatch" FROM (${latest} LIMIT ${revisedBatch}) r
       LEFT JOIN memberships m ON m.entry_id = r.id LEFT JOIN search s ON s.entry_id = r.id`;
  const order = `ORDER BY r.revised_at DESC, r.id DESC LIMIT ${revisedBatch}`;
  return tx.all<RevisedRow>(`${text} ${order}`, params.values, { prepare: false });
}

function latestFirst(a: Match, b: Match): number {
  return b.at - a.at || b.id - a.id || a.entryId - b.entryId;
}

/** Merges two lists that have the same order. */
async function* merged(one: AsyncIterator<Match>, other: AsyncIterator<Match>): AsyncGenerator<Match> {
  let [left, right] = [await one.next(), await other.next()];
  while (left.done !== true || right.done !== true) {
    if (right.done === true || (left.done !== true && latestFirst(left.value, right.value) <= 0)) {
      yield left.value as Match;
      left = await one.next();
    } else {
      yield right.value;
      right = await other.next();
    }
  }
}

/** Where groups are listed: at the entry that matched first. */
interface FirstPlaces {
  /** Looks up groups, so that `of` knows them. */
  lookUp(ids: readonly number[]): Promise<void>;
  of(id: number): Match | null;
}

function firstPlaces(tx: Transaction, { match, collapse }: Walk, times: MatchTimes): FirstPlaces {
  const known = new Map<number, Match | null>();
  return {
    async lookUp(ids) {
      const asked = [...new Set(ids)].filter((id) => !known.has(id));
      for (const id of asked) known.set(id, null);
      const members = await matchingMembers(tx, match, collapse, asked);
      await times.lookUp(members);
      for (const member of members) {
        const place = { id: member.id, entryId: member.entryId, at: times.of(member) };
        const best = known.get(member.id) ?? null;
        if (best === null || place.at < best.at) known.set(member.id, place);
      }
    },
    of: (id) => known.get(id) ?? null,
  };
}
