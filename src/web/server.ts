import express, { type Express } from "express";
import { createDeskRoutes } from "./desk-routes.tsx";
import { createErrorHandler, notFound } from "./error-handler.ts";
import { createFeedRoutes } from "./feed-routes.ts";
import { createHealthRoutes } from "./health-routes.ts";
import type { WebDeps } from "./web-deps.ts";

/** The whole of the HTTP side as one Express application. Feeds come first: they are asked for a thousand times as often as pages. */
export function createServer(deps: WebDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  // Queries are read by hand, with bounds.
  app.set("query parser", false);
  app.use(createFeedRoutes(deps));
  app.use(createHealthRoutes(deps));
  app.use(createDeskRoutes(deps));
  app.use(notFound);
  app.use(createErrorHandler(deps.log));
  return app;
}
