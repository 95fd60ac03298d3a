import { describe, expect, test } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../src/domain/time.ts";
import { eventually } from "../support/cli.ts";
import { isSignedWith } from "../support/websub-subscriber.ts";
import { everything, titlesOf, topic, useHub } from "./hub-conversation.ts";
import { baseUrl } from "./hub-world.ts";

const hub = useHub();

describe("section 7, content distribution", () => {
  test("the POST MUST contain the topic's whole content, its Content-Type, and Link headers for hub and self", async () => {
    await hub.world.publish();
    await hub.subscribe();
    await hub.world.publish();
    await hub.posts(1);
    const served = await hub.world.app.ask("/feeds/all.atom");
    const [call] = hub.subscriber.posts;
    expect(call!.body.equals(served.body)).toBe(true);
    expect(call!.headers["content-type"]).toBe(served.headers["content-type"]);
    expect(call!.headers.link).toBe(`<${baseUrl}/hub>; rel="hub", <${topic}>; rel="self"`);
    expect(call!.headers["x-hub-signature"]).toBeUndefined();
    expect(call!.target).toBe("/news?user=7&sign=%C3%A9");
  });

  test("with a secret the hub MUST sign the body: method=hex, HMAC under the secret", async () => {
    await hub.subscribe({ "hub.secret": "schlüssel" });
    await hub.world.publish();
    await hub.posts(1);
    const [call] = hub.subscriber.posts;
    expect(call!.headers["x-hub-signature"]).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(isSignedWith("schlüssel", call!)).toBe(true);
    expect(isSignedWith("schlussel", call!)).toBe(false);
  });

  test("nothing is sent without a change, and every change is sent", async () => {
    await hub.world.publish();
    await hub.subscribe();
    await hub.world.publish({ title: "Second" });
    await hub.posts(1);
    await hub.world.publish({ title: "Third" });
    await hub.posts(2);
    expect(titlesOf(hub.subscriber.posts[0]!.body)).toEqual(["Second", "Story 1"]);
    expect(titlesOf(hub.subscriber.posts[1]!.body)).toEqual(["Third", "Second", "Story 1"]);
    await hub.subscribe();
    expect(hub.subscriber.posts).toHaveLength(2);
  });

  test.each([200, 202, 204])("%i MUST count as success, as any 2xx", async (status) => {
    await hub.subscribe();
    hub.subscriber.postStatus = status;
    await hub.world.publish();
    await hub.posts(1);
    await eventually(
      async () => hub.world.store.readDueDeliveries(everything()),
      (due) => due.length === 0,
    );
  });

  test("410 ends the subscription; any other answer outside 2xx is a failure (a redirect MUST NOT be followed) and is tried again; the body of the answer is ignored", async () => {
    await hub.subscribe();
    hub.subscriber.postStatus = 302;
    await hub.world.publish();
    await hub.logged("hub: delivery failed");
    expect(await hub.subscriptions()).toHaveLength(1);
    expect(hub.subscriber.calls.filter(({ target }) => target === "/elsewhere")).toEqual([]);
    hub.subscriber.postStatus = 410;
    hub.world.pass(minuteMs);
    await hub.world.publish();
    await hub.logged("hub: the subscriber ended its subscription (410)");
    expect(await hub.subscriptions()).toEqual([]);
  });

  test("a failing delivery is tried for 48 hours at growing intervals, then dropped and recorded; the subscription MUST stay and get the next version", async () => {
    await hub.subscribe({ "hub.lease_seconds": String((20 * dayMs) / 1000) });
    hub.subscriber.postStatus = 503;
    await hub.world.publish({ title: "Lost on the way" });
    let hours = 0;
    for (; (await hub.world.store.readDroppedDeliveries(1)).length === 0; hours += 3) {
      expect(hours).toBeLessThan(60);
      const tries = hub.subscriber.posts.length;
      await eventually(
        async () => hub.world.log.filter(({ message }) => /delivery (failed|given up)/.test(message)).length,
        (count) => count > tries || count >= hub.subscriber.posts.length,
      );
      hub.world.pass(3 * hourMs);
      await hub.world.restartHub();
      await eventually(
        async () => hub.subscriber.posts.length,
        (count) => count > tries,
      );
    }
    expect(hours).toBeGreaterThanOrEqual(45);
    const [dropped] = await hub.world.store.readDroppedDeliveries(5);
    expect(dropped).toMatchObject({
      topic,
      callback: hub.subscriber.callback(),
      lastError: "the subscriber answered 503",
    });
    expect(dropped!.attempts).toBeGreaterThan(10);
    hub.subscriber.postStatus = null;
    const tries = hub.subscriber.posts.length;
    await hub.world.publish({ title: "Next" });
    await hub.posts(tries + 1);
    expect(titlesOf(hub.subscriber.posts.at(-1)!.body)[0]).toBe("Next");
    // The hub records a delivery after it has read the answer.
    await eventually(
      () => hub.world.store.readDueDeliveries(everything()),
      (due) => due.length === 0,
    );
  });
});
