import type { RequestListener } from "node:http";
import express, { type Express } from "express";
import { isKeyed } from "../documents/section-access.ts";
import { createApiRoutes } from "./api/api-routes.tsx";
import { createDeskRoutes } from "./desk-routes.tsx";
import { createErrorHandler, notFound } from "./error-handler.ts";
import { createFeedRoutes } from "./feeds/feed-routes.ts";
import { createHubRoutes } from "./hub/hub-routes.ts";
import { createUpstreamHubRoutes } from "./hub/upstream-hub-routes.ts";
import { createMcpRoutes } from "./mcp/mcp-routes.ts";
import { createHealthRoutes } from "./metrics/health-routes.ts";
import { createMetricsRoutes } from "./metrics/metrics-routes.ts";
import { createRefusals } from "./metrics/refusals.ts";
import { createServingDelays } from "./metrics/serving-delays.ts";
import { addressInside, basePathOf } from "./page/base-path.ts";
import { refuseMethod } from "./refuse-method.ts";
import { createSessions } from "./sign-in/sessions.ts";
import { standUnderPath } from "./stand-under-path.ts";
import type { DeskDeps, WebDeps } from "./web-deps.ts";

/** The whole HTTP side as one Express application. */
export function createServer(given: WebDeps): Express {
  const sessions = given.adminToken === null ? null : createSessions(given.adminToken, given.clock);
  const counters = { refusals: createRefusals(given), delays: createServingDelays() };
  const deps: DeskDeps = { ...given, ...counters, sessions };
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  const basePath = basePathOf(deps.baseUrl);
  standUnderPath(app, basePath);
  // We read queries ourselves, with limits.
  app.set("query parser", false);
  app.set("trust proxy", [...(deps.trustedProxies ?? [])]);
  app.use((_request, response, next) => {
    response.setHeader("X-Content-Type-Options", "nosniff");
    next();
  });
  if (deps.servesReaders === false) return withHealthOnly(app, deps);
  const feeds = createFeedRoutes(deps);
  app.use(feeds.router);
  if (deps.hub !== false) app.use(createHubRoutes(deps));
  app.use(createHealthRoutes(deps));
  if (deps.websub === true) app.use(createUpstreamHubRoutes(deps));
  app.use(createMetricsRoutes(deps));
  app.use(createMcpRoutes(deps));
  // Only feeds, /mcp and /api/v1/changes accept a key. Everything else leaves out the sections that need one.
  const open = { ...deps, sections: deps.sections.filter((section) => !isKeyed(section)) };
  app.use(createApiRoutes({ ...open, keyedSections: deps.sections.filter(isKeyed) }));
  app.use(createDeskRoutes(open));
  app.use(refuseMethod(app, open));
  app.use(notFound(open));
  app.use(createErrorHandler(open));
  return withHotPath(app, basePath, feeds.sendAtOnce);
}

function withHealthOnly(app: Express, deps: DeskDeps): Express {
  app.use(createHealthRoutes(deps));
  app.use(createMetricsRoutes(deps));
  app.use(notFound(deps));
  app.use(createErrorHandler(deps));
  return app;
}

/**
 * Answers feed requests before Express does. Feeds are requested a thousand times as often as pages, and usually
 * nothing is new. Express would first change the prototypes of request and response and walk its routes, which costs
 * several times the answer itself. The base path is removed from the address first, in case no proxy has removed it.
 */
function withHotPath(
  app: Express,
  basePath: string,
  sendAtOnce: (...asked: Parameters<RequestListener>) => boolean,
): Express {
  // The application calls its own `handle` for every request, but Express's types leave it out.
  const { handle } = app as Express & { handle: (...asked: [...Parameters<RequestListener>, unknown?]) => void };
  return Object.assign(app, {
    handle(...asked: Parameters<typeof handle>) {
      const [request, response] = asked;
      request.url = addressInside(basePath, request.url ?? "/");
      if (!sendAtOnce(request, response)) handle.apply(app, asked);
    },
  });
}
