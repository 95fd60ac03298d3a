import { z } from "zod";
import { readFeedQuery } from "../../documents/feed-query.ts";
import { sectionNamed } from "../../documents/section-access.ts";
import { topRank } from "../../domain/copies/top-rank.ts";
import type { Cursor, PageQuery, TopRank, WireItem } from "../../domain/section.ts";
import { hourMs } from "../../domain/time.ts";
import { mergedItem } from "../../publish/merged-item.ts";
import { readAskedPage } from "../page/read-asked-page.ts";
import type { WebDeps } from "../web-deps.ts";
import { type ApiOperation, operation } from "./api-operation.ts";
import { entriesQuery, item, time } from "./api-schemas.ts";
import { itemValue, timeValue } from "./api-values.ts";
import { rank } from "./rank-schema.ts";

const topQuery = entriesQuery.omit({ collapse: true, sort: true, after: true }).extend({
  within: z
    .string()
    .regex(/^([1-9]|[1-9]\d|1[0-5]\d|16[0-8])$/, "expected a number of hours from 1 to 168")
    .optional()
    .describe("Only stories that began in the last hours: 1 to 168; default: 24"),
});

const topItem = item.extend({ rank });

const top = z.object({
  items: z.array(topItem),
  since: time.describe("When the oldest story that was compared began"),
  compared: z.number().int().describe("How many stories were compared, at most 1,000"),
});

/** The stories that an editor would look at first, with the points of each. */
export const topOperation: ApiOperation = operation({
  method: "get",
  path: "/api/v1/top",
  summary: "The stories that most outlets carry and that spread fastest, with the points of each",
  querySchema: topQuery,
  answerSchema: top,
  async run(deps, { query, search, leaving, isEditor }) {
    const asked = new URLSearchParams(search);
    asked.set("collapse", "story");
    asked.delete("within");
    const { filter } = sectionNamed(deps.sections, query.section);
    const { page } = readFeedQuery(asked.toString(), filter, deps.terms);
    const now = deps.clock.now();
    const since = now - Number(query.within ?? hoursDefault) * hourMs;
    const stories = await readStories(deps, { page, since, isEditor }, leaving);
    const ranked = stories.map((story) => ({ story, rank: topRank(story, now) })).sort(byRank);
    return {
      items: ranked.slice(0, page.limit).map(({ story, rank }) => ({ ...itemValue(mergedItem(story, deps)), rank })),
      since: timeValue(stories.at(-1)?.arrivedAt ?? since),
      compared: stories.length,
    };
  },
});

/** The newest stories that began at or after `since`, at most `storiesMax`. */
async function readStories(
  deps: Pick<WebDeps, "store" | "editorStore" | "pages">,
  asked: { readonly page: PageQuery; readonly since: number; readonly isEditor: boolean },
  leaving: AbortSignal,
): Promise<readonly WireItem[]> {
  const stories: WireItem[] = [];
  const viewer = { editor: asked.isEditor ? {} : null };
  for (let after: Cursor | null = null; stories.length < storiesMax; ) {
    const query: PageQuery = { ...asked.page, limit: pageLimit, after };
    const { items, next } = await readAskedPage(deps, viewer, { query, isNarrowed: true }, leaving);
    const recent = items.filter(({ arrivedAt }) => arrivedAt >= asked.since);
    stories.push(...recent);
    if (next === null || recent.length < items.length) break;
    after = next;
  }
  return stories.slice(0, storiesMax);
}

type Ranked = { readonly story: WireItem; readonly rank: TopRank };

/** Puts the highest score first; among equals, the newest story. */
function byRank(a: Ranked, b: Ranked): number {
  return b.rank.score - a.rank.score || b.story.arrivedAt - a.story.arrivedAt || b.story.id - a.story.id;
}

const hoursDefault = 24;
const storiesMax = 1_000;
const pageLimit = 200;
