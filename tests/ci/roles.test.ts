import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWorkspace, eventually, runProcess, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";
import { makeDatabase } from "../support/postgres-server.ts";
import { type HubCall, type Subscriber, startSubscriber } from "../support/websub-subscriber.ts";

interface Ids {
  readonly story: number;
}

const token = "a-token-of-editors-0123456789";

/** Several processes share the work on one PostgreSQL store. */
describe("serve --roles", () => {
  let host: FeedHost;
  let workspace: Workspace;
  let services: Service[];
  let subscribers: Subscriber[];

  beforeEach(async () => {
    host = await startFeedHost();
    const polling = { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" };
    const sources = [{ name: "Wire", kind: "agency", feeds: [{ url: publish(1), interval: "1s" }] }];
    const server = { baseUrl: "http://wire.example" };
    const hub = { allowPrivateAddresses: true };
    workspace = createWorkspace({ server, polling, sources, hub }, await makeDatabase());
    services = [];
    subscribers = [];
  });

  afterEach(async () => {
    await Promise.all(services.map((service) => service.stop("SIGKILL")));
    await Promise.all(subscribers.map((subscriber) => subscriber.close()));
    await host.close();
    workspace.remove();
  });

  async function start(roles: string): Promise<Service> {
    const service = await startService(workspace, {
      WIREDESK_ROLES: roles,
      WIREDESK_ADMIN_TOKEN: token,
      WIREDESK_BASE_URL: "http://wire.example",
    });
    services.push(service);
    return service;
  }

  test("two webs send equal bytes of what a poller stored and a desk decided, and a standby follows a dead desk", async () => {
    const desk = await start("desk");
    const [poller, one, other] = await Promise.all([start("poll"), start("web"), start("web,send")]);
    await titles(one, 1);
    publish(2);
    await titles(other, 2);
    await titles(one, 2);
    for (const path of ["/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json"]) {
      const [a, b] = await Promise.all([answer(one, path), answer(other, path)]);
      expect(a).toEqual(b);
      expect(a.status).toBe(200);
    }
    expect((await ask(poller, "/feeds/all.rss")).status).toBe(404);
    expect((await ask(poller, "/readyz")).status).toBe(200);
    expect((await ask(desk, "/metrics")).status).toBe(200);

    const standby = await start("desk");
    await desk.stop("SIGKILL");
    publish(3);
    await titles(one, 3);
    expect(standby.log()).not.toContain("failed");
    expect(await poller.stop()).toBe(0);
    expect(await one.stop()).toBe(0);
    expect(await standby.stop()).toBe(0);
  });

  test("an editor at one web changes what another web shows, through the desk", async () => {
    const [, one, other] = [await start("desk,poll"), await start("web"), await start("web")];
    await titles(one, 1);
    await titles(other, 1);
    const { items } = JSON.parse((await ask(one, "/feeds/all.json")).text) as { items: { _wiredesk: Ids }[] };
    const { story = 0 } = items[0]?._wiredesk ?? {};
    const told = await (await fetch(`${one.baseUrl}/api/v1/stories/${story}`)).json();
    const { entries } = told as { entries: { id: number }[] };
    const ruled = await fetch(`${one.baseUrl}/api/v1/stories/${story}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ action: "withdraw", entries: entries.map(({ id }) => id), by: "Ann" }),
    });
    expect([ruled.status, await ruled.json()]).toEqual([200, { done: true, rulings: 1 }]);
    await eventually(
      () => ask(other, "/feeds/all.rss"),
      (answered) => answered.text.includes("WITHDRAWN"),
    );
  });

  test("two senders share the subscribers of the hub, and when one dies, the other one serves them all", async () => {
    const [, web, one] = [await start("desk,poll"), await start("web"), await start("send"), await start("send")];
    await titles(web, 1);
    const topic = "http://wire.example/feeds/all.json";
    for (const host of [2, 3, 4, 5, 6, 7]) {
      const subscriber = await startSubscriber(`127.0.0.${host}`);
      subscribers.push(subscriber);
      subscriber.wishes = new Set([`subscribe ${topic}`]);
      const wish = { "hub.mode": "subscribe", "hub.topic": topic, "hub.callback": subscriber.callback() };
      const asked = await fetch(`${web.baseUrl}/hub`, { method: "POST", body: new URLSearchParams(wish) });
      expect(asked.status).toBe(202);
    }
    const status = () => runProcess(workspace, ["status"]);
    await eventually(status, ({ stdout }) => stdout.includes("6 subscriptions"), 30_000);
    await eventually(
      status,
      ({ stdout }) => stdout.split("sends to 32 of 64 shares of the receivers").length === 3,
      30_000,
    );
    publish(2);
    await delivered(2);
    await one.stop("SIGKILL");
    publish(3);
    await delivered(3);
    const shares = await eventually(status, ({ stdout }) => stdout.includes("sends to 64 of 64 shares"), 30_000);
    expect(shares.stdout).toContain("6 subscriptions, 0 wait for a delivery");
    for (const { posts } of subscribers) {
      const counts = posts.map(countIn);
      expect(counts).toEqual(counts.toSorted((less, more) => less - more));
    }
  });

  async function delivered(count: number): Promise<void> {
    const counts = async () => subscribers.map(({ posts }) => posts.map(countIn).at(-1) ?? 0);
    await eventually(counts, (seen) => seen.every((items) => items === count), 40_000);
  }

  test("is refused over a store in a file, and with an unknown role", async () => {
    const single = createWorkspace({ sources: [] });
    const refused = await runProcess(single, ["serve", "--roles", "web"]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("PostgreSQL store")]);
    const unknown = await runProcess(single, ["serve", "--roles", "web,disk"]);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no role "disk"')]);
    single.remove();
  });

  function publish(count: number): string {
    const items = Array.from({ length: count }, (_, n) => testItem(n + 1));
    return host.publish("/wire.rss", rssDocument({ title: "Wire", link: "https://wire.example/" }, items));
  }
});

/** How many items a delivered document has. */
function countIn({ body }: HubCall): number {
  return (JSON.parse(body.toString("utf8")) as { items: unknown[] }).items.length;
}

async function titles(service: Service, count: number): Promise<void> {
  await eventually(
    () => ask(service, "/feeds/all.json"),
    ({ status, text }) => status === 200 && (JSON.parse(text) as { items: unknown[] }).items.length === count,
    30_000,
  );
}

async function ask(service: Service, path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${service.baseUrl}${path}`);
  return { status: response.status, text: await response.text() };
}

async function answer(service: Service, path: string) {
  const response = await fetch(`${service.baseUrl}${path}`);
  const { headers, status } = response;
  return { status, text: await response.text(), etag: headers.get("etag"), modified: headers.get("last-modified") };
}
