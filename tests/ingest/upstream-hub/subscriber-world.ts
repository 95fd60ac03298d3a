import { createHmac } from "node:crypto";
import express from "express";
import type { Commands } from "../../../src/domain/commands.ts";
import { hourMs, minuteMs } from "../../../src/domain/time.ts";
import type { UpstreamHub } from "../../../src/domain/upstream-hub.ts";
import { createGuardedSender } from "../../../src/fetch/guarded-callbacks.ts";
import { oneAtATime } from "../../../src/ingest/one-at-a-time.ts";
import { runCommand } from "../../../src/ingest/run-command.ts";
import { createHubSubscriber, type HubSubscriber } from "../../../src/ingest/upstream-hub/hub-subscriber.ts";
import { systemClock } from "../../../src/runtime/system-clock.ts";
import { createErrorHandler } from "../../../src/web/error-handler.ts";
import { createUpstreamHubRoutes } from "../../../src/web/hub/upstream-hub-routes.ts";
import { createRefusals } from "../../../src/web/metrics/refusals.ts";
import { type Answer, type ServedApp, serveApp } from "../../support/serve-app.ts";
import { feedText } from "../poll/feed-text.ts";
import { noon } from "../poll/poll-examples.ts";
import { openPollerWorld, type PollerWorld, serve } from "../poll/poller-world.ts";

export const topic = "http://wire.example/self.xml";

/** A feed with a hub, both on loopback, and a subscriber with the real routes. */
export interface SubscriberWorld {
  readonly world: PollerWorld;
  readonly web: ServedApp;
  readonly feedUrl: string;
  /** The items of the feed, each with its time. */
  readonly items: [number, string][];
  /** The requests that the hub received. */
  readonly asked: readonly URLSearchParams[];
  /** The outcomes of deliveries that matched a subscription. */
  readonly heard: readonly boolean[];
  /** The names of their hubs. */
  readonly heardOf: ReadonlySet<string>;
  /** The hub's answer to a request. */
  hubStatus: number;
  readonly hubs: HubSubscriber;
  /** How often the poller was told to look for due feeds. */
  readonly polls: number;
  /** Stops the subscriber and starts another, as a new process would. */
  restart(): Promise<void>;
  poll(): Promise<void>;
  /** Runs the subscriber's periodic work once. */
  tick(): Promise<void>;
  /** The stored subscription. */
  hub(): Promise<UpstreamHub | null>;
  /** The hub verifies at the callback that it was last given, or at another. */
  verify(query: Readonly<Record<string, string>>, at?: string): Promise<Answer>;
  /** Polls, subscribes at the hub, and makes the hub confirm. */
  subscribe(leaseSeconds?: number): Promise<void>;
  /** The hub posts news. Returns the status. `header` replaces the correct signature; null sends none. */
  deliver(body: string | Uint8Array<ArrayBuffer>, how?: Delivered): Promise<number>;
  storedCount(): Promise<number>;
  close(): Promise<void>;
}

/** `extra`: elements of the feed's channel, such as a cloud, instead of its hub. */
export async function openSubscriberWorld(extra?: (world: PollerWorld) => string): Promise<SubscriberWorld> {
  const world = await openPollerWorld();
  const asked: URLSearchParams[] = [];
  const heard: boolean[] = [];
  const heardOf = new Set<string>();
  const items: [number, string][] = [[noon - hourMs, "Ferry sails"]];
  const feedUrl = serveFeed(world, items, extra?.(world) ?? null);
  world.hosts.on("127.0.5.2", "/hub", async (request, response) => {
    let form = "";
    for await (const piece of request) form += piece;
    asked.push(new URLSearchParams(form));
    response.writeHead(subscriber.hubStatus).end();
  });
  const run = (command: never) =>
    runCommand({ store: world.store, clock: world.clock, hubs, hub: null, poll: () => (polls += 1) } as never, command);
  const routes = createUpstreamHubRoutes({ commands: { run: run as Commands["run"] } });
  const web = await serveApp(
    express()
      .use(routes)
      .use(
        createErrorHandler({
          ...world,
          baseUrl: "http://127.0.0.1",
          sections: [],
          sessions: null,
          refusals: createRefusals(world),
        }),
      ),
  );
  let keys = 0;
  let polls = 0;
  const start = async (): Promise<HubSubscriber> => {
    const callbacks = createGuardedSender({ userAgent: "test", allowPrivateAddresses: true, clock: systemClock });
    const newKey = () => `key-${++keys}`;
    const onHeard = (accepted: boolean, hub: string) => {
      heard.push(accepted);
      heardOf.add(hub);
    };
    const ingest = oneAtATime(world.ingest);
    const deps = { ...world, callbacks, newKey, onHeard, baseUrl: web.url, ingest, intervalMsMin: minuteMs };
    return createHubSubscriber(deps, await world.store.listUpstreamHubs());
  };
  let hubs = await start();
  await world.subscribe(feedUrl);
  const subscriber: SubscriberWorld = {
    ...{ world, web, feedUrl, items, asked, heard, heardOf, hubStatus: 202 },
    get polls() {
      return polls;
    },
    get hubs() {
      return hubs;
    },
    async restart() {
      await hubs.stop();
      hubs = await start();
    },
    async poll() {
      await world.clock.runUntil(world.poller({ hubs }).pollAll({ dueOnly: false }));
    },
    tick: () => hubs.tick(),
    hub: async () => (await world.store.listUpstreamHubs())[0] ?? null,
    verify: (query, at = asked.at(-1)?.get("hub.callback") ?? "") =>
      web.ask(`${new URL(at).pathname}?${new URLSearchParams({ "hub.challenge": "prove it", ...query })}`),
    async subscribe(leaseSeconds = 86_400) {
      await subscriber.poll();
      await hubs.tick();
      const lease = { "hub.lease_seconds": String(leaseSeconds) };
      await subscriber.verify({ "hub.mode": "subscribe", "hub.topic": topic, ...lease });
    },
    deliver: (body, how = {}) => deliver(web, body, how),
    storedCount: async () => (await world.store.readCounts()).entries,
    async close() {
      await hubs.stop();
      await web.close();
      await world.close();
    },
  };
  return subscriber;
}

function serveFeed({ hosts }: PollerWorld, items: readonly [number, string][], extra: string | null): string {
  const link = `<http://127.0.5.2:${hosts.port}/hub>; rel="hub", <${topic}>; rel=self`;
  const behaviour = serve(
    () => feedText(items, extra ?? ""),
    (): Record<string, string> => (extra === null ? { link } : {}),
  );
  hosts.on("127.0.5.1", "/wire.xml", behaviour);
  return hosts.url("127.0.5.1", "/wire.xml");
}

/** `encoding`: the Content-Encoding that the hub states. The body is sent unchanged. */
interface Delivered {
  readonly method?: string;
  readonly header?: string | null;
  readonly path?: string;
  readonly encoding?: string;
}

/** Signed for the first subscription of a world, unless `header` says otherwise. */
async function deliver(
  web: ServedApp,
  body: string | Uint8Array<ArrayBuffer>,
  { method = "sha256", header, path = "/websub/key-1", encoding }: Delivered,
): Promise<number> {
  const signature = header === undefined ? sign(body, method) : header;
  const signed: Record<string, string> = signature === null ? {} : { "x-hub-signature": signature };
  const coded: Record<string, string> = encoding === undefined ? {} : { "content-encoding": encoding };
  const headers = { "content-type": "application/atom+xml", ...signed, ...coded };
  return (await fetch(`${web.url}${path}`, { method: "POST", body, headers })).status;
}

/** "method=hex" with the secret of the first subscription, or with another. */
export function sign(body: string | Uint8Array, method = "sha256", secret = "key-2"): string {
  return `${method}=${createHmac(method, secret).update(body).digest("hex")}`;
}
