import { z } from "zod";
import { sourceKinds } from "../../domain/feed.ts";
import { readDuration } from "../duration.ts";

/** The conditions for the entries of a section or of a rule of alerts. */
export const matchSchema = z.strictObject({
  sources: z.array(z.string()).default([]).describe("names of sources that are listed above"),
  kinds: z.array(z.enum(sourceKinds)).default([]),
  languages: z
    .array(z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/, 'expected a language tag such as "en"'))
    .default([]),
  categories: z.array(z.string()).default([]),
  query: z.string().optional().describe('a search: words, "phrases", OR, -without'),
  urgency: z
    .number()
    .int()
    .min(1)
    .max(8)
    .optional()
    .describe("the highest urgency number that passes: 3 takes urgencies 1 to 3"),
  hours: z
    .union([z.string().transform((range) => [range]), z.array(z.string())])
    .optional()
    .describe("06:00-10:00"),
  timeZone: z.string().optional().describe("the time zone of the hours, such as Europe/Berlin"),
});

/** A span of time such as 90s, 5m or 2h, in milliseconds. */
export const duration = (example: string) =>
  z.string().transform((text, context) => {
    const ms = readDuration(text);
    if (ms !== null) return ms;
    context.addIssue({ code: "custom", message: `expected a duration such as "${example}" (s, m, h, d)` });
    return z.NEVER;
  });

export type MatchFile = z.infer<typeof matchSchema>;
