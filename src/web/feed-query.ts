import { WireError } from "../domain/errors.ts";
import { parseQuery } from "../domain/parse-query.ts";
import type { Collapse, Cursor, PageQuery, SectionFilter } from "../domain/section.ts";
import { archiveItemsMax } from "./archive-page.ts";

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
  const sources = listOf(given, "source");
  const languages = [...new Set(listOf(given, "lang").map(primarySubtag))];
  const categories = listOf(given, "category");
  const text = given.get("q")?.trim() ?? "";
  const canonical = new URLSearchParams();
  if (collapse !== "copy") canonical.set("collapse", collapse);
  for (const source of sources) canonical.append("source", source);
  for (const language of languages) canonical.append("lang", language);
  for (const category of categories) canonical.append("category", category);
  if (text !== "") canonical.set("q", text);
  if (!archive && limit !== limitDefault) canonical.set("limit", String(limit));
  if (sort !== "arrival") canonical.set("sort", sort);
  if (after !== null) canonical.set(archive ? "archive" : "after", `${after.at}-${after.id}`);
  const filter = narrowed(section, { sources, languages, categories, text });
  const query = canonical.toString();
  return { page: { filter, collapse, sort, limit, after }, canonical: query === "" ? "" : `?${query}`, archive };
}

const searchCharsMax = 4_000;
const listValuesMax = 20;
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

function listOf(given: URLSearchParams, name: string): readonly string[] {
  const values = [...new Set(given.getAll(name).map((value) => value.trim()))].filter((value) => value !== "").sort();
  if (values.length > listValuesMax)
    throw new WireError("usage", `${name} may be given ${listValuesMax} times at most.`);
  return values;
}

interface Asked {
  readonly sources: readonly string[];
  readonly languages: readonly string[];
  readonly categories: readonly string[];
  readonly text: string;
}

/** The section's filter and the request's together. */
function narrowed(section: SectionFilter, asked: Asked): SectionFilter {
  const sources = both(section.sources, asked.sources, same);
  const languages = both(section.languages, asked.languages, sameLanguage);
  const categories = both(section.categories, asked.categories, same);
  const query = asked.text === "" ? null : parseQuery(asked.text);
  const parts = [section.query, query].filter((part) => part !== null);
  const filter = { ...section, query: parts.length === 2 ? ({ kind: "and", parts } as const) : (parts[0] ?? null) };
  if (categories === null) throw new WireError("usage", `category: this section has ${section.categories.join(", ")}.`);
  if (sources === null || languages === null) return { ...filter, sources: [noSource] };
  return { ...filter, sources, languages, categories };
}

/** No source is named so: a filter for it lets nothing through, which an empty list would not say. */
const noSource = "";

/** What both lists let through; an empty list lets everything through; null where together they let nothing. */
function both(
  section: readonly string[],
  asked: readonly string[],
  narrower: (section: string, asked: string) => string | null,
): readonly string[] | null {
  if (section.length === 0) return asked;
  if (asked.length === 0) return section;
  const found = new Set(
    asked.flatMap((value) => section.map((own) => narrower(own, value)).filter((one) => one !== null)),
  );
  return found.size === 0 ? null : [...found];
}

function same(section: string, asked: string): string | null {
  return section.toLowerCase() === asked.toLowerCase() ? section : null;
}

function sameLanguage(section: string, asked: string): string | null {
  return primarySubtag(section) === asked ? section : null;
}

/** "en" of "en-GB": filters know no finer difference (see SectionFilter). */
function primarySubtag(tag: string): string {
  const [primary] = /^[a-z]{2,8}(?=-|$)/.exec(tag.toLowerCase()) ?? [];
  if (primary === undefined) throw new WireError("usage", "lang must be a language tag such as en or pt-br.");
  return primary;
}
