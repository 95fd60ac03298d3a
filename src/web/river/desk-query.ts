import { type AskedFilter, readAskedFilter, writeAskedFilter } from "../../documents/asked-filter.ts";
import { readFeedQuery } from "../../documents/feed-query.ts";
import { WireError } from "../../domain/errors.ts";
import { parseQuery, type TermLists } from "../../domain/query/parse-query.ts";
import { type ReadQuery, readQuery } from "../../domain/query/read-query.ts";
import type { SearchQuery } from "../../domain/query/search-query.ts";
import type { Collapse, PageQuery, Section } from "../../domain/section.ts";

/** The view that the address of the desk page requests. */
export interface DeskQuery {
  readonly section: Section;
  readonly page: PageQuery;
  readonly asked: AskedFilter;
  readonly search: SearchQuery | null;
  /** The search as it was understood, with notes for its author. */
  readonly understood: ReadQuery | null;
  readonly collapse: Collapse;
  /** True when new rows are inserted automatically, for example on a wall display. */
  readonly follow: boolean;
  /** Whether the query filters or sorts the section differently from its configuration. */
  readonly isNarrowed: boolean;
  /** The filters in canonical form: "" or a text that begins with "?". The position in the list is not part of it. */
  readonly canonical: string;
}

export const deskRowsDefault = 60;
const deskRowsMax = 200;

/** Reads the query of `/` and `/events`. Throws WireError usage, query-invalid, or not-found for an unknown section. */
export function readDeskQuery(search: string, sections: readonly Section[], lists?: TermLists): DeskQuery {
  const given = new URLSearchParams(search);
  const wanted = given.get("section") || "all";
  const section = sections.find(({ id }) => id === wanted);
  if (section === undefined) throw new WireError("not-found", `There is no section named ${wanted.slice(0, 80)}.`);
  const limit = readLimit(given);
  const collapse = given.get("collapse") || "story";
  const base = new URLSearchParams(search);
  base.set("collapse", collapse);
  base.set("limit", String(limit));
  // Only feeds have an archive. Its documents contain more rows than a page may.
  base.delete("archive");
  const { page, isNarrowed } = readFeedQuery(base.toString(), section.filter, lists);
  const asked = readAskedFilter(given);
  const query = {
    section,
    page,
    asked,
    search: asked.text === "" ? null : parseQuery(asked.text, lists),
    understood: asked.text === "" ? null : readQuery(asked.text),
    collapse: page.collapse,
    follow: given.get("follow") === "1",
    isNarrowed,
  };
  return { ...query, canonical: addressOf(query, {}) };
}

/** The address of the same view with some parameters changed. null removes a parameter. */
export function addressOf(
  query: Omit<DeskQuery, "canonical">,
  change: Readonly<Record<string, string | null>>,
): string {
  const values: readonly (readonly [string, string | null])[] = [
    ["section", query.section.id === "all" ? null : query.section.id],
    ...writeAskedFilter(query.asked),
    ["collapse", query.collapse === "story" ? null : query.collapse],
    ["sort", query.page.sort === "arrival" ? null : query.page.sort],
    ["follow", query.follow ? "1" : null],
    ["limit", query.page.limit === deskRowsDefault ? null : String(query.page.limit)],
  ];
  const kept = values.filter(([name]) => !(name in change));
  const given = [...kept, ...Object.entries(change)].filter((pair): pair is [string, string] => pair[1] !== null);
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

function readLimit(given: URLSearchParams): number {
  const asked = given.get("limit");
  if (asked === null || asked === "") return deskRowsDefault;
  const limit = /^\d{1,3}$/.test(asked) ? Number(asked) : 0;
  if (limit < 1 || limit > deskRowsMax)
    throw new WireError("usage", `limit must be a whole number from 1 to ${deskRowsMax}.`);
  return limit;
}
