import { Router } from "express";
import type { WebDeps } from "../web-deps.ts";

/**
 * `/healthz`: the process answers. `/readyz`: its store answers too; a rejection goes to the error handler and is a
 * 5xx.
 */
export function createHealthRoutes(deps: WebDeps): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.setHeader("Cache-Control", "no-store");
    response.json({ status: "ok", version: deps.version });
  });
  router.get("/readyz", async (_request, response) => {
    const mark = await deps.store.readChangeMark();
    const counts = await deps.store.readCounts();
    response.setHeader("Cache-Control", "no-store");
    response.json({ status: "ready", mark, counts });
  });
  return router;
}
