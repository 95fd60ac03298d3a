import { WireError } from "../../domain/errors.ts";
import { parseQuery, type SearchQuery } from "../../domain/parse-query.ts";

/** A term that somebody watches for. */
export interface Watch {
  readonly text: string;
  readonly query: SearchQuery;
}

export const watchesMax = 20;
export const watchCharsMax = 200;
/** Browsers keep cookies of 4,096 bytes. */
const cookieCharsMax = 3_600;

/**
 * Watch terms out of the cookie's value (one a line); those that are no query are left out: they cannot have been saved
 * here.
 */
export function readWatches(cookie: string): readonly Watch[] {
  return cookie
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line.length <= watchCharsMax)
    .slice(0, watchesMax)
    .flatMap((text) => {
      try {
        return [{ text, query: parseQuery(text) }];
      } catch (thrown) {
        if (thrown instanceof WireError && thrown.code === "query-invalid") return [];
        throw thrown;
      }
    });
}

/** What a person typed, one term a line. Throws WireError query-invalid or usage that says which line is wrong. */
export function checkWatches(typed: string): readonly string[] {
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  const given = [...new Set(lines.filter((line) => line !== ""))];
  if (given.length > watchesMax) throw new WireError("usage", `At most ${watchesMax} watch terms.`);
  const long = given.find((line) => line.length > watchCharsMax);
  if (long !== undefined) throw new WireError("usage", `A watch term has at most ${watchCharsMax} characters.`);
  if (encodeURIComponent(given.join("\n")).length > cookieCharsMax)
    throw new WireError("usage", "The watch terms are too long to be kept together.");
  for (const line of given) parseQuery(line);
  return given;
}
