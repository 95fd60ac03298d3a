import { Router } from "express";
import { createAssetRoutes } from "./asset-routes.ts";
import { createEventRoutes } from "./live/event-routes.ts";
import { createRiverRoutes } from "./river/river-routes.tsx";
import { dropEndedSession } from "./sign-in/drop-ended-session.ts";
import { createLoginRoutes } from "./sign-in/login-routes.tsx";
import { createSessions } from "./sign-in/sessions.ts";
import { createFeedEditorRoutes } from "./sources/feed-editor-routes.ts";
import { createSourcesRoutes } from "./sources/sources-routes.tsx";
import { createEditorRoutes } from "./story/editor-routes.ts";
import { createStoryRoutes } from "./story/story-routes.tsx";
import type { RouteDeps } from "./web-deps.ts";

/**
 * The pages for people, the files that they load, and the actions of their forms. Without an admin token nothing can be
 * changed.
 */
export function createDeskRoutes(deps: RouteDeps): Router {
  const sessions = deps.adminToken === null ? null : createSessions(deps.adminToken, deps.clock);
  const deskDeps = { ...deps, sessions };
  const router = Router({ caseSensitive: true, strict: true });
  router.use(createAssetRoutes());
  if (sessions !== null) router.use(dropEndedSession(deps.store, sessions));
  router.use(createEventRoutes(deskDeps));
  router.use(createRiverRoutes(deskDeps));
  router.use(createStoryRoutes(deskDeps));
  router.use(createSourcesRoutes(deskDeps));
  if (sessions !== null) {
    router.use(createLoginRoutes(deskDeps, sessions));
    router.use(createEditorRoutes(deskDeps, sessions));
    router.use(createFeedEditorRoutes(deskDeps, sessions));
  }
  return router;
}
