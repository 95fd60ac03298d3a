import { hasHistory } from "../../../../domain/query/has-history.ts";
import { findTerms, matchesQuery } from "../../../../domain/query/match-query.ts";
import type { SearchQuery, StoryQuery } from "../../../../domain/query/search-query.ts";
import { createTermFinder, type TermFinder } from "../../../../domain/query/term-finder.ts";
import { stepsPerText } from "../../../../domain/read-limits.ts";
import { pastOf } from "../../../rows/past-text.ts";
import { type SearchedRow, searchedColumns, searchedOf } from "../../../searching/searched-row.ts";
import { readFiledStates } from "../../entries/filed-states.ts";
import type { Transaction } from "../../transaction.ts";
import { queryMatch, type SomeMatch } from "../filter-match.ts";
import { createParams, sqlOf } from "./render.ts";

/** A row that a statement found. */
export interface Found {
  readonly entryId: number;
  readonly isRough: number;
}

/** This many texts are read at a time. */
const textsMax = 200;

/** The rows that really fulfil the query of the match. If the index does not decide a row, its text is read. */
export async function checkedRows<Row extends Found>(
  tx: Transaction,
  match: SomeMatch,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const { query, certainty } = match;
  if (query === null || certainty === "sure") return rows;
  const unsure = rows.filter(({ isRough }) => certainty === "unsure" || isRough === 1).map(({ entryId }) => entryId);
  if (unsure.length === 0) return rows;
  const asked = new Set(unsure);
  const holds = await fulfilling(tx, match, query, [...asked]);
  return rows.filter(({ entryId }) => !asked.has(entryId) || holds.has(entryId));
}

/** The ids of the given entries whose texts fulfil a query. */
async function fulfilling(
  tx: Transaction,
  match: SomeMatch,
  query: SearchQuery,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const finder = createTermFinder([query]);
  const holds = new Set<number>();
  for (let at = 0; at < ids.length; at += textsMax) {
    const some = ids.slice(at, at + textsMax);
    tx.limits.check(stepsPerText * some.length);
    const test = await textTest(tx, match, { query, finder }, some);
    for (const id of some) if (test(id)) holds.add(id);
  }
  return holds;
}

async function textTest(
  tx: Transaction,
  match: SomeMatch,
  { query, finder }: { readonly query: SearchQuery; readonly finder: TermFinder },
  ids: readonly number[],
): Promise<(id: number) => boolean> {
  const texts = await readSearched(tx, ids, hasHistory(query));
  const story = await storyAnswers(tx, match, query, ids);
  return (id) => {
    const searched = texts.get(id);
    if (searched === undefined) return false;
    const ofStory = (asked: StoryQuery) => story.get(asked)?.has(id) === true;
    const found = findTerms(finder, { ...searched, ofStory }, { left: Number.POSITIVE_INFINITY });
    return found !== null && matchesQuery(query, finder, found);
  };
}

/** The parts of entries that a query tests. `looksBack`: also read their earlier states. */
export async function readSearched(tx: Transaction, ids: readonly number[], looksBack: boolean) {
  const rows = await tx.all<SearchedRow & { readonly id: number }>(
    `SELECT e.id, ${searchedColumns} FROM entries e JOIN feeds f ON f.id = e.feed_id JOIN sources s ON s.id = f.source_id
     LEFT JOIN memberships m ON m.entry_id = e.id LEFT JOIN copies c ON c.id = m.copy_id WHERE e.id = ANY($1::bigint[])`,
    [ids],
  );
  const states = looksBack ? await readFiledStates(tx, ids) : null;
  return new Map(
    rows.map(({ id, ...row }) => [id, searchedOf(row, states === null ? "" : pastOf(states.get(id) ?? [], row))]),
  );
}

/** For each condition of a query on stories, the entries whose story fulfils the condition. */
export async function storyAnswers(
  tx: Transaction,
  match: SomeMatch,
  query: SearchQuery,
  ids: readonly number[],
): Promise<ReadonlyMap<StoryQuery, ReadonlySet<number>>> {
  const answers = new Map<StoryQuery, ReadonlySet<number>>();
  for (const { asked, looksBack } of storyQueries(query, false))
    answers.set(asked, await storyAnswer(tx, match, looksBack ? backOf(asked) : asked, ids));
  return answers;
}

async function storyAnswer(
  tx: Transaction,
  match: SomeMatch,
  asked: StoryQuery,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const part = asked.kind === "any" ? queryMatch(match, asked.part) : null;
  if (part !== null && part.certainty !== "sure") return storiesByText(tx, part, ids);
  const params = createParams();
  const how = { params, hidden: match.search.hidden, m: "m", s: "s", may: true };
  const condition = sqlOf(queryMatch(match, asked).condition, how);
  const rows = await tx.all<{ id: number }>(
    `SELECT m.entry_id AS id FROM memberships m WHERE m.entry_id = ANY(${params.add(ids)}::bigint[]) AND ${condition}`,
    params.values,
    { prepare: false },
  );
  return new Set(rows.map(({ id }) => id));
}

/** The entries whose story has an entry that fulfils a query by its text. */
async function storiesByText(tx: Transaction, part: SomeMatch, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const params = createParams();
  const how = { params, hidden: part.search.hidden, m: "m", s: "s", may: true };
  const [condition, hidden] = [sqlOf(part.condition, how), params.add(part.search.hidden)];
  const rows = await tx.all<Found & { readonly askedId: number }>(
    `SELECT m.entry_id AS "entryId", s.is_rough AS "isRough", a.entry_id AS "askedId" FROM memberships a
     JOIN memberships m ON m.story_id = a.story_id JOIN search s ON s.entry_id = m.entry_id
     WHERE a.entry_id = ANY(${params.add(ids)}::bigint[]) AND m.feed_id <> ALL(${hidden}::bigint[]) AND ${condition}`,
    params.values,
    { prepare: false },
  );
  return new Set((await checkedRows(tx, part, rows)).map(({ askedId }) => askedId));
}

/** For a condition on the story inside `in:history(…)`: the same condition, but it tests earlier states as well. */
function backOf(asked: StoryQuery): StoryQuery {
  return asked.kind === "any" ? { kind: "any", part: { kind: "history", part: asked.part } } : asked;
}

interface AskedOfStory {
  readonly asked: StoryQuery;
  readonly looksBack: boolean;
}

function storyQueries(query: SearchQuery, isBack: boolean): readonly AskedOfStory[] {
  switch (query.kind) {
    case "any":
    case "sources":
      return [{ asked: query, looksBack: isBack }];
    case "and":
    case "or":
      return query.parts.flatMap((part) => storyQueries(part, isBack));
    case "not":
      return storyQueries(query.part, isBack);
    case "history":
      return storyQueries(query.part, true);
    case "term":
    case "near":
    case "fact":
    case "list":
      return [];
  }
}
