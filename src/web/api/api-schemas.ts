import { z } from "zod";
import { sourceKinds } from "../../domain/feed.ts";
import { queryCharsMax } from "../../domain/query/search-query.ts";
import { sorts } from "../../domain/section.ts";
import { rank } from "./rank-schema.ts";

/** The schemas of the API. They validate requests, and the OpenAPI document is generated from them. */
export const time = z.iso.datetime().describe("RFC 3339, UTC");
export const id = z.number().int().positive();

export const idPath = z.object({ id: z.coerce.number().int().positive() });

export const entriesQuery = z.object({
  section: z.string().max(200).optional().describe("A section's id; default: `all`"),
  collapse: z
    .enum(["copy", "story", "none"])
    .optional()
    .describe("One item for each copy (the default), story or entry"),
  sort: z
    .enum(sorts)
    .optional()
    .describe(
      "Newest first: by the time of arrival here (`arrival`, the default), by its stated publication time " +
        "(`published`), or by the time at which it began to match `q` (`matched`: a revision may add the word). `top`: " +
        "the most points first (`rank`). `relevance`: the best matches first, among the newest 10,000 that match",
    ),
  source: z.array(z.string()).max(20).optional().describe("Source names; an entry of any of them matches"),
  lang: z
    .array(z.string())
    .max(20)
    .optional()
    .describe("Language tags. `en` also takes `en-gb`; `en-gb` also takes entries that are only known to be `en`"),
  category: z.array(z.string()).max(20).optional(),
  kind: z.array(z.enum(sourceKinds)).optional().describe("Kinds of sources"),
  urgency: z
    .string()
    .regex(/^[1-8]$/)
    .optional()
    .describe("3 takes urgencies 1 to 3"),
  hours: z
    .array(z.string())
    .max(20)
    .optional()
    .describe("Hours of the day in which entries arrived: `06:00-10:00`, with commas between several; needs `tz`"),
  tz: z.string().max(64).optional().describe("The time zone of `hours`: an IANA name such as `Europe/Berlin`"),
  q: z
    .string()
    .max(queryCharsMax)
    .optional()
    .describe('Words, "phrases", word*, =exact, AND, OR, NOT, NEAR/5, title:, source:, after: … (docs/searching.md)'),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional()
    .describe("1 to 500; default: 50"),
  after: z
    .string()
    .regex(/^-?\d{1,15}-\d{1,15}$/)
    .optional()
    .describe("The value of `next` from the previous page"),
});

const cue = z.object({ kind: z.string(), number: z.number().nullable(), raw: z.string() });
const reason = z.object({
  code: z.string(),
  text: z.string(),
  score: z.number().nullable(),
  with: z.number().nullable(),
});
const family = z.string().nullable().describe("The house behind several sources, which count as one outlet");
const source = z.object({ id, name: z.string(), kind: z.enum(sourceKinds), rank: z.number(), family });

const publisher = z.string().nullable().describe("The publisher that an item of an aggregator names");

export const item = z.object({
  id: z.string().describe("The id of the copy, story or entry in every feed and format: it never changes"),
  url: z.string(),
  title: z.string(),
  summary: z.string(),
  language: z.string().nullable(),
  source: z.string(),
  publisher,
  copy: id,
  story: id,
  copies: z.number().int(),
  outlets: z.number().int().describe("How many outlets carry it; sources of one family are one outlet"),
  urgency: z.number().int().describe("1 flash … 5 routine … 8 least"),
  cue: cue.nullable(),
  withdrawn: z.boolean(),
  published: time,
  updated: time,
  carriers: z.array(
    z.object({
      source: z.string(),
      url: z.string().nullable(),
      title: z.string(),
      published: time,
      withdrawn: z.boolean().describe("True when its source has withdrawn it while others still carry the text"),
    }),
  ),
  reasons: z.array(reason),
});
export const foundItem = item.extend({
  rank: rank.nullable().describe("With `sort=top`: the points at the moment when the newest text came; otherwise null"),
  matched: z
    .object({
      entry: id,
      source: z.string(),
      title: z.string(),
      url: z.string().nullable(),
      excerpt: z.string().nullable().describe("The text around the first word that was found"),
    })
    .nullable()
    .describe("With `q`: the first entry of the item that matches; null when the entry that the item shows matches"),
});
export const understood = z
  .object({
    understood: z.string().describe("`q` with every operator written out; asking for it gives the same answer"),
    notes: z
      .array(z.object({ at: z.number().int(), text: z.string() }))
      .describe("What was left out of `q`, and where"),
    forms: z
      .array(z.object({ word: z.string(), form: z.string(), language: z.string() }))
      .describe("Other forms of its plain words, which are found too, in texts of that language"),
  })
  .nullable()
  .describe("How `q` was understood; null without `q`");
export const itemPage = z.object({
  items: z.array(foundItem),
  next: z.string().nullable().describe("The value of `after` for the next page; null on the last page"),
  query: understood,
});

export const entry = z.object({
  id,
  feed: id,
  source,
  publisher,
  url: z.string().nullable(),
  title: z.string(),
  headline: z.string(),
  text: z.string().describe("Empty when the text is withdrawn"),
  withdrawn: z.boolean().describe("True when the text is withdrawn: by the source whose text it is, or by an editor"),
  language: z.string().nullable(),
  categories: z.array(z.string()),
  cue: cue.nullable(),
  urgency: z.number().int(),
  revision: z.number().int(),
  published: time,
  firstSeen: time,
  copy: id.nullable(),
  story: id.nullable(),
  reasons: z.array(reason),
});
export const revisions = z.object({
  revisions: z.array(
    z.object({
      number: z.number().int(),
      seen: time,
      title: z.string(),
      text: z.string(),
      url: z.string().nullable(),
      significant: z.boolean(),
    }),
  ),
});

export const ruling = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["together", "apart"]), level: z.enum(["copy", "story"]), entryA: id, entryB: id }),
  z.object({ kind: z.literal("pin"), storyId: id, pinned: z.boolean() }),
  z.object({ kind: z.literal("withdraw"), entryId: id, withdrawn: z.boolean() }),
  z.object({ kind: z.literal("lead"), entryId: id, pinned: z.boolean() }),
]);
export const story = z.object({
  id,
  pinned: z.boolean(),
  copies: z.array(item),
  entries: z.array(entry),
  words: z
    .array(z.object({ word: ruling, by: z.string(), at: time, carriedOut: z.boolean() }))
    .describe("Editors' rulings, the newest first; `carriedOut` is false while one waits for the desk"),
});

export const feeds = z.object({
  feeds: z.array(
    z.object({
      id,
      url: z.string().describe("Without its query, which may contain a subscriber's key"),
      title: z.string().nullable(),
      siteUrl: z.string().nullable(),
      language: z.string().nullable(),
      state: z.enum(["active", "paused", "removed", "gone"]),
      source,
      entries: z.number().int(),
      lastPoll: time.nullable(),
      lastSuccess: time.nullable(),
      nextPoll: time.nullable(),
      nextPollReason: z.string(),
      health: z.enum(["paused", "removed", "gone", "failing", "gap", "empty", "quiet", "new", "ok"]),
      entriesPerHour: z.number().nullable(),
      quietSince: time.nullable(),
      emptySince: time.nullable(),
      cutBy: z.string().nullable(),
      gap: z.object({ at: time.nullable(), missingHours: z.number() }).nullable(),
      hub: z.object({ state: z.string(), leaseUntil: time.nullable(), missedCount: z.number() }).nullable(),
      movedTo: z.string().nullable().describe("The address that is polled in place of the feed's own"),
      sameAs: id.nullable().describe("The feed that already has the address to which this one has moved"),
      lastNewEntry: time.nullable(),
      lastStatus: z.number().int().nullable(),
      failure: z
        .object({ code: z.string(), message: z.string(), count: z.number().int(), since: time })
        .nullable()
        .describe("The failures since the last success; null when there are none"),
    }),
  ),
});
export const sections = z.object({
  sections: z.array(z.object({ id: z.string(), title: z.string(), feed: z.string() })),
});
export const counts = z.object({
  sources: z.number().int(),
  feeds: z.number().int(),
  entries: z.number().int(),
  revisions: z.number().int(),
  copies: z.number().int(),
  stories: z.number().int(),
  pending: z.number().int(),
});

export const hub = z.object({
  subscriptions: z.number().int(),
  topics: z.number().int(),
  owed: z.number().int().describe("Subscriptions that lack the present version of their topic"),
  failing: z.number().int().describe("Owed subscriptions whose delivery was tried without success"),
  oldestOwed: time.nullable(),
  dropped: z.number().int().describe("Deliveries that were given up since the store was made"),
  lastDropped: z
    .array(
      z.object({
        topic: z.string(),
        callback: z.string(),
        owed: time,
        dropped: time,
        attempts: z.number().int(),
        lastError: z.string(),
      }),
    )
    .describe("The newest first, at most 100"),
});
