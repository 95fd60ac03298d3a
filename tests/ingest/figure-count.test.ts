import { expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import { createFigureCount } from "../../src/ingest/figure-count.ts";
import type { PollReport } from "../../src/ingest/poll/poll-types.ts";
import { noon } from "./poll/poll-examples.ts";

const loopDelayMs = { p50: 1, p99: 2, max: 3 };

function report(given: Partial<PollReport> = {}): PollReport {
  return {
    ...{ feedId: 1, feedUrl: "http://wire.example/", kind: "notModified", status: 304, error: null },
    ...{ durationMs: 40, lateMs: 0, ingestMs: 5, wireBytes: 0, newCount: 0, revisedCount: 0 },
    ...{ nextPollAt: noon, nextPollReason: "floor 60 s" },
    ...given,
  };
}

test("counts polls by outcome, failures by class, and new entries", () => {
  const figures = createFigureCount();
  figures.polled(report());
  figures.polled(report({ kind: "modified", newCount: 3, revisedCount: 1, wireBytes: 900 }));
  for (let count = 0; count < 2; count += 1)
    figures.polled(report({ kind: "failed", error: new WireError("timeout", "late") }));
  figures.decided(4, 1);
  expect(figures.read(loopDelayMs)).toMatchObject({
    polls: { modified: 1, notModified: 1, failed: 2 },
    failures: { timeout: 2 },
    ...{ newEntries: 3, revisedEntries: 1, wireBytes: 900, pollMsSum: 160, verdicts: 4, decisions: 1, loopDelayMs },
  });
});

test("gives percentiles of each stage over the last polls", () => {
  const figures = createFigureCount();
  expect(figures.read(loopDelayMs).pollStagesMs.late).toEqual({ count: 0, p50: null, p90: null, p99: null });
  for (let count = 0; count < 3000; count += 1)
    figures.polled(report({ lateMs: count < 900 ? 60_000 : 10, durationMs: count % 100, ingestMs: 7 }));
  const { late, fetch, ingest } = figures.read(loopDelayMs).pollStagesMs;
  expect(late).toEqual({ count: 2048, p50: 10, p90: 10, p99: 10 });
  expect(fetch.p50).toBeGreaterThan(45);
  expect(fetch.p99).toBe(99);
  expect(ingest.p90).toBe(7);
});

test("counts deliveries by hub, and limits the number of named hubs", () => {
  const figures = createFigureCount();
  figures.heardHub(true, "hub.example");
  figures.heardHub(false, "hub.example");
  for (let n = 0; n < 500; n += 1) figures.heardHub(true, `hub${n}.example`);
  const { hubs } = figures.read(loopDelayMs);
  expect(hubs["hub.example"]).toEqual({ accepted: 1, refused: 1 });
  expect(Object.keys(hubs).length).toBe(101);
  expect(hubs.other?.accepted).toBe(401);
});
