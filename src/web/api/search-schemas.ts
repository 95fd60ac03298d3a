import { z } from "zod";
import { queryCharsMax } from "../../domain/query/search-query.ts";
import { entriesQuery, foundItem, time, understood } from "./api-schemas.ts";

/** The schemas of the operations that count what a search finds. */
const filters = entriesQuery.omit({ sort: true, limit: true, after: true });
const histogram = z
  .array(z.object({ from: time, entries: z.number().int() }))
  .describe("The hours or days (UTC) with entries, the newest first");

export const countsQuery = filters.extend({
  by: z.enum(["hour", "day"]).optional().describe("The step of the histogram; default: `day`"),
  since: z.iso.datetime().optional().describe("Only entries that arrived at or after this time: RFC 3339, UTC"),
});
export const counts = z.object({
  entries: z.number().int(),
  items: z.number().int().describe("How many copies, stories or entries (`collapse`) those entries belong to"),
  isWhole: z
    .boolean()
    .describe("False when there are more than 100,000 entries, of which only the newest were counted"),
  oldest: time.nullable().describe("When the oldest counted entry arrived"),
  histogram,
  query: understood,
});

export const trialQuery = filters.extend({
  q: z.string().trim().min(1).max(queryCharsMax).describe("The query of the monitor (docs/searching.md)"),
});
export const trial = z.object({
  refused: z.string().nullable().describe("Why the query is too broad for a monitor; null when it is not"),
  days: z.number().int(),
  fired: z
    .number()
    .int()
    .describe(
      "How many stories (`collapse`) began to match in these days, at most 10,000. A monitor would have reported each of them",
    ),
  perDay: z.number(),
  entries: z.number().int().describe("How many matching entries arrived in these days, at most 100,000"),
  histogram,
  loudest: z
    .object({ term: z.string(), entries: z.number().int() })
    .nullable()
    .describe("The term of the query that finds the most entries by itself, under the same filters"),
  newest: z.array(foundItem).describe("The newest 20 that began to match, as `sort=matched` lists them"),
  query: understood,
});
