import { WireError } from "../../domain/errors.ts";
import { parseQuery, type SearchQuery } from "../../domain/parse-query.ts";

/** A term that a viewer watches for. */
export interface Watch {
  readonly text: string;
  readonly query: SearchQuery;
}

export const watchesMax = 20;
export const watchCharsMax = 200;
/** Browsers limit a cookie to 4,096 bytes. */
const cookieCharsMax = 3_600;

/**
 * Reads watch terms from the cookie's value, one on each line. Lines that are not queries are left out, because they
 * cannot have been saved here.
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

/**
 * Checks what a person typed, one term on each line. Throws WireError query-invalid or usage that names the wrong line.
 */
export function checkWatches(typed: string): readonly string[] {
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  const given = [...new Set(lines.filter((line) => line !== ""))];
  if (given.length > watchesMax) throw new WireError("usage", `There can be at most ${watchesMax} watch terms.`);
  const long = given.find((line) => line.length > watchCharsMax);
  if (long !== undefined) throw new WireError("usage", `A watch term has at most ${watchCharsMax} characters.`);
  if (encodeURIComponent(given.join("\n")).length > cookieCharsMax)
    throw new WireError("usage", "The watch terms are too long in total.");
  for (const line of given) parseQuery(line);
  return given;
}
