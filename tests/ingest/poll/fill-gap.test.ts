import { afterEach, beforeEach, expect, test } from "vitest";
import { readFeedMemory } from "../../../src/domain/poll-memory.ts";
import { dayMs, hourMs, minuteMs } from "../../../src/domain/time.ts";
import type { Behaviour } from "../../support/loopback-host.ts";
import { feedText } from "./feed-text.ts";
import { noon } from "./poll-examples.ts";
import { openPollerWorld, type PollerWorld, serve } from "./poller-world.ts";

let world: PollerWorld;
let url: string;
let document: string;
const publisher = "127.0.4.1";
const archive = "127.0.4.2";

/** A document with numbered entries and a link to the archive before it. */
function page(numbers: readonly number[], previous: string | null): string {
  return feedText(
    numbers.map((n) => [noon - dayMs + n * minuteMs, `Number ${n}`]),
    previous === null ? "" : `<atom:link rel="prev-archive" href="${world.hosts.url(archive, previous)}"/>`,
  );
}

const archives = (pages: Readonly<Record<string, () => string>>): void => {
  for (const [path, text] of Object.entries(pages)) world.hosts.on(archive, path, serve(text));
};
const tick = () => world.clock.runUntil(world.poller().tick());
const gap = async () => readFeedMemory((await world.status(url)).poll.memory).gap;
const stored = async () => (await world.store.readCounts()).entries;
const asked = () => world.hosts.seen.filter(({ address }) => address === archive).map(({ path }) => path);

beforeEach(async () => {
  world = await openPollerWorld();
  url = world.hosts.url(publisher, "/feed");
  document = page([2, 1], null);
  world.hosts.on(
    publisher,
    "/feed",
    serve(() => document),
  );
  await world.subscribe(url);
  await tick();
  await world.clock.advance(dayMs);
});
afterEach(() => world.close());

test("after a gap, archives are read back until one contains known entries, and the flag is cleared", async () => {
  document = page([8, 7], "/6-5");
  archives({ "/6-5": () => page([6, 5], "/4-2"), "/4-2": () => page([4, 3, 2], "/never") });
  expect(await tick()).toMatchObject({ newCount: 6 });
  expect(asked()).toEqual(["/6-5", "/4-2"]);
  expect(JSON.stringify(world.lines[1])).toContain("24.0 hours may be missing");
  expect(await gap()).toBeNull();
  expect(await stored()).toBe(8);
});

test("entries that the walk itself stored do not end it: archives may repeat each other and the feed", async () => {
  document = page([8, 7], "/8-6");
  archives({ "/8-6": () => page([8, 7, 6], "/6-4"), "/6-4": () => page([6, 5, 4], "/4-1") });
  archives({ "/4-1": () => page([4, 3, 2, 1], null) });
  await tick();
  expect(await stored()).toBe(8);
  expect(await gap()).toBeNull();
});

test("a gap without archives stays flagged; a cycle of archives ends the walk", async () => {
  document = page([8], "/round");
  archives({ "/round": () => page([7], "/round") });
  await tick();
  expect(asked()).toEqual(["/round"]);
  expect(await gap()).toMatchObject({ missingMs: dayMs, from: null });
});

test("an endless archive is left after ten documents", async () => {
  document = page([100], "/99");
  for (let n = 99; n > 50; n -= 1) archives({ [`/${n}`]: () => page([n], `/${n - 1}`) });
  await tick();
  expect(asked()).toHaveLength(10);
  await world.clock.advance(hourMs);
  await tick();
  expect(asked()).toHaveLength(10);
  expect(await gap()).not.toBeNull();
});

test("a failed archive is requested again at the next poll, even when that is a 304", async () => {
  document = page([8, 7], "/6-5");
  let up = false;
  const flaky: Behaviour = (request, response, seen) =>
    up ? serve(() => page([6, 5, 2], null))(request, response, seen) : response.writeHead(503).end();
  world.hosts.on(archive, "/6-5", flaky);
  await tick();
  expect(await gap()).toMatchObject({ from: world.hosts.url(archive, "/6-5"), pagesLeft: 9 });
  up = true;
  await world.clock.advance(hourMs);
  expect(await tick()).toMatchObject({ notModifiedCount: 1, newCount: 2 });
  expect(await gap()).toBeNull();
});

test("a walk that was interrupted continues where it stopped, and what it had stored does not end it", async () => {
  document = page([8, 7], "/6-5");
  archives({ "/6-5": () => page([6, 5], "/4-2"), "/4-2": () => page([4, 3, 2], null) });
  const poller = world.poller();
  const mute: Behaviour = () => void poller.stop();
  const pages = serve(() => page([4, 3, 2], null));
  world.hosts.on(archive, "/4-2", mute);
  await world.clock.runUntil(poller.tick());
  expect([await stored(), asked()]).toEqual([6, ["/6-5", "/4-2"]]);
  world.hosts.on(archive, "/4-2", pages);
  await world.clock.advance(hourMs);
  await tick();
  expect(asked()).toEqual(["/6-5", "/4-2", "/4-2"]);
  expect([await stored(), await gap()]).toEqual([8, null]);
});

test("a bug in the walk is reported, and the poll remains a success", async () => {
  document = page([8, 7], "/6-5");
  archives({ "/6-5": () => page([6, 5], null) });
  const ingest: typeof world.ingest = (feed, fetched, decide) => {
    if (fetched.document.url.endsWith("/6-5")) throw new TypeError("undefined is no archive");
    return world.ingest(feed, fetched, decide);
  };
  await world.clock.runUntil(world.poller({ ingest }).tick());
  expect(world.lines.at(-1)).toMatchObject({ level: "error", message: "poll failed: undefined is no archive" });
  expect((await world.status(url)).poll.failure).toBeNull();
  expect(await gap()).toMatchObject({ pagesLeft: 10 });
});
