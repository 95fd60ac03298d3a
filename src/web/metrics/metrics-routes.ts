import { Router } from "express";
import { Counter, collectDefaultMetrics, Registry } from "prom-client";
import type { RouteDeps } from "../web-deps.ts";
import { addAlertMetrics } from "./alert-metrics.ts";
import { createFeedCensus } from "./feed-census.ts";
import { addHubMetrics } from "./hub-metrics.ts";
import { addIngestMetrics } from "./ingest-metrics.ts";
import { addLatencyMetrics } from "./latency-metrics.ts";
import { addStoreMetrics } from "./store-metrics.ts";

/** `/metrics`: all metrics in the Prometheus text format, gathered on request. */
export function createMetricsRoutes(deps: RouteDeps): Router {
  const router = Router();
  const registry = new Registry();
  // Memory, CPU, garbage collection, and the delay of the main thread's event loop.
  collectDefaultMetrics({ register: registry });
  addIngestMetrics(registry, () => deps.readFigures?.() ?? null, deps.clock);
  const census = createFeedCensus(deps.editorStore ?? deps.store, deps.clock);
  addStoreMetrics(registry, deps, census);
  addLatencyMetrics(registry, deps, census);
  if (deps.servesReaders !== false) deps.delays.report(registry);
  if (deps.hub !== false) addHubMetrics(registry, deps);
  addAlertMetrics(registry, deps);
  addRefusals(registry, deps);
  router.get("/metrics", async (_request, response) => {
    const text = await registry.metrics();
    response.setHeader("Content-Type", registry.contentType);
    response.setHeader("Cache-Control", "no-store");
    response.end(text);
  });
  return router;
}

function addRefusals(registry: Registry, { refusals }: RouteDeps): void {
  const counter = new Counter({
    name: "wiredesk_refused_requests_total",
    help: "Requests and renderings that were refused because there were too many, by error code",
    labelNames: ["code"],
    registers: [registry],
    collect() {
      counter.reset();
      for (const [code, count] of refusals.counts()) counter.inc({ code }, count);
    },
  });
}
