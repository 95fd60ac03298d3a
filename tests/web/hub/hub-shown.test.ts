import { expect, test } from "vitest";
import type { Store } from "../../../src/domain/store.ts";
import { hourMs } from "../../../src/domain/time.ts";
import { noon } from "../../support/store-fixtures.ts";
import { openDesk, serveDesk } from "../served-desk.ts";

const topic = "https://wire.example/feeds/all.atom";
const version = (number: number) => ({ etag: `"${number}"`, newest: null });

/**
 * Three subscribers: the hub gave up on one, deliveries to one have failed for an hour, and one has received
 * everything.
 */
async function fillHub(store: Store): Promise<void> {
  const subscribe = (name: string) => {
    const callback = `https://reader.example/${name}?token=a<b`;
    const request = { mode: "subscribe", topic, callback, secret: null, leaseSeconds: 864_000 } as const;
    return store.saveSubscription(request, version(1), noon);
  };
  const owing = async () => {
    const due = { limit: 9, exceptIds: [], exceptHosts: [], exceptDestinations: [], firstTriesOnly: false };
    const [delivery] = await store.readDueDeliveries({ now: noon + 49 * hourMs, ...due });
    return delivery!;
  };
  await subscribe("gone");
  await store.oweTopic(topic, version(2), noon);
  const error = "the subscriber answered 503";
  await store.dropDelivery(await owing(), version(2), { at: noon + 48 * hourMs, error });
  await subscribe("slow");
  await store.oweTopic(topic, version(2), noon + 48 * hourMs);
  const failure = { at: noon + 48 * hourMs, nextTryAt: noon + 50 * hourMs, error: "no answer" };
  await store.saveDeliveryFailure(await owing(), failure);
  await store.saveSubscription(
    { mode: "subscribe", topic: `${topic}?lang=de`, callback: "https://b.example/", secret: null, leaseSeconds: 9 },
    version(2),
    noon,
  );
}

async function serve(deps: object = {}) {
  const { url, store, clock } = await openDesk();
  await fillHub(store);
  clock.time = noon + 49 * hourMs;
  return serveDesk({ url, clock, deps: { adminToken: "s3cret-token", ...deps } });
}

test("/metrics counts subscribers, outstanding deliveries, and abandoned deliveries", async () => {
  const { ask } = await serve();
  const lines = (await ask("/metrics")).text.split("\n");
  for (const line of [
    'wiredesk_subscribers{kind="subscriptions"} 3',
    'wiredesk_subscribers{kind="topics"} 2',
    'wiredesk_subscriber_deliveries_owed{state="new"} 0',
    'wiredesk_subscriber_deliveries_owed{state="failing"} 1',
    "wiredesk_subscriber_delivery_oldest_seconds 3600",
    "wiredesk_subscriber_deliveries_dropped_total 1",
  ])
    expect(lines).toContain(line);
  expect((await ask("/metrics")).text).toContain("wiredesk_subscriber_deliveries_dropped_total 1\n");
});

test("a service without a hub has no hub metrics", async () => {
  const { ask } = await serve({ hub: false });
  expect((await ask("/metrics")).text).not.toContain("wiredesk_subscriber");
});

test("the API shows subscriptions only to editors, with what was given up and why", async () => {
  const { ask } = await serve();
  expect((await ask("/api/v1/hub")).status).toBe(401);
  const { status, text } = await ask("/api/v1/hub", { headers: { Authorization: "Bearer s3cret-token" } });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    subscriptions: 3,
    topics: 2,
    owed: 1,
    failing: 1,
    oldestOwed: new Date(noon + 48 * hourMs).toISOString(),
    dropped: 1,
    lastDropped: [
      {
        topic,
        callback: "https://reader.example/gone?token=a<b",
        owed: new Date(noon).toISOString(),
        dropped: new Date(noon + 48 * hourMs).toISOString(),
        attempts: 1,
        lastError: "the subscriber answered 503",
      },
    ],
  });
});

test("/sources shows subscribers' addresses only to signed-in editors", async () => {
  const app = await serve();
  expect((await app.ask("/sources")).text).not.toContain("reader.example");
  const body = new URLSearchParams({ name: "Ada", token: "s3cret-token" }).toString();
  const type = { "Content-Type": "application/x-www-form-urlencoded" };
  const login = await fetch(`${app.url}/login`, { method: "POST", body, headers: type, redirect: "manual" });
  const Cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const { text } = await app.ask("/sources", { headers: { Cookie } });
  expect(text).toContain("<dt>given up</dt><dd>1</dd>");
  expect(text).toContain("https://reader.example/gone?token=a&lt;b");
  expect(text).toContain("the subscriber answered 503");
});
