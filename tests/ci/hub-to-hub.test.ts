import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Subscription } from "../../src/domain/hub.ts";
import type { Store } from "../../src/domain/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createWorkspace, eventually, type Service, startService, type Workspace } from "../support/cli.ts";
import { eachStore } from "../support/each-store.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

/** Two services on loopback. B follows A's merged feed, and A's hub delivers its news. */
let host: FeedHost;
let places: Workspace[];
/** The addresses of their stores. */
let stores: string[];
let a: Service | null;
let b: Service | null;

const polling = { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" };

function publish(count: number): string {
  const items = Array.from({ length: count }, (_, index) => testItem(index + 1));
  return host.publish("/wire.rss", rssDocument({ title: "wire", link: "https://wire.example/" }, items));
}

/** B's configuration. Without the feed, B cancels its subscription. */
function configureB(feed: string | null): void {
  places[1]!.writeConfig({
    // An hour. Anything that arrives sooner did not come from a poll.
    polling: { ...polling, minInterval: "1h", websub: true },
    sources: feed === null ? [] : [{ name: "A", kind: "agency", rank: 1, feeds: [{ url: feed }] }],
  });
}

async function titlesAt(service: Service): Promise<string[]> {
  const feed = (await (await fetch(`${service.baseUrl}/feeds/all.json`)).json()) as { items: { title: string }[] };
  return feed.items.map(({ title }) => title).sort();
}

const titles = (count: number) => Array.from({ length: count }, (_, index) => testItem(index + 1).title).sort();
const linesOf = (service: Service, message: string) =>
  service
    .log()
    .split("\n")
    .filter((line) => line.includes(`"msg":"${message}"`));
const until = (service: Service, message: string, count = 1) =>
  eventually(
    async () => linesOf(service, message).length,
    (seen) => seen >= count,
  );

function withStore<Answer>(place: Workspace, use: (store: Store) => Promise<Answer>): Promise<Answer> {
  return openStore(stores[places.indexOf(place)] ?? "", { now: Date.now() }).then((store) =>
    use(store).finally(() => store.close()),
  );
}

/** What A's hub has stored about its one subscriber. */
async function subscription(): Promise<Subscription | undefined> {
  return withStore(places[0]!, async (store) => {
    const [topic] = await store.listTopics();
    return topic === undefined ? undefined : (await store.listSubscriptions(topic))[0];
  });
}

/** Stops B, waits until B's next request to the hub is due, and starts B again. */
async function restartWhenDue(feed: string | null): Promise<void> {
  const { baseUrl } = b!;
  await b!.stop();
  await withStore(places[1]!, async (store) => {
    for (const hub of await store.listUpstreamHubs()) await store.saveUpstreamHub({ ...hub, nextAskAt: 0 });
  });
  configureB(feed);
  // At the same address, by which A's hub knows it.
  b = { ...(await startService(places[1]!, { WIREDESK_PORT: new URL(baseUrl).port })), baseUrl };
}

describe.each(eachStore)("on $name", ({ makeStore }) => {
  beforeEach(async () => {
    host = await startFeedHost();
    const made = [await makeStore(), await makeStore()];
    places = made.map((store) => createWorkspace({ sources: [] }, store));
    stores = made.map((store, at) => store ?? `sqlite:${places[at]!.path("wire.db")}`);
    [a, b] = [null, null];
  });
  afterEach(async () => {
    await Promise.all([a?.stop("SIGKILL"), b?.stop("SIGKILL")]);
    await host.close();
    for (const place of places) place.remove();
  });

  test("a story of A reaches B by A's hub, signed and without a poll; the lease is renewed, and cancelled at the end", async () => {
    places[0]!.writeConfig({
      polling,
      hub: { allowPrivateAddresses: true },
      sources: [{ name: "wire", kind: "agency", rank: 1, feeds: [{ url: publish(1), interval: "1s" }] }],
    });
    a = await startService(places[0]!);
    await eventually(
      () => titlesAt(a!),
      (seen) => seen.length === 1,
    );
    const feed = `${a.baseUrl}/feeds/all.atom`;
    configureB(feed);
    b = await startService(places[1]!);
    await until(b, "hub on");
    await eventually(
      () => titlesAt(b!),
      (seen) => seen.length === 1,
    );
    expect(await titlesAt(b)).toEqual(titles(1));
    // B knows of the subscription when it has confirmed it; A knows when it has read B's answer.
    const begun = await eventually(subscription, (one) => one !== undefined);
    expect(begun).toMatchObject({ topic: `${a.baseUrl.replace("127.0.0.1", "localhost")}/feeds/all.atom` });

    publish(3);
    await eventually(
      () => titlesAt(b!),
      (seen) => seen.length === 3,
    );
    expect(await titlesAt(b)).toEqual(titles(3));
    expect(linesOf(b, "polled")).toHaveLength(1);
    expect(linesOf(b, "delivered by its hub").length).toBeGreaterThan(0);

    expect(begun!.secret).toMatch(/^[\w-]{20,}$/);
    const forged = rssDocument({ title: "wire", link: "https://wire.example/" }, [testItem(66)]);
    const headers = { "content-type": "application/rss+xml", "x-hub-signature": `sha256=${"0".repeat(64)}` };
    await fetch(begun!.callback, { method: "POST", body: forged, headers });
    await until(b, "ignored a hub's delivery without a correct signature");
    expect(await titlesAt(b)).toEqual(titles(3));

    await restartWhenDue(feed);
    await until(a, "hub: confirmed", 2);
    const renewed = await subscription();
    expect(renewed).toMatchObject({ id: begun!.id, callback: begun!.callback, secret: begun!.secret });
    expect(renewed!.leaseUntil).toBeGreaterThan(begun!.leaseUntil);
    publish(4);
    await eventually(
      () => titlesAt(b!),
      (seen) => seen.length === 4,
    );
    expect(linesOf(b, "polled")).toHaveLength(0);

    await restartWhenDue(null);
    expect(await eventually(subscription, (one) => one === undefined)).toBeUndefined();
  }, 180_000);
});
