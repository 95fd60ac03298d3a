import { type Request, Router } from "express";
import { h } from "preact";
import { render } from "preact-render-to-string";
import { z } from "zod";
import { allSections } from "../../documents/section-access.ts";
import type { Command, CommandResults, FoundFeed } from "../../domain/commands.ts";
import { WireError } from "../../domain/errors.ts";
import { type FeedSpec, sourceKinds } from "../../domain/feed.ts";
import { feedAddress } from "../../domain/feed-address.ts";
import { isAlreadySubscribed } from "../../domain/feeds/already-subscribed.ts";
import { findSameFeed } from "../../domain/feeds/same-feed.ts";
import type { ReadStore } from "../../domain/store.ts";
import { readOpml, type Subscriptions } from "../../publish/opml.ts";
import { parseForm, readForm, readLargeForm } from "../page/read-form.ts";
import { sendPage } from "../page/send-page.ts";
import { editorOnly, sessionOf } from "../sign-in/editor-only.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import { found, idOf } from "../story/story-routes.tsx";
import type { DeskDeps } from "../web-deps.ts";
import { failureWords } from "./failure-words.ts";
import { siteOf } from "./feed-actions.tsx";
import { FoundPage } from "./found-page.tsx";
import { ImportPage, type ImportReport } from "./import-page.tsx";

/** What editors can do with feeds: add, edit, mend, check, pause, resume, remove, import. */
export function createFeedEditorRoutes(deps: DeskDeps, sessions: Sessions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const guard = editorOnly(deps, sessions);
  const sections = allSections(deps.sections);
  const { editorStore: store = deps.store } = deps;
  const csrfOf = (request: Request) => String((request.body as { readonly csrf?: unknown }).csrf ?? "");
  router.post("/sources/find", readForm, guard, async (request, response) => {
    const { url } = parseForm(addressForm, parseForm(pastedForm, request.body));
    const found = await lookFor(deps, url);
    const addresses = [found.url, found.finalUrl, found.selfUrl];
    const same = findSameFeed(await store.listFeeds(), addresses, deps.clock.now());
    const view = { found, same, csrf: csrfOf(request), sections, viewer: readViewer(request, deps) };
    sendPage(deps, response, render(h(FoundPage, view)));
  });
  router.post("/sources/feeds", readForm, guard, async (request, response) => {
    const { url, source, kind, rank, title = null } = parseForm(feedForm, parseForm(pastedForm, request.body));
    const spec = { url, source: { name: source, kind, rank }, title, siteUrl: null, intervalMs: null };
    const { feedId } = await deps.commands.run({ kind: "addFeed", spec });
    deps.log.info({ by: sessionOf(request, sessions)?.name, feed: feedId }, "feed added");
    response.redirect(303, `/sources/feeds/${feedId}`);
  });
  router.post("/sources/feeds/:id/edit", readForm, guard, async (request, response) => {
    const { url, source, kind, rank } = parseForm(feedForm, parseForm(pastedForm, request.body));
    const feedId = idOf(request);
    await deps.commands.run({ kind: "editFeed", feedId, url, source: { name: source, kind, rank } });
    deps.log.info({ by: sessionOf(request, sessions)?.name, feed: feedId }, "feed edited");
    response.redirect(303, `/sources/feeds/${feedId}`);
  });
  router.post("/sources/feeds/:id/mend", readForm, guard, async (request, response) => {
    const feedId = idOf(request);
    await mendFeed(deps, store, feedId);
    deps.log.info({ by: sessionOf(request, sessions)?.name, feed: feedId }, "feed mended");
    response.redirect(303, `/sources/feeds/${feedId}`);
  });
  router.post("/sources/feeds/:id", readForm, guard, async (request, response) => {
    const { action } = parseForm(actionForm, request.body);
    const feedId = idOf(request);
    await deps.commands.run(commandOf(action, feedId));
    deps.log.info({ by: sessionOf(request, sessions)?.name, feed: feedId, action }, "feed changed");
    response.redirect(303, action === "remove" ? "/sources" : `/sources#feed-${feedId}`);
  });
  router.post("/sources/import", readLargeForm, guard, async (request, response) => {
    const { opml } = parseForm(importForm, request.body);
    const { feeds, faults } = readSubscriptions(opml);
    const specs = feeds.slice(0, importedMax);
    const { added, refused } = await deps.commands.run({ kind: "importFeeds", specs });
    const count = { feeds: feeds.length, added, leftOut: faults.length };
    deps.log.info({ by: sessionOf(request, sessions)?.name, ...count }, "OPML imported");
    const over = feeds.length - specs.length;
    const tooMany = over > 0 ? [`${over} more: one import takes at most ${importedMax} feeds`] : [];
    const report = importReport(specs, refused, [...faults, ...tooMany]);
    sendPage(deps, response, render(h(ImportPage, { report, sections, viewer: readViewer(request, deps) })));
  });
  return router;
}

const importedMax = 5_000;

/** Gives a feed the address that its site advertises, and polls it. */
async function mendFeed(deps: DeskDeps, store: Pick<ReadStore, "listFeeds">, feedId: number): Promise<void> {
  const [status] = await store.listFeeds({ afterId: feedId - 1, limit: 1 });
  const feed = found(status?.feed.id === feedId ? status.feed : null);
  const { url } = await lookFor(deps, siteOf(feed));
  await deps.commands.run({ kind: "editFeed", feedId, url, source: feed.source });
  await deps.commands.run(commandOf("check", feedId));
}

/**
 * Looks for a feed at an address. An error there is not ours: the person who typed the address is told what is wrong
 * with it.
 */
async function lookFor(deps: DeskDeps, url: string): Promise<FoundFeed> {
  try {
    return await deps.commands.run({ kind: "findFeed", url });
  } catch (thrown) {
    if (!(thrown instanceof WireError) || ["store-locked", "store-away"].includes(thrown.code)) throw thrown;
    throw new WireError("usage", `${failureWords(thrown)}: ${thrown.message}`, { cause: thrown });
  }
}

/** Reports what happened to each feed of an OPML document. It contains no addresses, because they may contain keys. */
function importReport(
  specs: readonly FeedSpec[],
  refused: CommandResults["importFeeds"]["refused"],
  faults: readonly string[],
): ImportReport {
  const why = new Map(refused.map(({ at, message }) => [at, message]));
  const named = specs.map((spec, at) => ({ name: spec.title ?? spec.source.name, reason: why.get(at) ?? null }));
  return {
    added: named.filter(({ reason }) => reason === null).map(({ name }) => name),
    known: named.filter(({ reason }) => reason !== null && isAlreadySubscribed(reason)).map(({ name }) => name),
    skipped: [
      ...named.flatMap(({ name, reason }) =>
        reason === null || isAlreadySubscribed(reason) ? [] : [`${name}: ${reason}`],
      ),
      ...faults,
    ],
  };
}

/** Reads an OPML document. Here a bad document is the sender's fault, not a fault of the configuration. */
function readSubscriptions(opml: string): Subscriptions {
  try {
    return readOpml(opml);
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    throw new WireError("usage", thrown.message, { cause: thrown });
  }
}

export const feedForm = z.object({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  source: z.string().trim().min(1).max(200),
  kind: z.enum(sourceKinds).default("outlet"),
  rank: z.coerce.number().min(0).max(1_000).default(100),
  title: z.string().trim().min(1).max(300).optional(),
});

const addressForm = z.object({ url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }) });

/** People paste addresses in many forms. Programs that use the API write them properly. */
const pastedForm = z.looseObject({ url: z.string().transform((text) => feedAddress(text) ?? text) });

export const feedActions = ["check", "pause", "resume", "remove"] as const;
const actionForm = z.object({ action: z.enum(feedActions) });
const importForm = z.object({ opml: z.string().min(1) });

/** The command for an action. */
export function commandOf(
  action: (typeof feedActions)[number],
  feedId: number,
): Extract<Command, { kind: "pollSoon" | "setFeedState" }> {
  switch (action) {
    case "check":
      return { kind: "pollSoon", feedId };
    case "pause":
      return { kind: "setFeedState", feedId, state: "paused" };
    case "resume":
      return { kind: "setFeedState", feedId, state: "active" };
    case "remove":
      return { kind: "setFeedState", feedId, state: "removed" };
  }
}
