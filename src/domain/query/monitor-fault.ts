import { beginsUnspaced } from "../analyse/char-kinds.ts";
import { waysOf } from "../analyse/term-ways.ts";
import type { SearchQuery } from "./search-query.ts";

/**
 * Why a query is too broad for a monitor, which reports everything that it finds; null when the query is narrow enough.
 * Searches and sections may be that broad.
 */
export function monitorFault(query: SearchQuery): string | null {
  if (!wants(query)) return "it only excludes words, so it would report nearly everything; add a word to search for";
  const short = lonePrefixes(query)[0];
  return short === undefined
    ? null
    : `${short}* alone would report too much; write at least ${prefixLettersMin} letters, or add another word`;
}

const prefixLettersMin = 5;

/** Whether the query finds only entries that fulfil some positive condition. */
function wants(query: SearchQuery): boolean {
  switch (query.kind) {
    case "term":
    case "near":
    case "list":
    case "fact":
    case "any":
    case "sources":
      return true;
    case "not":
      return refuses(query.part);
    case "history":
      return wants(query.part);
    case "and":
      return query.parts.some(wants);
    case "or":
      return query.parts.every(wants);
  }
}

/** Whether the query finds every entry except those that fulfil some condition. */
function refuses(query: SearchQuery): boolean {
  switch (query.kind) {
    case "not":
      return wants(query.part);
    case "history":
      return refuses(query.part);
    case "and":
      return query.parts.every(refuses);
    case "or":
      return query.parts.some(refuses);
    case "term":
    case "near":
    case "list":
    case "fact":
    case "any":
    case "sources":
      return false;
  }
}

/** The short word beginnings that make the query find an entry even when nothing else matches. */
function lonePrefixes(query: SearchQuery): readonly string[] {
  switch (query.kind) {
    case "term": {
      const [way] = waysOf(query.text, query.prefix);
      const [token = "", more] = way?.tokens ?? [];
      const isShort = more === undefined && [...token].length < prefixLettersMin && !beginsUnspaced(token);
      return query.prefix && isShort ? [query.text] : [];
    }
    case "and": {
      const each = query.parts.filter(wants).map(lonePrefixes);
      return each.length > 0 && each.every((part) => part.length > 0) ? each.flat() : [];
    }
    case "or":
      return query.parts.flatMap(lonePrefixes);
    case "history":
      return lonePrefixes(query.part);
    case "not":
    case "near":
    case "list":
    case "fact":
    case "any":
    case "sources":
      return [];
  }
}
