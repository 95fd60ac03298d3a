import { Router } from "express";
import { createAlertsRoutes } from "./alerts/alerts-routes.tsx";
import { createAssetRoutes } from "./asset-routes.ts";
import { createColumnsRoutes } from "./columns/columns-routes.tsx";
import { createEventRoutes } from "./live/event-routes.ts";
import { createRiverRoutes } from "./river/river-routes.tsx";
import { dropEndedSession } from "./sign-in/drop-ended-session.ts";
import { createLoginRoutes } from "./sign-in/login-routes.tsx";
import { createFeedEditorRoutes } from "./sources/feed-editor-routes.ts";
import { createSourcesRoutes } from "./sources/sources-routes.tsx";
import { createEditorRoutes } from "./story/editor-routes.ts";
import { createStoryRoutes } from "./story/story-routes.tsx";
import type { DeskDeps } from "./web-deps.ts";

/**
 * The pages for people, the files that they load, and the actions of their forms. Without an admin token nothing can be
 * changed.
 */
export function createDeskRoutes(deskDeps: DeskDeps): Router {
  const { sessions } = deskDeps;
  const router = Router({ caseSensitive: true, strict: true });
  router.use(createAssetRoutes(deskDeps));
  if (sessions !== null) router.use(dropEndedSession(deskDeps.store, sessions));
  router.use(createEventRoutes(deskDeps));
  router.use(createRiverRoutes(deskDeps));
  router.use(createColumnsRoutes(deskDeps));
  router.use(createStoryRoutes(deskDeps));
  router.use(createSourcesRoutes(deskDeps));
  if (sessions !== null) {
    router.use(createLoginRoutes(deskDeps, sessions));
    router.use(createEditorRoutes(deskDeps, sessions));
    router.use(createFeedEditorRoutes(deskDeps, sessions));
    router.use(createAlertsRoutes(deskDeps, sessions));
  }
  return router;
}
