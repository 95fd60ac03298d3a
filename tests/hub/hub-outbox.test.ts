import { describe, expect, test } from "vitest";
import { hourMs } from "../../src/domain/time.ts";
import { eventually } from "../support/cli.ts";
import { type Subscriber, startSubscriber } from "../support/websub-subscriber.ts";
import { everything, titlesOf, topic, useHub } from "./hub-conversation.ts";

const hub = useHub();

describe("the outbox", () => {
  test("a change while the hub was stopped reaches its subscribers after a restart", async () => {
    await hub.subscribe();
    await hub.world.stopHub();
    await hub.world.publish({ title: "While away" });
    await hub.world.restartHub();
    await hub.posts(1);
    expect(titlesOf(hub.subscriber.posts[0]!.body)).toEqual(["While away"]);
  });

  test("a subscriber that was unreachable gets every item that it missed: first the older pages, then the topic", async () => {
    await hub.world.publish({ title: "Known" });
    await hub.subscribe();
    hub.subscriber.postStatus = 500;
    await hub.world.publish();
    await hub.posts(1);
    for (let count = 0; count < 148; count += 1) await hub.world.publish();
    hub.subscriber.postStatus = null;
    hub.world.pass(hourMs);
    await hub.world.restartHub();
    await eventually(
      async () => hub.world.store.readDueDeliveries(everything()),
      (due) => due.length === 0,
    );
    const bodies = hub.subscriber.posts.slice(1).map(({ body }) => titlesOf(body));
    expect(bodies.at(-1)).toEqual(Array.from({ length: 50 }, (_, index) => `Story ${150 - index}`));
    const seen = new Set(bodies.flat());
    for (let number = 2; number <= 150; number += 1) expect(seen).toContain(`Story ${number}`);
    expect(bodies.length).toBeLessThanOrEqual(4);
  });

  test("a slow subscriber delays no other", async () => {
    const slow = await startSubscriber();
    try {
      slow.wishes = new Set([`subscribe ${topic}`]);
      for (let number = 0; number < 12; number += 1) await subscribeAt(slow, slow.callback(`/slow-${number}`));
      await hub.subscribe();
      let open: () => void = () => undefined;
      slow.postGate = new Promise((resolve) => {
        open = resolve;
      });
      await hub.world.publish();
      await hub.posts(1);
      await eventually(
        async () => slow.posts.length,
        (count) => count === 4,
      );
      await hub.world.publish();
      await hub.posts(2);
      expect(slow.posts).toHaveLength(4);
      open();
      slow.postGate = null;
      await eventually(
        async () => hub.world.store.readDueDeliveries(everything()),
        (due) => due.length === 0,
      );
      expect(new Set(slow.posts.map(({ target }) => target)).size).toBe(12);
    } finally {
      await slow.close();
    }
  });

  test("a hub that is stopped during a delivery stops at once, and the delivery is made after the restart", async () => {
    await hub.subscribe();
    hub.subscriber.postGate = new Promise(() => undefined);
    await hub.world.publish({ title: "Cut off" });
    await hub.posts(1);
    await hub.world.stopHub();
    expect(await hub.world.store.readDueDeliveries(everything())).toMatchObject([{ attempts: 0 }]);
    hub.subscriber.postGate = null;
    await hub.world.restartHub();
    await hub.posts(2);
    expect(titlesOf(hub.subscriber.posts[1]!.body)).toEqual(["Cut off"]);
  });

  async function subscribeAt(who: Subscriber, callback: string): Promise<void> {
    const before = who.gets.length;
    await hub.world.ask(hub.form({ "hub.callback": callback }));
    await eventually(
      async () => hub.subscriptions(),
      (list) => list.some((one) => one.callback === callback),
    );
    expect(who.gets.length).toBe(before + 1);
  }
});
