import type { EntryState } from "../../../../domain/query/entry-states.ts";
import { houseColumn } from "../../publisher-column.ts";
import { type Condition, hasLexemes, isWordsOnly, tsqueryOf } from "./condition.ts";

/** The bound values of a composed statement. */
export interface Params {
  readonly values: unknown[];
  /** Adds a value and returns its name in the statement: $1 and so on. */
  add(value: unknown): string;
}

/** Makes an empty list of bound values. A value that is added twice gets one name. */
export function createParams(): Params {
  const values: unknown[] = [];
  return {
    values,
    add(value) {
      const known = values.indexOf(value);
      return `$${known === -1 ? values.push(value) : known + 1}`;
    },
  };
}

/** How `sqlOf` writes a condition. */
export interface Rendering {
  readonly params: Params;
  /** Feeds whose entries do not count for conditions on a story. */
  readonly hidden: readonly number[];
  /** Aliases of `memberships` and `search`. */
  readonly m: string;
  readonly s: string;
  /** True: select rows that may fulfil the condition. False: select only rows that certainly do. */
  readonly may: boolean;
  /** True when many entries are tested: sets of ids are then selected once for all of them, not for each entry. */
  readonly isWide?: boolean;
}

/** A condition in SQL, over rows of `memberships` and `search`. */
export function sqlOf(condition: Condition, how: Rendering): string {
  const { params, m } = how;
  if (isWordsOnly(condition)) return wordsSql(condition, how);
  switch (condition.kind) {
    case "words":
      return wordsSql(condition, how);
    case "and":
    case "or":
      return joinedSql(condition.kind, condition.parts, how);
    case "not":
      return `NOT (${sqlOf(condition.part, { ...how, may: !how.may })})`;
    case "story":
      return storySql(condition.part, how);
    case "sources":
      return sourcesSql(condition.min, how);
    case "state":
      return `${m}.entry_id IN (${statesSql(condition.state, how)})`;
    case "arrived":
      return `${m}.first_seen_at BETWEEN ${params.add(condition.from ?? Number.MIN_SAFE_INTEGER)}::bigint
        AND ${params.add(condition.to ?? Number.MAX_SAFE_INTEGER)}::bigint`;
    case "feeds":
      return `${m}.feed_id ${condition.isWanted ? "= ANY" : "<> ALL"}(${params.add(condition.ids)}::bigint[])`;
  }
}

/**
 * A condition of words in SQL: one tsquery, or two if rough rows need a different one. The index is always searched by
 * a tsquery that every wanted row matches.
 */
function wordsSql(condition: Condition, { params, s, may }: Rendering): string {
  const [exact, rough] = [tsqueryOf(condition, false, may), tsqueryOf(condition, true, may)];
  const matches = (query: string) => `${s}.words @@ ${params.add(query)}::tsquery`;
  if (exact === rough) return matches(exact);
  return may
    ? `(${matches(rough)} AND (${s}.is_rough = 1 OR ${matches(exact)}))`
    : `(${matches(exact)} AND (${s}.is_rough = 0 OR ${matches(rough)}))`;
}

function joinedSql(kind: "and" | "or", parts: readonly Condition[], how: Rendering): string {
  if (parts.length === 0) return kind === "and" ? "TRUE" : "FALSE";
  const set = kind === "or" && how.isWide === true ? setSql({ kind, parts }, how) : null;
  if (set !== null) return `${how.m}.entry_id IN (${set})`;
  const words = parts.filter(isWordsOnly);
  const rest = parts.filter((part) => !isWordsOnly(part));
  const written = [
    ...(words.length === 0 ? [] : [wordsSql({ kind, parts: words }, how)]),
    ...rest.map((part) => sqlOf(part, how)),
  ];
  return `(${written.join(kind === "and" ? " AND " : " OR ")})`;
}

/** SQL that selects the ids of all entries that fulfil a condition; null when no index finds them. */
function setSql(condition: Condition, how: Rendering): string | null {
  if (isWordsOnly(condition))
    return !hasLexemes(condition)
      ? null
      : `SELECT xs.entry_id FROM search xs WHERE ${wordsSql(condition, { ...how, s: "xs" })}`;
  if (condition.kind === "state") return statesSql(condition.state, how);
  if (condition.kind !== "or") return null;
  const words = condition.parts.filter(isWordsOnly);
  const parts = [
    ...(words.length === 0 ? [] : [setSql({ kind: "or", parts: words }, how)]),
    ...condition.parts.filter((part) => !isWordsOnly(part)).map((part) => setSql(part, how)),
  ];
  return parts.includes(null) ? null : parts.join(" UNION ALL ");
}

/**
 * Most stories have only one outlet. Comparing the smallest and the largest outlet finds these stories without
 * counting.
 */
function sourcesSql(min: number, how: Rendering): string {
  const { params, m } = how;
  const house = houseColumn("xm", "xs");
  const several = min > 1 ? `min(${house}) < max(${house}) AND ` : "";
  const having = `HAVING ${several}count(DISTINCT ${house}) >= ${params.add(min)}::bigint`;
  const members = "FROM memberships xm JOIN feeds xf ON xf.id = xm.feed_id JOIN sources xs ON xs.id = xf.source_id";
  return how.isWide === true
    ? `${m}.story_id IN (SELECT xm.story_id ${members} WHERE TRUE${hiddenSql("xm", how)} GROUP BY xm.story_id ${having})`
    : `EXISTS (SELECT 1 ${members} WHERE xm.story_id = ${m}.story_id${hiddenSql("xm", how)} GROUP BY xm.story_id ${having})`;
}

function storySql(part: Condition, how: Rendering): string {
  const [m, s] = [`${how.m}x`, `${how.s}x`];
  return `EXISTS (SELECT 1 FROM memberships ${m} JOIN search ${s} ON ${s}.entry_id = ${m}.entry_id
    WHERE ${m}.story_id = ${how.m}.story_id${hiddenSql(m, how)} AND ${sqlOf(part, { ...how, m, s, isWide: false })})`;
}

function hiddenSql(m: string, { params, hidden }: Rendering): string {
  return hidden.length === 0 ? "" : ` AND ${m}.feed_id <> ALL(${params.add(hidden)}::bigint[])`;
}

/**
 * Selects the ids of the entries in a state: see `entry-states.ts`. A withdrawal does not count for an audience that
 * may not see the notice.
 */
function statesSql(state: EntryState, how: Rendering): string {
  const cued = (kind: string) => `SELECT id FROM entries WHERE cue_kind = '${kind}'`;
  switch (state) {
    case "flash":
      return cued("flash");
    case "corrected":
      return cued("correction");
    case "updated":
      return `${cued("update")} UNION ALL
        SELECT id FROM entries WHERE revision > 1 AND significant_at > first_seen_at`;
    case "withdrawn":
      return `${cued("withdrawn")} UNION ALL
        SELECT entry_id FROM memberships WHERE standing IN ('struck', 'notice') UNION ALL
        SELECT xm.entry_id FROM copies xc JOIN memberships xm ON xm.copy_id = xc.id
          LEFT JOIN entries xn ON xn.id = xc.withdrawn_by
          WHERE xc.withdrawn_by IS NOT NULL${noticeSql(how)}`;
  }
}

function noticeSql({ params, hidden }: Rendering): string {
  return hidden.length === 0 ? "" : ` AND (xn.feed_id IS NULL OR xn.feed_id <> ALL(${params.add(hidden)}::bigint[]))`;
}
