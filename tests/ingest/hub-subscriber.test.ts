import { createHmac } from "node:crypto";
import express from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Commands } from "../../src/domain/commands.ts";
import { dayMs, hourMs, minuteMs } from "../../src/domain/time.ts";
import type { UpstreamHub } from "../../src/domain/upstream-hub.ts";
import { createCallbacks } from "../../src/fetch/guarded-callbacks.ts";
import { createHubSubscriber, type HubSubscriber } from "../../src/ingest/hub-subscriber.ts";
import { oneAtATime } from "../../src/ingest/one-at-a-time.ts";
import { runCommand } from "../../src/ingest/run-command.ts";
import { systemClock } from "../../src/system-clock.ts";
import { createErrorHandler } from "../../src/web/error-handler.ts";
import { createUpstreamHubRoutes } from "../../src/web/upstream-hub-routes.ts";
import { type ServedApp, serveApp } from "../support/serve-app.ts";
import { feedText } from "./plain-ingest.ts";
import { noon } from "./poll-examples.ts";
import { openPollerWorld, type PollerWorld, serve } from "./poller-world.ts";

let world: PollerWorld;
let web: ServedApp;
let hubs: HubSubscriber;
let items: [number, string][];
let asked: URLSearchParams[];
let heard: boolean[];
let hubStatus: number;
let keys: number;
let feedUrl: string;
let topic: string;

beforeEach(async () => {
  world = await openPollerWorld();
  items = [[noon - hourMs, "Ferry sails"]];
  asked = [];
  heard = [];
  hubStatus = 202;
  keys = 0;
  feedUrl = world.hosts.url("127.0.5.1", "/wire.xml");
  topic = "http://wire.example/self.xml";
  const link = `<http://127.0.5.2:${world.hosts.port}/hub>; rel="hub", <${topic}>; rel=self`;
  world.hosts.on(
    "127.0.5.1",
    "/wire.xml",
    serve(
      () => feedText(items),
      () => ({ link }),
    ),
  );
  world.hosts.on("127.0.5.2", "/hub", async (request, response) => {
    let form = "";
    for await (const piece of request) form += piece;
    asked.push(new URLSearchParams(form));
    response.writeHead(hubStatus).end();
  });
  const commands: Commands = {
    run: ((command: never) =>
      runCommand({ store: world.store, clock: world.clock, hubs, hub: null } as never, command)) as Commands["run"],
  };
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  web = await serveApp(express().use(createUpstreamHubRoutes({ commands })).use(createErrorHandler(log)));
  await start();
  await world.subscribe(feedUrl);
});

afterEach(async () => {
  await hubs.stop();
  await web.close();
  await world.close();
});

/** The subscriber as a new process starts it. */
async function start(): Promise<void> {
  const callbacks = createCallbacks({ userAgent: "test", allowPrivateAddresses: true, clock: systemClock });
  const newKey = () => `key-${++keys}`;
  const deps = { ...world, callbacks, newKey, baseUrl: web.url, ingest: oneAtATime(world.ingest) };
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const known = await world.store.listUpstreamHubs();
  hubs = createHubSubscriber({ ...deps, log, onHeard: (accepted) => void heard.push(accepted) }, known);
}

const poll = () => world.clock.runUntil(world.poller({ hubs }).pollAll({ dueOnly: false }));

async function hub(): Promise<UpstreamHub | undefined> {
  return (await world.store.listUpstreamHubs())[0];
}

async function verify(query: Record<string, string>, at = asked.at(-1)?.get("hub.callback") ?? "") {
  return web.ask(`${new URL(at).pathname}?${new URLSearchParams({ "hub.challenge": "prove it", ...query })}`);
}

/** Polls, asks the hub, and lets the hub confirm. */
async function subscribe(leaseSeconds = 86_400): Promise<void> {
  await poll();
  await hubs.tick();
  await verify({ "hub.mode": "subscribe", "hub.topic": topic, "hub.lease_seconds": String(leaseSeconds) });
}

async function deliver(body: string, { method = "sha256", secret = "key-2", path = "/websub/key-1" } = {}) {
  const signature = `${method}=${createHmac(method, secret).update(body).digest("hex")}`;
  const answer = await fetch(`${web.url}${path}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/atom+xml", ...(secret === "" ? {} : { "x-hub-signature": signature }) },
  });
  return answer.status;
}

const storedCount = async () => (await world.store.readCounts()).entries;

describe("a hub that a feed names", () => {
  test("is asked once for a subscription with a secret and a callback that nobody can guess", async () => {
    await poll();
    await hubs.tick();
    await hubs.tick();
    expect(asked.map((form) => Object.fromEntries(form))).toEqual([
      {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": `${web.url}/websub/key-1`,
        "hub.secret": "key-2",
        "hub.lease_seconds": "864000",
      },
    ]);
    expect(await hub()).toMatchObject({ state: "asked", attempts: 1 });
  });

  test("is confirmed what was asked for, with its challenge, and nothing else", async () => {
    await poll();
    const early = { "hub.mode": "subscribe", "hub.topic": topic };
    expect((await verify(early, `${web.url}/websub/key-1`)).status).toBe(404);
    await hubs.tick();
    expect((await verify({ "hub.mode": "subscribe", "hub.topic": "http://other.example/" })).status).toBe(404);
    expect((await verify({ "hub.mode": "unsubscribe", "hub.topic": topic })).status).toBe(404);
    expect((await verify({ "hub.mode": "subscribe", "hub.topic": topic }, `${web.url}/websub/key-9`)).status).toBe(404);
    const right = await verify({ "hub.mode": "subscribe", "hub.topic": topic, "hub.lease_seconds": "3600" });
    expect([right.status, right.text]).toEqual([200, "prove it"]);
    expect(await hub()).toMatchObject({ state: "on", leaseUntil: world.clock.now() + hourMs });
  });

  test("delivers what is stored as if it had been polled, with each kind of signature", async () => {
    await subscribe();
    for (const [index, method] of ["sha1", "sha256", "sha384", "sha512"].entries()) {
      const body = feedText([[noon, `Bridge closed ${index}`]]);
      expect(await deliver(body, { method })).toBe(204);
    }
    expect(await storedCount()).toBe(5);
    expect(heard).toEqual([true, true, true, true]);
    expect((await world.status(feedUrl)).poll.validators.etag).not.toBeNull();
  });

  test("an unsigned or wrongly signed delivery is passed over without a word; a stranger's address is gone", async () => {
    await subscribe();
    const body = feedText([[noon, "Forged"]]);
    expect(await deliver(body, { secret: "wrong" })).toBe(204);
    expect(await deliver(body, { secret: "" })).toBe(204);
    expect(await deliver(body, { path: "/websub/key-7" })).toBe(410);
    expect(await storedCount()).toBe(1);
    expect(heard).toEqual([false, false]);
  });

  test("makes polls the backup, and the rhythm learns what it brought", async () => {
    await subscribe();
    await deliver(feedText([[noon, "Bridge closed"]]));
    items.push([noon, "Bridge closed"]);
    await poll();
    const { poll: state } = await world.status(feedUrl);
    expect(state.nextPollReason).toBe("hub on: a poll is the backup");
    expect(state.nextPollAt - world.clock.now()).toBeGreaterThanOrEqual(hourMs);
    expect(state.lastNewEntryAt).not.toBeNull();
    const { rhythm } = state.memory as { rhythm: { counts: number[] } };
    expect(rhythm.counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect((await hub())?.arrivals).toEqual([]);
  });

  test("is renewed before the lease ends, across a restart, without a gap in between", async () => {
    await subscribe(3 * 3600);
    await hubs.stop();
    await start();
    await hubs.tick();
    expect(asked).toHaveLength(1);
    await world.clock.advance(2 * hourMs + minuteMs);
    await hubs.tick();
    expect(asked).toHaveLength(2);
    expect(await hub()).toMatchObject({ state: "on", attempts: 1 });
    expect(await deliver(feedText([[noon, "Between"]]))).toBe(204);
    await verify({ "hub.mode": "subscribe", "hub.topic": topic, "hub.lease_seconds": "10800" });
    expect(await hub()).toMatchObject({ state: "on", attempts: 0, leaseUntil: world.clock.now() + 3 * hourMs });
  });

  test("a lease that ended delivers no more", async () => {
    await subscribe(3600);
    await world.clock.advance(2 * hourMs);
    expect(await deliver(feedText([[noon, "Late"]]))).toBe(410);
    expect(await storedCount()).toBe(1);
  });
});

describe("a dead hub", () => {
  test("that does not answer well is asked again after growing waits, and dropped after five", async () => {
    hubStatus = 500;
    await poll();
    for (let round = 0; round < 12; round += 1) {
      await hubs.tick();
      await world.clock.advance(6 * hourMs);
    }
    expect(asked).toHaveLength(5);
    expect(await hub()).toMatchObject({ state: "dropped", reason: "the hub answered 500" });
    await world.clock.advance(8 * dayMs);
    await hubs.tick();
    expect(asked).toHaveLength(6);
  });

  test("that does not tell of news is dropped after three polls that found some, and these are counted", async () => {
    await subscribe(10 * 86_400);
    for (let round = 1; round <= 3; round += 1) {
      await world.clock.advance(2 * hourMs);
      items.push([world.clock.now(), `Missed ${round}`]);
      await poll();
    }
    expect(await hub()).toMatchObject({ state: "dropped", missedCount: 3 });
    expect((await world.status(feedUrl)).poll.nextPollReason).toMatch(/^hub on|rhythm|floor/);
    await world.clock.advance(2 * hourMs);
    await poll();
    expect((await world.status(feedUrl)).poll.nextPollReason).not.toContain("hub");
    expect((await verify({ "hub.mode": "unsubscribe", "hub.topic": topic })).status).toBe(200);
  });

  test("that denies is let be", async () => {
    await poll();
    await hubs.tick();
    expect((await verify({ "hub.mode": "denied", "hub.topic": topic })).status).toBe(200);
    expect(await hub()).toMatchObject({ state: "dropped" });
  });

  test("a feed that is not polled any more gives its subscription back", async () => {
    await subscribe(3600);
    const { feed } = await world.status(feedUrl);
    await world.store.setFeedState(feed.id, "paused");
    await world.clock.advance(hourMs);
    await hubs.tick();
    expect(asked.at(-1)?.get("hub.mode")).toBe("unsubscribe");
    expect((await verify({ "hub.mode": "unsubscribe", "hub.topic": topic })).status).toBe(200);
  });
});
