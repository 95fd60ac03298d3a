import { WireError } from "../domain/errors.ts";
import type { Collapse, Cursor, PageQuery, SectionFilter } from "../domain/section.ts";
import { archiveItemsMax } from "./archive-page.ts";
import { readAskedFilter, writeAskedFilter } from "./asked-filter.ts";
import { narrowFilter } from "./narrow-filter.ts";

/** A request's query, read: the page that it asks for and the query in its one canonical form, so that equal requests share their bytes. */
export interface FeedQuery {
  readonly page: PageQuery;
  /** "" or beginning with "?"; parameters that we do not know are not in it. */
  readonly canonical: string;
  /** A document of the archive is asked for (`archive-page.ts`). */
  readonly archive: boolean;
}

/** Reads the query of `/feeds/…` on top of a section's filter. Throws WireError usage or query-invalid for values that cannot be. */
export function readFeedQuery(search: string, section: SectionFilter): FeedQuery {
  if (search.length > searchCharsMax)
    throw new WireError("usage", `The query is longer than ${searchCharsMax} characters.`);
  const given = new URLSearchParams(search);
  const collapse = oneOf<Collapse>(given, "collapse", ["copy", "story", "none"], "copy");
  const sort = oneOf<PageQuery["sort"]>(given, "sort", ["arrival", "published"], "arrival");
  const archive = given.has("archive");
  if (archive && sort !== "arrival") throw new WireError("usage", "archive is for the order of arrival.");
  const limit = archive ? archiveItemsMax : readLimit(given);
  const after = readCursor(given, archive ? "archive" : "after");
  const asked = readAskedFilter(given);
  const canonical = new URLSearchParams();
  if (collapse !== "copy") canonical.set("collapse", collapse);
  for (const [name, value] of writeAskedFilter(asked)) canonical.append(name, value);
  if (!archive && limit !== limitDefault) canonical.set("limit", String(limit));
  if (sort !== "arrival") canonical.set("sort", sort);
  if (after !== null) canonical.set(archive ? "archive" : "after", `${after.at}-${after.id}`);
  const filter = narrowFilter(section, asked);
  const query = canonical.toString();
  return { page: { filter, collapse, sort, limit, after }, canonical: query === "" ? "" : `?${query}`, archive };
}

const searchCharsMax = 4_000;
const limitDefault = 50;
const limitMax = 500;

function oneOf<Value extends string>(
  given: URLSearchParams,
  name: string,
  values: readonly Value[],
  otherwise: Value,
): Value {
  const value = given.get(name);
  if (value === null) return otherwise;
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new WireError("usage", `${name} must be one of ${values.join(", ")}.`);
  return found;
}

function readLimit(given: URLSearchParams): number {
  const value = given.get("limit");
  if (value === null) return limitDefault;
  const limit = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > limitMax)
    throw new WireError("usage", `limit must be a whole number from 1 to ${limitMax}.`);
  return limit;
}

/** `after` and `archive` are what our own "next" links carry: the time and the id of the last item of the page before. */
function readCursor(given: URLSearchParams, name: "after" | "archive"): Cursor | null {
  const value = given.get(name);
  if (value === null) return null;
  const [, at, id] = /^(-?\d{1,15})-(\d{1,15})$/.exec(value) ?? [];
  if (at === undefined || id === undefined)
    throw new WireError("usage", `${name} must come from a link to older items.`);
  return { at: Number(at), id: Number(id) };
}
