import { WireError } from "../domain/errors.ts";
import type { TermLists } from "../domain/query/parse-query.ts";
import { type Collapse, type Cursor, type PageQuery, type SectionFilter, type Sort, sorts } from "../domain/section.ts";
import { type ArchiveSpan, writePlace, writeSpan } from "../publish/merged-feed.ts";
import { archiveItemsMax } from "./archive-page.ts";
import { readAskedFilter, writeAskedFilter } from "./asked-filter.ts";
import { narrowFilter } from "./narrow-filter.ts";

/**
 * A parsed query: the requested page, and the canonical form of the query, so that equal requests share their bytes.
 */
export interface FeedQuery {
  readonly page: PageQuery;
  /** "" or a text that begins with "?". Unknown parameters are left out. */
  readonly canonical: string;
  /** The requested archive document (`archive-page.ts`); null when none is requested. */
  readonly archive: ArchiveSpan | null;
  /** Whether the query filters or sorts the section differently from its configuration. */
  readonly isNarrowed: boolean;
}

/**
 * Reads the query of `/feeds/…` on top of a section's filter. Throws WireError usage or query-invalid for invalid
 * values.
 */
export function readFeedQuery(search: string, section: SectionFilter, lists?: TermLists): FeedQuery {
  if (search.length > searchCharsMax)
    throw new WireError("usage", `The query is longer than ${searchCharsMax} characters.`);
  const given = new URLSearchParams(search);
  if (given.get("sort") === "") given.delete("sort");
  const collapse = oneOf<Collapse>(given, "collapse", ["copy", "story", "none"], "copy");
  const sort = oneOf<Sort>(given, "sort", sorts, "arrival");
  const archive = readSpan(given);
  if (archive !== null && sort !== "arrival")
    throw new WireError("usage", "archive works only with the order of arrival.");
  const limit = archive === null ? readLimit(given) : archiveItemsMax;
  const after = archive === null ? readAfter(given) : archive.after;
  const asked = readAskedFilter(given);
  const canonical = new URLSearchParams();
  if (collapse !== "copy") canonical.set("collapse", collapse);
  for (const [name, value] of writeAskedFilter(asked)) canonical.append(name, value);
  if (archive === null && limit !== limitDefault) canonical.set("limit", String(limit));
  if (sort !== "arrival") canonical.set("sort", sort);
  if (archive !== null) canonical.set("archive", writeSpan(archive));
  else if (after !== null) canonical.set("after", writePlace(after));
  const filter = narrowFilter(section, asked, lists);
  // RFC 3986 section 2.3: "~" is not escaped; otherwise one address would have two forms.
  const query = canonical.toString().replaceAll("%7E", "~");
  const isNarrowed = writeAskedFilter(asked).length > 0 || sort !== "arrival";
  const page = { filter, collapse, sort, limit, after };
  return { page, canonical: query === "" ? "" : `?${query}`, archive, isNarrowed };
}

/**
 * The longest query, in characters of the address. One character of a search can take nine of these. Servers accept 16
 * KiB of headers.
 */
const searchCharsMax = 16_000;
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

/** The parameter of our "next" links: the time and id of the last item on the previous page. */
function readAfter(given: URLSearchParams): Cursor | null {
  const value = given.get("after");
  if (value === null) return null;
  const place = readPlace(value);
  if (place === null) throw new WireError("usage", "after must come from a link to older items.");
  return place;
}

/** The parameter of our archive links: the place where a document begins, and sometimes the place where it ends. */
function readSpan(given: URLSearchParams): ArchiveSpan | null {
  const value = given.get("archive");
  if (value === null) return null;
  const [start = "", end] = value.split("..", 2);
  const after = readPlace(start);
  const until = end === undefined ? null : readPlace(end);
  if (after === null || (end !== undefined && until === null))
    throw new WireError("usage", "archive must come from a link between documents of the archive.");
  return { after, until };
}

function readPlace(text: string): Cursor | null {
  const [, at, id] = /^(-?\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
  return at === undefined || id === undefined ? null : { at: Number(at), id: Number(id) };
}
