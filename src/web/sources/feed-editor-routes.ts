import { Router } from "express";
import { z } from "zod";
import type { Command } from "../../domain/commands.ts";
import { WireError } from "../../domain/errors.ts";
import { sourceKinds } from "../../domain/feed.ts";
import { feedAddress } from "../../domain/feed-address.ts";
import { readOpml, type Subscriptions } from "../../publish/opml.ts";
import { parseForm, readForm, readLargeForm } from "../page/read-form.ts";
import { editorOnly, sessionOf } from "../sign-in/editor-only.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import { idOf } from "../story/story-routes.tsx";
import type { DeskDeps } from "../web-deps.ts";

/** What editors can do with feeds: add, check, pause, resume, remove, import. */
export function createFeedEditorRoutes(deps: DeskDeps, sessions: Sessions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const guard = editorOnly(deps, sessions);
  router.post("/sources/feeds", readForm, guard, async (request, response) => {
    const { url, source, kind, rank } = parseForm(feedForm, parseForm(pastedForm, request.body));
    const spec = { url, source: { name: source, kind, rank }, title: null, siteUrl: null, intervalMs: null };
    const { feedId } = await deps.commands.run({ kind: "addFeed", spec });
    deps.log.info({ by: sessionOf(request, sessions)?.name, feed: feedId }, "feed added");
    response.redirect(303, `/sources#feed-${feedId}`);
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
    const { added } = await deps.commands.run({ kind: "importFeeds", specs: feeds.slice(0, importedMax) });
    for (const fault of faults.slice(0, faultsLoggedMax))
      deps.log.warn({ fault }, "OPML import: an outline was left out");
    const count = { feeds: feeds.length, added, leftOut: faults.length };
    deps.log.info({ by: sessionOf(request, sessions)?.name, ...count }, "OPML imported");
    response.redirect(303, "/sources");
  });
  return router;
}

const importedMax = 5_000;
const faultsLoggedMax = 100;

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
});

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
