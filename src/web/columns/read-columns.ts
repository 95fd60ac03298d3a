import { WireError } from "../../domain/errors.ts";
import type { TermLists } from "../../domain/query/parse-query.ts";
import type { Section } from "../../domain/section.ts";
import { type DeskQuery, readDeskQuery } from "../river/desk-query.ts";
import { urgencyNames } from "../river/row-facts.ts";

/** More columns would be too narrow on any screen. Each column is also a view that the server has to read. */
export const columnsMax = 8;
const columnRowsDefault = 30;

/**
 * The columns that an address names. Each is written as the query of a river page:
 * `column=section%3Dworld&column=q%3Dferry`.
 */
export function namedColumns(search: string): readonly string[] {
  return new URLSearchParams(search).getAll("column");
}

/**
 * The views of the columns that an address names; if it names none, the views of the default columns. Throws WireError
 * as readDeskQuery does, and usage for too many columns.
 */
export function readColumns(search: string, sections: readonly Section[], lists?: TermLists): readonly DeskQuery[] {
  const named = namedColumns(search);
  if (named.length > columnsMax) throw new WireError("usage", `A page has at most ${columnsMax} columns.`);
  return (named.length === 0 ? firstColumns(sections) : named).map((column) => {
    const given = new URLSearchParams(column);
    if (!given.has("limit")) given.set("limit", String(columnRowsDefault));
    return readDeskQuery(given.toString(), sections, lists);
  });
}

/**
 * The default columns: all news and the first sections. If there are no sections: all news, urgent news, and corrected
 * or withdrawn news.
 */
function firstColumns(sections: readonly Section[]): readonly string[] {
  const own = sections
    .filter(({ id }) => id !== "all")
    .map(({ id }) => new URLSearchParams({ section: id }).toString());
  if (own.length > 0) return ["", ...own].slice(0, firstColumnsMax);
  return ["", "urgency=3", new URLSearchParams({ q: "state:corrected OR state:withdrawn" }).toString()];
}

const firstColumnsMax = 5;

/** The address of a page with these columns, at `path`. */
export function columnsAddress(path: string, columns: readonly DeskQuery[]): string {
  const given = new URLSearchParams(columns.map((column) => ["column", columnValue(column)]));
  return `${path}?${given.toString()}`;
}

/** The filters of a column, as an address names them. */
export function columnValue(column: DeskQuery): string {
  const given = new URLSearchParams(column.canonical);
  if (given.get("limit") === String(columnRowsDefault)) given.delete("limit");
  return given.toString();
}

/**
 * The heading of a column: its section and its other filters. If there are other filters, the section "all" is left
 * out.
 */
export function columnTitle({ section, asked }: DeskQuery): string {
  const { sources, languages, categories, kinds, urgencyMax, text } = asked;
  const urgency = urgencyMax === null ? [] : [urgencyMax === 1 ? "flashes" : `${urgencyNames[urgencyMax]} and above`];
  const narrowed = [text, ...sources, ...languages, ...categories, ...kinds, ...urgency].filter((part) => part !== "");
  if (section.id === "all" && narrowed.length > 0) return narrowed.join(" · ");
  return [section.title, ...narrowed].join(" · ");
}
