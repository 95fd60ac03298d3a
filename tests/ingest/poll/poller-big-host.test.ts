import { afterEach, beforeEach, expect, test } from "vitest";
import { feedText } from "./feed-text.ts";
import { noon } from "./poll-examples.ts";
import { openPollerWorld, type PollerWorld, serve } from "./poller-world.ts";

let world: PollerWorld;
beforeEach(async () => {
  world = await openPollerWorld();
});
afterEach(() => world.close());

test("a host with more due feeds than a pass can hold delays no other, and all of its feeds are polled", async () => {
  const behaviour = serve(() => feedText([[noon, "Ferry resumes"]]));
  const [big, small] = ["127.0.4.11", "127.0.4.12"];
  for (const host of [big, small]) world.hosts.on(host, "*", behaviour);
  const feeds = Array.from({ length: 30 }, (_, index) => world.hosts.url(big, `/feed${index}`));
  await world.subscribe(...feeds, world.hosts.url(small, "/feed"));
  const report = await world.clock.runUntil(world.poller({}, { claimedMax: 16 }).tick());
  expect(report.polledCount).toBe(31);
  const asked = world.hosts.seen.map(({ address }) => address);
  expect(asked.indexOf(small)).toBeLessThan(4);
  expect(new Set(world.hosts.seen.map(({ address, path }) => address + path)).size).toBe(31);
});
