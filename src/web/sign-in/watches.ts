import { WireError } from "../../domain/errors.ts";
import { asksStory } from "../../domain/query/asks-story.ts";
import { monitorFault } from "../../domain/query/monitor-fault.ts";
import { parseQuery, type TermLists } from "../../domain/query/parse-query.ts";
import type { SearchQuery } from "../../domain/query/search-query.ts";

/** A term that a viewer watches for. */
export interface Watch {
  readonly text: string;
  readonly query: SearchQuery;
}

export const watchesMax = 20;
export const watchCharsMax = 1_000;
/** Browsers limit a cookie to 4,096 bytes. */
const cookieCharsMax = 3_600;

/**
 * Reads watch terms from the cookie's value, one on each line. Lines that are not queries are left out, because they
 * cannot have been saved here.
 */
export function readWatches(cookie: string, lists?: TermLists): readonly Watch[] {
  return cookie
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line.length <= watchCharsMax)
    .slice(0, watchesMax)
    .flatMap((text) => {
      try {
        const query = parseQuery(text, lists);
        return asksStory(query) ? [] : [{ text, query }];
      } catch (thrown) {
        if (thrown instanceof WireError && thrown.code === "query-invalid") return [];
        throw thrown;
      }
    });
}

/**
 * Checks what a person typed, one term on each line. Throws WireError query-invalid or usage that names the wrong line.
 */
export function checkWatches(typed: string, lists?: TermLists): readonly string[] {
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  const given = [...new Set(lines.filter((line) => line !== ""))];
  if (given.length > watchesMax) throw new WireError("usage", `There can be at most ${watchesMax} watch terms.`);
  const long = given.find((line) => line.length > watchCharsMax);
  if (long !== undefined) throw new WireError("usage", `A watch term has at most ${watchCharsMax} characters.`);
  if (encodeURIComponent(given.join("\n")).length > cookieCharsMax)
    throw new WireError("usage", "The watch terms are too long in total.");
  for (const line of given) checkWatch(line, lists);
  return given;
}

function checkWatch(line: string, lists: TermLists | undefined): void {
  const query = parseQuery(line, lists);
  if (looksBack(query))
    throw new WireError("usage", `${line}: in:history is for searches, because a watch sees what is new.`);
  if (asksStory(query))
    throw new WireError(
      "usage",
      `${line}: any(…) and sources>= are for searches and sections, because a watch looks at one entry.`,
    );
  const fault = monitorFault(query);
  if (fault !== null) throw new WireError("usage", `${line}: ${fault}.`);
}

function looksBack(query: SearchQuery): boolean {
  if (query.kind === "history") return true;
  if (query.kind === "not") return looksBack(query.part);
  return (query.kind === "and" || query.kind === "or") && query.parts.some(looksBack);
}
