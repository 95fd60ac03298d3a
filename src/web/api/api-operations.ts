import { readFeedQuery } from "../../documents/feed-query.ts";
import { allSections, sectionNamed } from "../../documents/section-access.ts";
import { WireError } from "../../domain/errors.ts";
import { editorRulings } from "../../domain/rulings/editor-rulings.ts";
import { mergedItem } from "../../publish/merged-item.ts";
import { changesOperation } from "../changes/changes-operation.ts";
import { readAskedPage } from "../page/read-asked-page.ts";
import { commandOf } from "../sources/feed-editor-routes.ts";
import { found } from "../story/story-routes.tsx";
import { alertOperations } from "./alert-operations.ts";
import * as bodies from "./api-bodies.ts";
import { type ApiOperation, operation } from "./api-operation.ts";
import * as schema from "./api-schemas.ts";
import { entryValue, feedValue, foundItems, itemValue, timeValue, understoodValue } from "./api-values.ts";
import { decisionOf } from "./decision-of.ts";
import { searchOperations } from "./search-operations.ts";
import { topOperation } from "./top-operation.ts";

/** Every operation under /api/v1. */
export const apiOperations: readonly ApiOperation[] = [
  ...searchOperations,
  topOperation,
  changesOperation,
  ...alertOperations,
  operation({
    method: "get",
    path: "/api/v1/entries",
    summary: "The newest copies, stories or entries that match the filters, page by page",
    querySchema: schema.entriesQuery,
    answerSchema: schema.itemPage,
    async run(deps, { query, search, leaving, isEditor }) {
      const { filter } = sectionNamed(deps.sections, query.section);
      const { page: asked, isNarrowed } = readFeedQuery(search, filter, deps.terms);
      const page = await readAskedPage(deps, { editor: isEditor ? {} : null }, { query: asked, isNarrowed }, leaving);
      const next = page.next === null ? null : `${page.next.at}-${page.next.id}`;
      const items = await foundItems(page, (query.q ?? "").trim() === "" ? null : asked.filter.query, deps);
      return { items, next, query: await understoodValue(deps.store, query.q ?? "") };
    },
  }),
  operation({
    method: "get",
    path: "/api/v1/entries/{id}",
    summary: "One entry with its text, and the reasons for its copy and story",
    pathSchema: schema.idPath,
    answerSchema: schema.entry,
    run: async ({ store }, { path }) => entryValue(found(await store.readEntry(path.id))),
  }),
  operation({
    method: "get",
    path: "/api/v1/entries/{id}/revisions",
    summary: "Every state of an entry that we have seen, oldest first",
    pathSchema: schema.idPath,
    answerSchema: schema.revisions,
    async run({ store }, { path }) {
      found(await store.readEntry(path.id));
      const revisions = await store.readRevisions(path.id);
      return {
        revisions: revisions.map(({ number, seenAt, title, text, url, significant }) => {
          return { number, seen: timeValue(seenAt), title, text, url, significant };
        }),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/v1/copies/{id}",
    summary: "One text with all its carriers. A copy that was merged into another gives that other copy",
    pathSchema: schema.idPath,
    answerSchema: schema.item,
    run: async (deps, { path }) => itemValue(mergedItem(found(await deps.store.readCopy(path.id)), deps)),
  }),
  operation({
    method: "get",
    path: "/api/v1/stories/{id}",
    summary: "One story with its copies, its entries and editors' rulings on it",
    pathSchema: schema.idPath,
    answerSchema: schema.story,
    async run(deps, { path }) {
      const { store } = deps;
      const { id, pinned, copies, entries } = found(await store.readStory(path.id));
      const rulings = await store.readRulingsAbout(id);
      return {
        id,
        pinned,
        copies: copies.map((copy) => itemValue(mergedItem(copy, deps))),
        entries: entries.map(entryValue),
        words: rulings.map(({ ruling, by, at, carriedOut }) => {
          return { word: { ...ruling }, by, at: timeValue(at), carriedOut };
        }),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/v1/feeds",
    summary: "Every feed and its health",
    answerSchema: schema.feeds,
    async run({ store, clock }) {
      const feeds = (await store.listFeeds()).filter(({ feed }) => feed.state !== "removed");
      return { feeds: feeds.map((status) => feedValue(status, clock.now())) };
    },
  }),
  operation({
    method: "get",
    path: "/api/v1/sections",
    summary: "The republished feeds",
    answerSchema: schema.sections,
    run: async ({ sections, baseUrl }) => ({
      sections: allSections(sections).map(({ id, title }) => {
        return { id, title, feed: `${baseUrl}/feeds/${encodeURIComponent(id)}.json` };
      }),
    }),
  }),
  operation({
    method: "get",
    path: "/api/v1/counts",
    summary: "How many entries, stories and feeds there are",
    answerSchema: schema.counts,
    run: async ({ store }) => ({ ...(await store.readCounts()) }),
  }),
  operation({
    method: "get",
    path: "/api/v1/hub",
    summary: "The deliveries that our WebSub hub owes its subscribers, and those that it gave up",
    answerSchema: schema.hub,
    editor: true,
    async run({ store }) {
      const { oldestOwedAt, ...figures } = await store.readHubFigures();
      const dropped = await store.readDroppedDeliveries(droppedMax);
      const lastDropped = dropped.map(({ owedAt, droppedAt, ...one }) => {
        return { ...one, owed: timeValue(owedAt), dropped: timeValue(droppedAt) };
      });
      return { ...figures, oldestOwed: oldestOwedAt === null ? null : timeValue(oldestOwedAt), lastDropped };
    },
  }),
  operation({
    method: "post",
    path: "/api/v1/words",
    summary: "An editor's rulings: together, apart, withdraw, lead, pin. All take effect, or none",
    bodySchema: bodies.rulingsBody,
    answerSchema: bodies.done,
    editor: true,
    async run({ commands, store }, { body: { words: rulings, by } }) {
      const seen = await store.readCommandMark("desk");
      await commands.run({ kind: "recordRulings", rulings, by }, seen);
      return { done: true as const };
    },
  }),
  operation({
    method: "post",
    path: "/api/v1/stories/{id}",
    summary: "An editor's decision on a story: split, merge, pin, withdraw, lead … Answered when it has taken effect",
    pathSchema: schema.idPath,
    bodySchema: bodies.decisionBody,
    answerSchema: bodies.decided,
    editor: true,
    async run({ commands, store: publicStore, editorStore: store = publicStore }, { path, body }) {
      const seen = await store.readCommandMark("desk");
      const rulings = editorRulings(await decisionOf(store, path.id, body));
      if (rulings.length > 0) await commands.run({ kind: "recordRulings", rulings, by: body.by }, seen);
      return { done: true as const, rulings: rulings.length };
    },
  }),
  operation({
    method: "post",
    path: "/api/v1/feeds",
    summary: "Subscribes to a feed",
    bodySchema: bodies.feedBody,
    answerSchema: bodies.added,
    editor: true,
    async run({ commands }, { body: { url, source, kind, rank } }) {
      const spec = { url, source: { name: source, kind, rank }, title: null, siteUrl: null, intervalMs: null };
      const { feedId } = await commands.run({ kind: "addFeed", spec });
      return { id: feedId, url };
    },
  }),
  operation({
    method: "post",
    path: "/api/v1/feeds/{id}",
    summary: "Polls a feed at once, pauses, resumes or removes it",
    pathSchema: schema.idPath,
    bodySchema: bodies.feedActionBody,
    answerSchema: bodies.done,
    editor: true,
    async run({ commands }, { path, body }) {
      await commands.run(commandOf(body.action, path.id));
      return { done: true as const };
    },
  }),
  operation({
    method: "post",
    path: "/api/v1/reload",
    summary: "Reads the configuration again. It takes effect as a whole, or not at all when it has faults",
    answerSchema: bodies.done,
    editor: true,
    async run({ reload }) {
      if (reload === undefined) throw new WireError("not-found", "This server has no configuration file.");
      await reload();
      return { done: true as const };
    },
  }),
];

const droppedMax = 100;
