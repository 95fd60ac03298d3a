import { afterEach, beforeEach, expect, test } from "vitest";
import { feedText } from "./feed-text.ts";
import { noon } from "./poll-examples.ts";
import { openPollerWorld, type PollerWorld, serve } from "./poller-world.ts";

let world: PollerWorld;
beforeEach(async () => {
  world = await openPollerWorld();
});
afterEach(() => world.close());

test("a store failure during a slow poll delays no feed until that poll ends", async () => {
  const [slow, quick] = ["127.0.4.13", "127.0.4.14"];
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const behaviour = serve(() => feedText([[noon, "Ferry resumes"]]));
  world.hosts.on(slow, "*", async (...request) => {
    await released;
    behaviour(...request);
  });
  const asked = new Promise<void>((resolve) => {
    world.hosts.on(quick, "*", (...request) => {
      resolve();
      behaviour(...request);
    });
  });
  await world.subscribe(world.hosts.url(slow, "/feed"));
  let failures = 0;
  const { store } = world;
  const claimFeeds: typeof store.claimFeeds = async (claim) => {
    if (claim.exceptFeedIds.length === 0 || failures++ > 0) return store.claimFeeds(claim);
    throw new Error("the disk is busy");
  };
  const poller = world.poller({ store: { ...store, claimFeeds } });
  const pass = poller.tick();
  while (world.hosts.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await world.subscribe(world.hosts.url(quick, "/feed"));
  await poller.tick();
  while (failures === 0) await new Promise((resolve) => setImmediate(resolve));
  await poller.tick();
  await asked;
  release();
  expect(await pass).toMatchObject({ polledCount: 2 });
  expect(world.lines.filter(({ level }) => level === "warn")).toHaveLength(1);
});
