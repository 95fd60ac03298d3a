import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import type { Transaction } from "../transaction.ts";
import type { SomeMatch } from "./filter-match.ts";
import { everyRow } from "./search/compile-query.ts";
import { allOf, type Condition, hasLexemes, lexemes, partsOf, tsqueryOf } from "./search/condition.ts";
import { spanQuery } from "./search/lexemes.ts";
import { createParams, type Params, type Rendering, sqlOf } from "./search/render.ts";

/** A decided entry that may match. The statement cannot always be certain. */
export interface Candidate {
  readonly entryId: number;
  readonly at: Instant;
  readonly feedId: number;
  /** The group of the entry. */
  readonly id: number;
  readonly isRough: number;
  /** True: certainly no earlier entry of the group matches. Always false when `isPlaced` is false. */
  readonly isFirst: boolean;
}

/** -1: towards older entries. 1: towards newer ones. */
export type Step = -1 | 1;

/**
 * The part of a list that a statement reads: at most `limit` rows of a span of time (both ends included), after the row
 * `behind`.
 */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
  readonly behind: Candidate | null;
  readonly limit: number;
  /** See `Rendering`. */
  readonly isWide: boolean;
  /** If the index of words finds more entries than this, nothing is read. If absent, there is no limit. */
  readonly foundMax?: number;
}

/**
 * One batch of candidates in the order of a list: by arrival, then by group in the same direction, then by entry. With
 * `isIndexed`, the index of words finds all entries of the span at once, so the span should be short if the words are
 * common.
 */
export function readCandidates(
  tx: Transaction,
  match: SomeMatch,
  { collapse, step, isPlaced }: { readonly collapse: Collapse; readonly step: Step; readonly isPlaced: boolean },
  span: Span,
): Promise<readonly Candidate[]> {
  const params = createParams();
  const how: Rendering = { params, hidden: match.search.hidden, m: "m", s: "s", may: true, isWide: span.isWide };
  const { member } = groupTables[collapse];
  const direction = step === -1 ? "DESC" : "ASC";
  const rows = `SELECT m.entry_id AS "entryId", m.first_seen_at AS at, m.feed_id AS "feedId", m.${member} AS id,
      ${match.isIndexed ? "x" : "s"}.is_rough AS "isRough"
    ${match.isIndexed ? fromIndex(match.condition, how, span) : fromArrivals(match.condition, how, span)}
    ${behindSql(span.behind, member, step, params)}
    ORDER BY m.first_seen_at ${direction}, m.${member} ${direction}, m.entry_id LIMIT ${params.add(span.limit)}::bigint`;
  const isFirst = isPlaced ? isFirstSql(match.condition, collapse, { ...how, isWide: false }) : "FALSE";
  const text = `SELECT c.*, ${isFirst} AS "isFirst" FROM (${rows}) c
    ORDER BY c.at ${direction}, c.id ${direction}, c."entryId"`;
  return tx.all<Candidate>(text, params.values, { prepare: false });
}

/** Reads the entries of the span by arrival and tests them one after the other. */
function fromArrivals(condition: Condition, how: Rendering, { from, to }: Span): string {
  const { params } = how;
  return `FROM memberships m JOIN search s ON s.entry_id = m.entry_id
    WHERE m.first_seen_at BETWEEN ${params.add(from)}::bigint AND ${params.add(to)}::bigint AND ${sqlOf(condition, how)}`;
}

/** Reads the entries of the span that the index of words finds. */
function fromIndex(condition: Condition, how: Rendering, { from, to, foundMax }: Span): string {
  const { params } = how;
  // Not by the index of arrivals: the hours or days among the words have the same effect, and cost less.
  const between = `s.at + 0 BETWEEN ${params.add(from)}::bigint AND ${params.add(to)}::bigint`;
  return `FROM ${foundByWords(condition, how, between, spanQuery(from, to), foundMax)}`;
}

/**
 * Selects the entries that have the words of a condition, with their memberships. The other parts of the condition go
 * into WHERE. The index is read once, before anything else is compared. `span`: a tsquery that all wanted rows fulfil;
 * null when there is none. `foundMax`: see `Span`.
 */
export function foundByWords(
  condition: Condition,
  how: Rendering,
  between: string,
  span: string | null,
  foundMax?: number,
): string {
  const { words, rest } = partsOf(condition);
  const within = span === null ? (words.some(hasLexemes) ? [] : [everyRow]) : [lexemes(`(${span})`)];
  const max = foundMax === undefined ? null : `${how.params.add(foundMax)}::bigint`;
  const [limit, guard] =
    max === null ? ["", ""] : [` LIMIT ${max} + 1`, ` WHERE (SELECT count(*) FROM found) <= ${max}`];
  return `(WITH found AS MATERIALIZED (SELECT s.entry_id, s.is_rough FROM search s
      WHERE ${sqlOf(allOf([...words, ...within]), how)} AND ${between}${limit}) SELECT * FROM found${guard}) x
    JOIN memberships m ON m.entry_id = x.entry_id${rest.some(usesWords) ? " JOIN search s ON s.entry_id = m.entry_id" : ""}
    WHERE ${rest.length === 0 ? "TRUE" : sqlOf(allOf(rest), how)}`;
}

/**
 * Whether at most `limit` entries have the lexemes of a condition, in any place. False when the condition cannot be
 * looked up in the index of words.
 */
export async function isFoundFew(
  tx: Transaction,
  { isIndexed, condition }: SomeMatch,
  limit: number,
): Promise<boolean> {
  if (!isIndexed) return false;
  const { words } = partsOf(condition);
  const query = tsqueryOf(allOf(words.some(hasLexemes) ? words : [...words, everyRow]), true, true);
  const row = await tx.get<{ rows: number }>(
    "SELECT count(*) AS rows FROM (SELECT 1 FROM search WHERE words @@ $1::tsquery LIMIT $2::bigint) x",
    [query, limit + 1],
  );
  return (row?.rows ?? 0) <= limit;
}

function usesWords(condition: Condition): boolean {
  switch (condition.kind) {
    case "words":
      return true;
    case "and":
    case "or":
      return condition.parts.some(usesWords);
    case "not":
      return usesWords(condition.part);
    case "story":
    case "sources":
    case "state":
    case "arrived":
    case "feeds":
      return false;
  }
}

function behindSql(behind: Candidate | null, member: string, step: Step, { add }: Params): string {
  if (behind === null) return "";
  const [at, id, entryId] = [behind.at, behind.id, behind.entryId].map((value) => `${add(value)}::bigint`);
  const past = step === -1 ? "<" : ">";
  return `AND (m.first_seen_at ${past} ${at} OR (m.first_seen_at = ${at}
    AND (m.${member} ${past} ${id} OR (m.${member} = ${id} AND m.entry_id > ${entryId}))))`;
}

function isFirstSql(condition: Condition, collapse: Collapse, how: Rendering): string {
  if (collapse === "none") return "TRUE";
  const earlier = sqlOf(condition, { ...how, m: "e", s: "es" });
  return `NOT EXISTS (SELECT 1 FROM memberships e JOIN search es ON es.entry_id = e.entry_id
    WHERE e.${groupTables[collapse].member} = c.id AND (e.first_seen_at, e.entry_id) < (c.at, c."entryId") AND ${earlier})`;
}

/**
 * The stretch of time in which the next `count` entries arrived, starting at `at`: the arrivals of its first entry
 * (`near`) and of the first entry beyond it (`far`; null when there is none). Returns null when no entry is left.
 */
export async function stretchOf(
  tx: Transaction,
  at: Instant,
  step: Step,
  count: number,
): Promise<{ readonly near: Instant; readonly far: Instant | null } | null> {
  const [compare, direction] = step === -1 ? ["<=", "DESC"] : [">=", "ASC"];
  const arrivals = (offset: string) =>
    `(SELECT first_seen_at FROM memberships WHERE first_seen_at ${compare} $1::bigint
      ORDER BY first_seen_at ${direction} OFFSET ${offset} LIMIT 1)`;
  const row = await tx.get<{ near: Instant | null; far: Instant | null }>(
    `SELECT ${arrivals("0")} AS near, ${arrivals("$2::bigint")} AS far`,
    [at, count],
  );
  return row === undefined || row.near === null ? null : { near: row.near, far: row.far };
}
