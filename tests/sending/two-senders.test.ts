import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Channel } from "../../src/domain/alerts/channel.ts";
import type { Store } from "../../src/domain/store.ts";
import { createHeartbeats } from "../../src/ingest/sharing/heartbeat.ts";
import { createSenderShards } from "../../src/ingest/sharing/sender-shards.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { silentLog } from "../support/logs.ts";
import { messageOf, newMessageOf } from "../support/outgoing-fixtures.ts";
import { createAlertWorld } from "./alert-world.ts";
import { webhookSecret } from "./chat-services.ts";
import { hidden } from "./hidden.ts";

const receivers = Array.from({ length: 12 }, (_, at) => `receiver${at}`);

let folder: string;
let store: Store;
let clock: FakeClock;
let closing: (() => Promise<void>)[];

beforeEach(async () => {
  folder = makeFolder();
  clock = createFakeClock();
  store = await openStore(`sqlite:${join(folder, "wiredesk.db")}`, { now: clock.now() });
  closing = [];
});

afterEach(async () => {
  for (const close of closing) await close();
  await store.close();
  removeFolder(folder);
});

/** A sender with receivers of its own, so that a test sees what this sender has sent. */
async function startSender(owner: string) {
  const shards = createSenderShards({ clock });
  const webhook = { kind: "webhook", allowPrivateAddresses: true, secrets: [hidden(webhookSecret)] } as const;
  const channelsAt = (url: string) =>
    receivers.map((name): Channel => ({ ...webhook, name, url: hidden(`${url}/webhook`) }));
  const parts = { store, now: clock.now(), clock, receivers: shards, channelsAt };
  const world = await createAlertWorld([], true, parts);
  const beats = createHeartbeats({
    ...{ store, clock, log: silentLog, owner, roles: ["send"] as const, wanted: [], receivers: shards, settings: "" },
  });
  closing.push(world.close);
  /** The messages that each receiver got from this sender, as numbers. */
  const sent = () => {
    const ids = world.services.of.webhook.taken.map(({ id }) => id.split("-"));
    return new Map(receivers.map((name) => [name, ids.filter(([to]) => to === name).map(([, n]) => Number(n))]));
  };
  return { ...world, beat: beats.beat, look: shards.look, sent };
}

type Sender = Awaited<ReturnType<typeof startSender>>;

test("two senders share the receivers; each receiver has one of them, and gets its messages in order and once, also when one joins, dies and returns", async () => {
  const a = await startSender("a");
  const b = await startSender("b");
  const senders = [a, b];
  let count = 0;
  const putThree = async () => {
    for (const number of [count + 1, count + 2, count + 3])
      await store.addToOutbox(
        receivers.map((to) =>
          newMessageOf("", { channel: to, dueAt: clock.now(), message: messageOf(`${to}-${number}`) }),
        ),
        clock.now(),
      );
    count += 3;
  };
  const pass = async (seconds: number, beating: readonly Sender[]) => {
    for (let second = 0; second < seconds; second += 1) {
      for (const one of beating) await one.beat();
      for (const one of senders) {
        one.look();
        one.sender.wake();
      }
      await a.pass(1_000);
      await b.pass(0);
    }
  };
  const servedBy = (one: Sender, number: number) =>
    receivers.filter((name) => one.sent().get(name)?.includes(number) === true);

  await putThree();
  await pass(4, [a]);
  expect(servedBy(a, 3)).toEqual(receivers);

  await pass(4, senders);
  await putThree();
  await pass(4, senders);
  const [ofA, ofB] = [servedBy(a, 6), servedBy(b, 6)];
  expect([...ofA, ...ofB].sort()).toEqual([...receivers].sort());
  expect(Math.min(ofA.length, ofB.length)).toBeGreaterThan(0);

  // a no longer reaches the store for its heartbeats. It stops before its leases end; only then does b take over.
  await pass(9, [b]);
  await putThree();
  await pass(1, [b]);
  expect([servedBy(a, 7), servedBy(b, 7)]).toEqual([[], ofB]);
  await pass(4, [b]);
  expect([servedBy(a, 9), servedBy(b, 9).sort()]).toEqual([[], [...receivers].sort()]);

  await pass(4, senders);
  await putThree();
  await pass(4, senders);
  expect(servedBy(a, 12).length).toBeGreaterThan(0);
  for (const name of receivers) {
    const [one, other] = senders.map((sender) => sender.sent().get(name) ?? []);
    expect([...(one ?? []), ...(other ?? [])].sort((x, y) => x - y)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    );
    for (const numbers of [one, other]) expect(numbers).toEqual(numbers?.toSorted((x, y) => x - y));
  }
});
