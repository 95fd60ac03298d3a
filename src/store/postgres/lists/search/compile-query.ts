import { WireError } from "../../../../domain/errors.ts";
import type { EntryState } from "../../../../domain/query/entry-states.ts";
import { factTime } from "../../../../domain/query/read-fact.ts";
import type { FactQuery, SearchQuery } from "../../../../domain/query/search-query.ts";
import { categoryTag, feedTag, languageTag, siteTag, urgencyTag } from "../../../searching/tags.ts";
import { compileNear, compileTerm } from "./compile-terms.ts";
import { allOf, anyOf, type Condition, lexemes, nothing } from "./condition.ts";
import { marks, quoted } from "./lexemes.ts";

/** Returns the feeds that a condition on sources names. */
export type FeedsNamed = (fact: FactQuery) => readonly number[];

/** Translates a query. Error: query-invalid. */
export function compileQuery(query: SearchQuery, feedsNamed: FeedsNamed, looksBack = false): Condition {
  const compile = (part: SearchQuery) => compileQuery(part, feedsNamed, looksBack);
  switch (query.kind) {
    case "term":
      return compileTerm(query, looksBack);
    case "near":
      return compileNear(query, looksBack);
    case "fact":
      return compileFact(query, feedsNamed);
    case "any":
      return { kind: "story", part: compile(query.part) };
    case "sources":
      return { kind: "sources", min: query.min };
    case "history":
      return compileQuery(query.part, feedsNamed, true);
    case "not":
      return { kind: "not", part: compile(query.part) };
    case "and":
      return allOf(filled(query.parts).map(compile));
    case "or":
      return anyOf(filled(query.parts).map(compile));
    case "list":
      throw new WireError("query-invalid", `query: there is no list $${query.name} in the configuration`);
  }
}

function filled(parts: readonly SearchQuery[]): readonly SearchQuery[] {
  if (parts.length === 0) throw new WireError("query-invalid", "query: a group without terms");
  return parts;
}

function compileFact(fact: FactQuery, feedsNamed: FeedsNamed): Condition {
  const { field, value } = fact;
  switch (field) {
    case "source":
    case "kind":
      return ofFeeds(feedsNamed(fact));
    case "lang":
      return ofLanguages([value]);
    case "category":
      return tagged([categoryTag(value)]);
    case "urgency":
      return tagged(Array.from({ length: Number(value) }, (_, at) => urgencyTag(at + 1)));
    case "site":
      return lexemes(`${quoted(marks.tag + siteTag(value))}:*`);
    case "state":
      return { kind: "state", state: value as EntryState };
    case "after":
      return { kind: "arrived", from: factTime(value), to: null };
    case "before":
      return { kind: "arrived", from: null, to: factTime(value) - 1 };
  }
}

/** A condition for entries with one of these tags. */
export function tagged(tags: readonly string[]): Condition {
  if (tags.length === 0) return nothing;
  return lexemes(`(${tags.map((tag) => quoted(marks.tag + tag)).join(" | ")})`);
}

/** Matches every row of the index, because every entry has an urgency from 1 to 9. */
export const everyRow: Condition = tagged(Array.from({ length: 9 }, (_, at) => urgencyTag(at + 1)));

/**
 * At most this many feeds are looked up in the index. If there are more, the feed of each row that other conditions
 * find is compared with them instead.
 */
const feedTagsMax = 24;

/** A condition for entries of these feeds. */
export function ofFeeds(ids: readonly number[]): Condition {
  return ids.length > feedTagsMax ? { kind: "feeds", ids, isWanted: true } : tagged(ids.map(feedTag));
}

/**
 * "en" matches every kind of English. "en-gb" matches "en-gb", tags that begin with "en-gb-", and entries known only as
 * "en" (`isLanguage`).
 */
export function ofLanguages(tags: readonly string[]): Condition {
  const primary = tagged(tags.map(languageTag).filter((tag) => tag !== null));
  if (!tags.some((tag) => tag.includes("-"))) return primary;
  const whole = tags.flatMap((tag) => {
    const parts = tag.toLowerCase().split("-");
    const shorter = parts.map((_, at) => quoted(marks.language + parts.slice(0, at + 1).join("-")));
    return [...shorter, `${quoted(`${marks.language}${tag.toLowerCase()}-`)}:*`];
  });
  return allOf([primary, lexemes(`(${whole.join(" | ")})`)]);
}
