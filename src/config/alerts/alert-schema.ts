import { z } from "zod";
import { ruleEvents } from "../../domain/alerts/alert-rule.ts";
import { duration, matchSchema } from "../matching/match-schema.ts";

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as "06:00", from 00:00 to 23:59');

/** The days of a week, in the order of `Date.getUTCDay()`. */
export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

const zone = z.string().describe("an IANA name such as Europe/Berlin");
const outletsMax = 200;

/** One rule of the part `alerts`, and the form in which editors give rules to the API. */
export const alertSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[^\p{Cc}]{1,100}$/u, "expected a name of 1 to 100 characters in one line"),
  section: z.string().optional().describe("a section that is listed above; the rule reports its news"),
  match: matchSchema
    .prefault({})
    .describe("a filter like that of a section; if `section` is given too, an entry must pass both filters"),
  on: z
    .array(z.enum(ruleEvents))
    .min(1, `expected at least one of ${ruleEvents.join(", ")}`)
    .optional()
    .describe("default: new, correction, withdrawal, flash"),
  atLeast: z
    .strictObject({
      outlets: z.number().int().min(2, "expected 2 outlets or more").max(outletsMax),
      within: duration("10m").optional().describe("the time within which this many outlets must have joined the story"),
    })
    .optional()
    .describe("reports a story only when this many outlets carry it"),
  more: z
    .strictObject({
      outlets: z.number().int().min(1, "expected 1 outlet or more").max(outletsMax),
      within: duration("10m").describe("the time within which this many more outlets must have joined the story"),
    })
    .optional()
    .describe("after the first message, reports each time that this many more outlets joined the story"),
  digest: z
    .strictObject({
      at: z.union([timeOfDay.transform((at) => [at]), z.array(timeOfDay).min(1)]).describe("06:00, or a list of times"),
      days: z.array(z.enum(weekdays)).min(1).optional().describe("mon to sun; default: every day"),
      timeZone: zone,
    })
    .optional()
    .describe("one message at these times, and none in between"),
  quiet: z
    .strictObject({ from: timeOfDay, to: timeOfDay, timeZone: zone })
    .optional()
    .describe("events in these hours are reported in one message at their end"),
  backlog: z.boolean().optional().describe("true: also reports news that was older than an hour when it arrived"),
  access: z
    .strictObject({ sources: z.array(z.string()).min(1, "expected the name of a private source") })
    .optional()
    .describe("the private sources that the rule may report"),
  to: z.array(z.string()).min(1, "expected the name of a channel").describe("names of channels"),
});

export type AlertFile = z.infer<typeof alertSchema>;
