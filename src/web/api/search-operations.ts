import { readFeedQuery } from "../../documents/feed-query.ts";
import { sectionNamed } from "../../documents/section-access.ts";
import { type Hits, hitsMax } from "../../domain/query/hits.ts";
import { trialDays, tryQuery } from "../../domain/query/try-query.ts";
import { dayMs, hourMs, type Instant } from "../../domain/time.ts";
import { readAskedHits, trialReader } from "../page/read-asked-page.ts";
import type { WebDeps } from "../web-deps.ts";
import { type ApiOperation, type Asked, operation } from "./api-operation.ts";
import { foundItems, timeValue, understoodValue } from "./api-values.ts";
import * as searching from "./search-schemas.ts";

/** The operations that tell how much a search finds. */
export const searchOperations: readonly ApiOperation[] = [
  operation({
    method: "get",
    path: "/api/v1/search/counts",
    summary: "How many entries match the filters, and how many arrived in each hour or day",
    querySchema: searching.countsQuery,
    answerSchema: searching.counts,
    async run(deps, asked) {
      const { filter, collapse } = pageOf(deps, asked).page;
      const { by = "day", since: from } = asked.query;
      const since = from === undefined ? null : Date.parse(from);
      const query = { filter, collapse, since, limit: hitsMax, parts: [] };
      const hits = await readAskedHits(deps, readerOf(asked), query, asked.leaving);
      const { entries, items, isWhole, oldestAt } = hits;
      return {
        ...{ entries, items, isWhole, oldest: oldestAt === null ? null : timeValue(oldestAt) },
        histogram: histogramOf(hits, by === "hour" ? hourMs : dayMs),
        query: await understoodValue(deps.store, asked.query.q ?? ""),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/v1/search/trial",
    summary: "What a query would have reported as a monitor in the last seven days. Use it before you save the query",
    querySchema: searching.trialQuery,
    answerSchema: searching.trial,
    async run(deps, asked) {
      const { page } = pageOf(deps, { ...asked, search: withParameter(asked.search, "sort", "matched") });
      const { refused, fired, perDay, hits, loudest, newest } = await tryQuery(
        trialReader(deps, readerOf(asked), asked.leaving),
        page,
        deps.clock.now(),
      );
      return {
        ...{ refused, days: trialDays, fired, perDay, entries: hits.entries },
        histogram: histogramOf(hits, dayMs),
        loudest,
        newest: await foundItems(newest, page.filter.query, deps),
        query: await understoodValue(deps.store, asked.query.q),
      };
    },
  }),
];

function pageOf(
  deps: WebDeps,
  asked: Pick<Asked, "search"> & { readonly query: { readonly section?: string | undefined } },
) {
  return readFeedQuery(asked.search, sectionNamed(deps.sections, asked.query.section).filter, deps.terms);
}

function readerOf({ isEditor }: Pick<Asked, "isEditor">) {
  return { editor: isEditor ? {} : null };
}

function withParameter(search: string, name: string, value: string): string {
  const given = new URLSearchParams(search);
  given.set(name, value);
  if (!given.has("collapse")) given.set("collapse", "story");
  return given.toString();
}

/** The hours or days (`stepMs`) that have entries, the newest first. */
function histogramOf({ hours }: Hits, stepMs: number): { from: string; entries: number }[] {
  const counts = new Map<Instant, number>();
  for (const [hour, count] of hours) {
    const from = hour - (hour % stepMs);
    counts.set(from, (counts.get(from) ?? 0) + count);
  }
  return [...counts].map(([from, entries]) => ({ from: timeValue(from), entries }));
}
