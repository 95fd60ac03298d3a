import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hostKey, shardOf } from "../../../src/domain/feeds/host-key.ts";
import { hourMs, minuteMs, secondMs } from "../../../src/domain/time.ts";
import type { Poller } from "../../../src/ingest/poll/poll-types.ts";
import { feedText } from "./feed-text.ts";
import { noon } from "./poll-examples.ts";
import { openPollerWorld, type PollerWorld, serve } from "./poller-world.ts";

let world: PollerWorld;
beforeEach(async () => {
  world = await openPollerWorld();
});
afterEach(() => world.close());

const story = feedText([[noon - hourMs, "Ferry resumes"]]);

/** Lets pollers share the hosts for some seconds, as the service does. Polls what becomes due. */
async function share(pollers: readonly Poller[], seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    for (const poller of pollers) if (await poller.shareHosts()) await world.clock.runUntil(poller.tick());
    await world.clock.advance(secondMs);
  }
}

describe("createPoller() with other pollers", () => {
  test("pollers that join get a fair share within seconds, and each host is asked by one of them", async () => {
    const hosts = Array.from({ length: 24 }, (_, n) => `127.0.5.${n + 1}`);
    for (const host of hosts)
      world.hosts.on(
        host,
        "/feed",
        serve(() => story),
      );
    await world.subscribe(...hosts.map((host) => world.hosts.url(host, "/feed")));
    const askedBy = new Map<string, Set<number>>();
    const pollers = [0, 1, 2].map((n) =>
      world.poller({
        sharesHosts: true,
        onPolled: ({ feedUrl }) => {
          const host = new URL(feedUrl).hostname;
          askedBy.set(host, (askedBy.get(host) ?? new Set()).add(n));
        },
      }),
    );
    await share(pollers, 4);
    for (const held of [0, 1, 2]) {
      const { held: shards } = await world.store.readShare(`owner-${held}`, world.clock.now());
      expect([340, 341, 342]).toContain(shards);
    }
    askedBy.clear();
    for (let round = 0; round < 3; round += 1) {
      for (const { feed } of await world.store.listFeeds()) await world.store.pollSoon(feed.id, world.clock.now());
      await world.clock.runUntil(Promise.all(pollers.map((poller) => poller.tick())));
      await share(pollers, 2);
    }
    expect(askedBy.size).toBe(24);
    expect([...askedBy.values()].every((askers) => askers.size === 1)).toBe(true);
    expect(new Set([...askedBy.values()].flatMap((askers) => [...askers])).size).toBe(3);
  });

  test("a poller that dies is replaced after its heartbeat, and one that stops at once", async () => {
    const url = world.hosts.url("127.0.5.1", "/feed");
    world.hosts.on(
      "127.0.5.1",
      "/feed",
      serve(() => story),
    );
    await world.subscribe(url);
    const [stopping, staying] = [world.poller({ sharesHosts: true }), world.poller({ sharesHosts: true })];
    await share([stopping], 2);
    const dead = { owner: "dead", now: world.clock.now(), until: world.clock.now() + 20 * secondMs, quietUntil: 0 };
    await stopping.stop();
    await world.store.beat(dead);
    await share([staying], 19);
    expect(await world.store.readShare("owner-1", world.clock.now())).toMatchObject({ held: 0 });
    await share([staying], 4);
    expect(await world.store.readShare("owner-1", world.clock.now())).toMatchObject({ held: 1024, pollers: 1 });
  });

  test("a poller whose heartbeat could not be renewed sends no request any more, and ends the running one", async () => {
    const host = "127.0.5.1";
    world.hosts.on(
      host,
      "/feed",
      serve(() => story),
    );
    // This document never comes.
    world.hosts.on(host, "/slow", () => undefined);
    await world.subscribe(world.hosts.url(host, "/slow"), world.hosts.url(host, "/feed"));
    let isAway = false;
    const away = async () => {
      throw new Error("the server is away");
    };
    const store = {
      ...world.store,
      readShare: (...of: Parameters<typeof world.store.readShare>) => (isAway ? away() : world.store.readShare(...of)),
    };
    const poller = world.poller({ sharesHosts: true, store });
    const pass = poller.tick();
    while (world.hosts.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    isAway = true;
    await world.clock.advance(18 * secondMs);
    await expect(poller.shareHosts()).rejects.toThrow("away");
    await world.clock.runUntil(pass);
    expect(world.hosts.seen.map(({ path }) => path)).toEqual(["/slow"]);
    // The feed that waited for the host's turn was not asked for, which is no error.
    expect(world.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("a redirect to a host of another poller is followed there, and the move is learned as if one had followed it", async () => {
    const [from, to] = ["127.0.5.1", "127.0.5.2"];
    world.hosts.on(from, "/feed", (_request, response) =>
      response.writeHead(301, { location: world.hosts.url(to, "/feed") }).end(),
    );
    world.hosts.on(
      to,
      "/feed",
      serve(() => story),
    );
    await world.subscribe(world.hosts.url(from, "/feed"));
    const polled: string[] = [];
    const pollers = ["first", "second"].map((name) =>
      world.poller({ sharesHosts: true, onPolled: ({ kind }) => void polled.push(`${name} ${kind}`) }),
    );
    const [first, second] = pollers as [Poller, Poller];
    await first.shareHosts();
    const shardTo = shardOf(hostKey(world.hosts.url(to, "/")));
    expect(shardTo).not.toBe(shardOf(hostKey(world.hosts.url(from, "/"))));
    await world.store.giveShards({ owner: "owner-0", shards: [shardTo], quietUntil: 0 });
    await world.store.beat({ owner: "owner-1", now: noon, until: noon + minuteMs, quietUntil: 0 });
    await world.clock.advance(6 * secondMs);
    await first.shareHosts();
    await world.clock.runUntil(first.tick());
    expect(world.hosts.seen.map(({ address }) => address)).toEqual([from]);
    expect(polled).toEqual([]);
    await second.shareHosts();
    await world.clock.runUntil(second.tick());
    expect(world.hosts.seen.map(({ address }) => address)).toEqual([from, to]);
    expect(polled).toEqual(["second modified"]);
    const { poll } = await world.status(world.hosts.url(from, "/feed"));
    expect(poll.memory).toMatchObject({ moving: { to: world.hosts.url(to, "/feed") } });
    expect(poll.memory.continueAt).toBeUndefined();
    expect(poll.failure).toBeNull();
  });
});
