import { createWantedFinder } from "../../../../domain/query/find-wanted.ts";
import { matchesQuery } from "../../../../domain/query/match-query.ts";
import { termsOf } from "../../../../domain/query/needles.ts";
import type { SearchQuery } from "../../../../domain/query/search-query.ts";
import { authorLine, noFacts } from "../../../../domain/query/searched.ts";
import { createTermFinder } from "../../../../domain/query/term-finder.ts";
import { stepsPerText } from "../../../../domain/read-limits.ts";
import { detailsOf } from "../../../rows/entry-rows.ts";
import type { Connection } from "../../connection.ts";
import { readPast } from "../../entries/past-text.ts";
import { searchIdsMax } from "./search-row.ts";

/** Tests entries for a query by reading their texts, one by one. Remembers the answers. */
export interface TextTests {
  /** The answer for a row that was tested before; undefined when it was not tested. */
  known(row: number): boolean | undefined;
  /** Whether the entry of a row fulfils the query. False when there is no such entry. */
  passes(row: number): boolean;
}

/** `query` must test only texts (`isOfTexts`), not facts or stories. */
export function createTextTests(connection: Connection, query: SearchQuery): TextTests {
  const finder = createTermFinder([query]);
  const findWanted = createWantedFinder(finder, [query]);
  const readTexts = textsReader(connection, query);
  const answers = new Map<number, boolean>();

  function test(row: number): boolean {
    connection.limits.check(stepsPerText);
    const texts = readTexts(row % searchIdsMax);
    if (texts === null) return false;
    return matchesQuery(query, finder, { searched: { ...noFacts, ...texts }, columns: findWanted(texts) });
  }

  return {
    known: (row) => answers.get(row),
    passes(row) {
      const told = answers.get(row);
      if (told !== undefined) return told;
      const holds = test(row);
      answers.set(row, holds);
      return holds;
    },
  };
}

/** Whether a query tests only texts, so that an entry's facts and its story need not be looked up. */
export function isOfTexts(query: SearchQuery): boolean {
  switch (query.kind) {
    case "term":
    case "near":
      return true;
    case "and":
    case "or":
      return query.parts.every(isOfTexts);
    case "not":
    case "history":
      return isOfTexts(query.part);
    case "fact":
    case "list":
    case "any":
    case "sources":
      return false;
  }
}

interface Texts {
  readonly title: string;
  readonly text: string;
  readonly language: string | null;
  readonly author: string;
  readonly past: string;
}

function textsReader(connection: Connection, query: SearchQuery): (entryId: number) => Texts | null {
  const asksAuthor = termsOf(query).some(({ field }) => field === "author");
  const looksBack = asksHistory(query);
  const read = connection.sql<Omit<Texts, "author" | "past"> & { readonly details: string | null }>(
    `SELECT title, text, language, ${asksAuthor ? "details" : "NULL AS details"} FROM entries WHERE id = ?`,
  );
  return (entryId) => {
    const row = read.get(entryId);
    if (row === undefined) return null;
    const { details, ...texts } = row;
    const author = details === null ? "" : authorLine(detailsOf(details).authors);
    return { ...texts, author, past: looksBack ? readPast(connection, entryId, row) : "" };
  };
}

function asksHistory(query: SearchQuery): boolean {
  switch (query.kind) {
    case "history":
      return true;
    case "and":
    case "or":
      return query.parts.some(asksHistory);
    case "not":
    case "any":
      return asksHistory(query.part);
    case "term":
    case "near":
    case "fact":
    case "list":
    case "sources":
      return false;
  }
}
