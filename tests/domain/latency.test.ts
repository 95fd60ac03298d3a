import { expect, test } from "vitest";
import { latencyBy } from "../../src/domain/figures/latency.ts";

const arrival = (publishedAt: number, firstSeenAt: number, decidedAt: number | null, feedId = 1) => ({
  feedId,
  publishedAt,
  firstSeenAt,
  decidedAt,
});

test("latencyBy() gives percentiles of both stages by group", () => {
  const arrivals = Array.from({ length: 100 }, (_, index) => arrival(1000, 2000 + index, 2500 + 2 * index));
  const told = latencyBy([...arrivals, arrival(0, 70, 90, 2)], ({ feedId }) => `feed ${feedId}`);
  expect(told.get("feed 1")).toEqual({
    publishedToFetched: { count: 100, p50: 1050, p90: 1090, p99: 1099 },
    fetchedToVisible: { count: 100, p50: 550, p90: 590, p99: 599 },
  });
  expect(told.get("feed 2")?.publishedToFetched).toEqual({ count: 1, p50: 70, p90: 70, p99: 70 });
});

test("an entry without a stated time counts only for the second stage; a clock that runs ahead counts as no delay", () => {
  const told = latencyBy([arrival(5, 5, 8), arrival(9, 5, null)], () => "all").get("all");
  expect(told).toEqual({
    publishedToFetched: { count: 1, p50: 0, p90: 0, p99: 0 },
    fetchedToVisible: { count: 1, p50: 3, p90: 3, p99: 3 },
  });
});

test("entries without a group are left out, and percentiles of nothing are null", () => {
  expect(latencyBy([arrival(1, 2, 3)], () => null).size).toBe(0);
  const told = latencyBy([arrival(5, 5, null)], () => "all").get("all");
  expect(told?.fetchedToVisible).toEqual({ count: 0, p50: null, p90: null, p99: null });
});
