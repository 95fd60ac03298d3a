import { expect } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../../../src/domain/time.ts";
import { type SubscriberWorld, sign, topic } from "../../upstream-hub/subscriber-world.ts";
import { feedText } from "../feed-text.ts";
import { noon } from "../poll-examples.ts";
import type { CaseName } from "./publisher-case.ts";

/** A hub, and how it handles our subscription. */
export interface HubCase extends CaseName {
  readonly prove: (world: SubscriberWorld) => Promise<void>;
}

const news = feedText([[noon, "Bridge closed"]]);
const yes = { "hub.mode": "subscribe", "hub.topic": topic };

interface Delivered {
  readonly status: number;
  /** The number of entries in the store, including the one of the first poll. */
  readonly stored: number;
  readonly heard: readonly boolean[];
}

function delivery(
  manners: "good" | "bad",
  name: string,
  how: Parameters<SubscriberWorld["deliver"]>[1],
  expected: Delivered,
  body = news,
): HubCase {
  return {
    rule: "hub deliveries",
    manners,
    name,
    async prove(world) {
      await world.subscribe();
      const status = await world.deliver(body, how);
      expect({ status, stored: await world.storedCount(), heard: world.heard }).toEqual(expected);
    },
  };
}

const taken = { status: 204, stored: 2, heard: [true] };
const passedOver = { status: 204, stored: 1, heard: [false] };

/** Point 11: hubs that deliver news, and hubs that do not. */
export const hubCases: readonly HubCase[] = [
  ...["sha1", "sha256", "sha384", "sha512"].map((method) =>
    delivery("good", `signs its delivery with ${method}`, { method }, taken),
  ),
  delivery("good", "delivers what is known already", {}, { ...taken, stored: 1 }, feedText([[noon, "Ferry sails"]])),
  delivery("bad", "does not sign", { header: null }, passedOver),
  delivery("bad", "signs under another secret", { header: sign(news, "sha256", "guess") }, passedOver),
  delivery("bad", "signs another body", { header: sign(`${news} `) }, passedOver),
  delivery("bad", "signs with a method that is none of WebSub's", { header: sign(news, "md5") }, passedOver),
  delivery("bad", "sends half a signature", { header: sign(news).slice(0, 40) }, passedOver),
  delivery("bad", "delivers what is no feed", {}, passedOver, "<nothing/>"),
  delivery(
    "bad",
    "delivers where nobody subscribed",
    { path: "/websub/key-7" },
    { ...passedOver, status: 410, heard: [] },
  ),
  {
    rule: "hub deliveries",
    manners: "bad",
    name: "delivers after the lease has ended",
    async prove(world) {
      await world.subscribe(3600);
      await world.world.clock.advance(2 * hourMs);
      expect([await world.deliver(news), await world.storedCount()]).toEqual([410, 1]);
    },
  },
  {
    rule: "dead hubs",
    manners: "good",
    name: "is alive: its lease is renewed before it ends, across a restart, without a gap",
    async prove(world) {
      await world.subscribe(3 * 3600);
      await world.restart();
      await world.tick();
      expect(world.asked).toHaveLength(1);
      await world.world.clock.advance(2 * hourMs + minuteMs);
      await world.tick();
      expect(world.asked).toHaveLength(2);
      expect(await world.hub()).toMatchObject({ state: "on", attempts: 1 });
      expect(await world.deliver(news)).toBe(204);
      await world.verify({ ...yes, "hub.lease_seconds": "10800" });
      const leaseUntil = world.world.clock.now() + 3 * hourMs;
      expect(await world.hub()).toMatchObject({ state: "on", attempts: 0, leaseUntil });
    },
  },
  {
    rule: "dead hubs",
    manners: "bad",
    name: "answers 500: it is asked again after growing waits, and dropped after five; a week later it has another chance",
    async prove(world) {
      world.hubStatus = 500;
      await world.poll();
      for (let round = 0; round < 12; round += 1) {
        await world.tick();
        await world.world.clock.advance(6 * hourMs);
      }
      expect(world.asked).toHaveLength(5);
      expect(await world.hub()).toMatchObject({ state: "dropped", reason: "the hub answered 500" });
      await world.world.clock.advance(8 * dayMs);
      await world.tick();
      expect(world.asked).toHaveLength(6);
    },
  },
  {
    rule: "dead hubs",
    manners: "bad",
    name: "does not tell of news: what polls find is counted, and after three such polls it is dropped",
    async prove(world) {
      await world.subscribe(10 * 86_400);
      for (let round = 1; round <= 3; round += 1) {
        await world.world.clock.advance(2 * hourMs);
        world.items.push([world.world.clock.now(), `Missed ${round}`]);
        await world.poll();
      }
      expect(await world.hub()).toMatchObject({ state: "dropped", missedCount: 3 });
      await world.world.clock.advance(2 * hourMs);
      await world.poll();
      const { poll } = await world.world.status(world.feedUrl);
      expect(poll.nextPollReason).not.toContain("hub");
      expect(poll.memory).toMatchObject({ hub: { state: "dropped", missedCount: 3 } });
      expect((await world.verify({ "hub.mode": "unsubscribe", "hub.topic": topic })).status).toBe(200);
    },
  },
  {
    rule: "dead hubs",
    manners: "bad",
    name: "denies the subscription: it is let be",
    async prove(world) {
      await world.poll();
      await world.tick();
      expect((await world.verify({ "hub.mode": "denied", "hub.topic": topic })).status).toBe(200);
      expect(await world.hub()).toMatchObject({ state: "dropped" });
    },
  },
  {
    rule: "dead hubs",
    manners: "bad",
    name: "asks about what we never wanted: nothing is confirmed",
    async prove(world) {
      await world.poll();
      expect((await world.verify(yes, `${world.web.url}/websub/key-1`)).status).toBe(404);
      await world.tick();
      const other = { ...yes, "hub.topic": "http://other.example/" };
      expect((await world.verify(other)).status).toBe(404);
      expect((await world.verify({ ...yes, "hub.mode": "unsubscribe" })).status).toBe(404);
      expect((await world.verify(yes, `${world.web.url}/websub/key-9`)).status).toBe(404);
      expect(await world.hub()).toMatchObject({ state: "asked" });
    },
  },
];
