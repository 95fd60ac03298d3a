import { Router } from "express";
import type { FailingPart, LeaseWait } from "../../domain/figures/figures.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * `/healthz` tells that the process answers. `/readyz` also tells whether the store answers and whether polling and
 * deciding work. If the store rejects, the error handler answers with a 5xx. `waiting` lists what this process waits
 * for because another process holds the lease at the moment: feeds, or the desk.
 */
export function createHealthRoutes(deps: WebDeps): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.setHeader("Cache-Control", "no-store");
    response.json({ status: "ok", version: deps.version });
  });
  router.get("/readyz", async (_request, response) => {
    const mark = await deps.store.readShownMark();
    const counts = await deps.store.readCounts();
    response.setHeader("Cache-Control", "no-store");
    const failing = deps.readFigures?.()?.failing ?? [];
    if (failing.length > 0) {
      response.status(503).setHeader("Retry-After", "5");
      response.json({ status: "not ready", mark, counts, failing: failing.map(tellFailing) });
      return;
    }
    const waiting = (deps.readFigures?.()?.waits ?? []).filter(({ until }) => until > deps.clock.now());
    response.json({
      ...{ status: "ready", mark, counts },
      // Absent when nothing waits, which is nearly always the case.
      ...(waiting.length === 0 ? {} : { waiting: waiting.map(tellWait) }),
    });
  });
  return router;
}

function tellFailing({ what, code, since }: FailingPart) {
  return { what, code, since: new Date(since).toISOString() };
}

function tellWait(wait: LeaseWait) {
  return { ...wait, until: new Date(wait.until).toISOString() };
}
