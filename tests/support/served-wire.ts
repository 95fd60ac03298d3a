import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { createWorkspace, eventually, type Service, startService, type Workspace } from "./cli.ts";
import { type StoreKind, sqlite } from "./each-store.ts";
import { rssDocument, type TestItem } from "./feed-documents.ts";
import { type FeedHost, startFeedHost } from "./feed-host.ts";

/**
 * Feeds on loopback, and the built service that polls them. Both are made and removed for each test, or once for all
 * tests of a group, which then use them one after the other: a start takes seconds on a slow machine.
 */
export interface ServedWire {
  readonly host: FeedHost;
  readonly workspace: Workspace;
  /** Publishes `NAME.rss` with these items where the service polls it. Returns its address. */
  publish(items: readonly TestItem[], name?: string): string;
  /**
   * Writes the configuration, with one source for each feed: "wire" is an agency, others are outlets. `interval`: how
   * often each feed is polled. `more`: other parts of the configuration.
   */
  configure(feeds: Readonly<Record<string, string>>, interval?: string, more?: object): void;
  /** Takes the publisher off the network: its feeds cannot be reached any more. */
  unplug(): Promise<void>;
  /** Starts the service, in place of one that was ended. */
  start(env?: Record<string, string>): Promise<Service>;
  /** Kills the service, if it runs. */
  kill(): Promise<void>;
  /** A request to the service. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** The items of one of the service's JSON Feeds. */
  readItems(path?: string): Promise<Record<string, unknown>[]>;
  /** Waits until a document of the service contains all of these texts, and returns it. */
  holds(path: string, ...texts: string[]): Promise<string>;
}

export function useServedWire(
  made: "for each test" | "for the group" = "for each test",
  { makeStore }: StoreKind = sqlite,
): ServedWire {
  let host: FeedHost;
  let workspace: Workspace;
  let service: Service | null = null;
  const [before, after] = made === "for each test" ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(async () => {
    host = await startFeedHost();
    workspace = createWorkspace({ sources: [] }, await makeStore());
  });
  const kill = async () => {
    await service?.stop("SIGKILL");
    service = null;
  };
  after(async () => {
    await kill();
    await host.close();
    workspace.remove();
  });
  const ask = (path: string, init: RequestInit = {}) => fetch(`${service?.baseUrl}${path}`, init);
  return {
    get host() {
      return host;
    },
    get workspace() {
      return workspace;
    },
    publish: (items, name = "wire") =>
      host.publish(`/${name}.rss`, rssDocument({ title: name, link: `https://${name}.example/` }, items)),
    configure(feeds, interval, more = {}) {
      workspace.writeConfig({
        polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
        sources: Object.entries(feeds).map(([name, url]) => ({
          name,
          kind: name === "wire" ? "agency" : "outlet",
          rank: name === "wire" ? 1 : 50,
          feeds: [interval === undefined ? { url } : { url, interval }],
        })),
        ...more,
      });
    },
    async unplug() {
      await host.close();
      host = await startFeedHost();
    },
    kill,
    async start(env) {
      service = await startService(workspace, env);
      return service;
    },
    ask,
    async readItems(path = "/feeds/all.json") {
      const response = await ask(path);
      if (response.status !== 200) throw new Error(`${path} is answered with ${response.status}`);
      return ((await response.json()) as { items: Record<string, unknown>[] }).items;
    },
    holds: (path, ...texts) =>
      eventually(
        async () => (await ask(path)).text(),
        (text) => texts.every((one) => text.includes(one)),
      ),
  };
}
