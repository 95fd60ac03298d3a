import type { LookupFunction } from "node:net";
import { describe, expect, test } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../src/domain/time.ts";
import { eventually } from "../support/cli.ts";
import { startSubscriber } from "../support/websub-subscriber.ts";
import { topic, useHub } from "./hub-conversation.ts";
import { createHubWorld } from "./hub-world.ts";

const hub = useHub();

describe("section 5.3, verification of intent", () => {
  test("sends mode, topic and a random challenge of safe characters, and MUST send the lease for a subscription", async () => {
    await hub.subscribe({ "hub.lease_seconds": "7200" });
    await hub.subscribe({ "hub.mode": "unsubscribe" });
    const [first, second] = hub.subscriber.gets.map(({ query }) => query);
    expect([first!.get("hub.mode"), first!.get("hub.topic"), first!.get("hub.lease_seconds")]).toEqual([
      "subscribe",
      topic,
      "7200",
    ]);
    expect([second!.get("hub.mode"), second!.get("hub.topic")]).toEqual(["unsubscribe", topic]);
    const challenges = [first!.get("hub.challenge")!, second!.get("hub.challenge")!];
    for (const challenge of challenges) expect(challenge).toMatch(/^[+\-./0-9:=A-Z_a-z]{16,}$/);
    expect(new Set(challenges).size).toBe(2);
    expect(await hub.subscriptions()).toEqual([]);
  });

  test.each([
    ["another body", { status: 200, body: "yes" }],
    ["an empty body", { status: 200, body: "" }],
    ["a redirect, which MUST NOT be followed", { status: 302, body: "", location: "/elsewhere" }],
    ["404", { status: 404, body: "" }],
    ["500", { status: 500, body: "" }],
    ["a body without end", { status: 200, body: "x".repeat(3_000_000) }],
  ])("MUST consider %s a failure", async (_what, answer) => {
    hub.subscriber.getAnswer = () => answer;
    await hub.world.ask(hub.form());
    await hub.logged("hub: not confirmed");
    expect(await hub.subscriptions()).toEqual([]);
    expect(hub.subscriber.gets).toHaveLength(1);
  });

  test("a correct challenge with another status than 2xx MUST NOT verify", async () => {
    hub.subscriber.getAnswer = ({ query }) => ({ status: 400, body: query.get("hub.challenge") ?? "" });
    await hub.world.ask(hub.form());
    await hub.logged("hub: not confirmed");
    expect(await hub.subscriptions()).toEqual([]);
  });

  test("leases MUST be enforced and MUST NOT be perpetual", async () => {
    await hub.subscribe({ "hub.lease_seconds": "999999999999" });
    expect(hub.subscriber.gets[0]!.query.get("hub.lease_seconds")).toBe(String((30 * dayMs) / 1000));
    await hub.subscribe({ "hub.callback": hub.subscriber.callback("/short"), "hub.lease_seconds": "1" });
    expect(hub.subscriber.gets[1]!.query.get("hub.lease_seconds")).toBe("3600");
    await hub.subscribe({ "hub.callback": hub.subscriber.callback("/default") });
    expect(hub.subscriber.gets[2]!.query.get("hub.lease_seconds")).toBe(String((10 * dayMs) / 1000));
    hub.world.pass(2 * hourMs);
    await hub.world.publish();
    await hub.posts(2);
    expect(new Set(hub.subscriber.posts.map(({ target }) => target.split("?")[0]))).toEqual(
      new Set(["/news", "/default"]),
    );
    expect(await hub.subscriptions()).toHaveLength(2);
  });
});

describe("abuse", () => {
  test("a callback inside our own network gets no request", async () => {
    const guarded = await createHubWorld(false);
    try {
      expect((await guarded.ask(hub.form())).status).toBe(202);
      await eventually(
        async () => guarded.log.filter(({ message }) => message === "hub: not confirmed"),
        (lines) => lines.length === 1,
      );
      expect(JSON.stringify(guarded.log)).toContain("loopback");
      expect(hub.subscriber.calls).toEqual([]);
    } finally {
      await guarded.close();
    }
  });

  test("one host gets at most sixty requests a minute, whatever its ports", async () => {
    hub.subscriber.wishes = new Set();
    const statuses: number[] = [];
    for (let number = 0; number < 65; number += 1) {
      const callback = new URL(hub.subscriber.callback(`/${number}`));
      callback.port = String(50_000 + number);
      statuses.push((await hub.world.ask(hub.form({ "hub.callback": callback.href }))).status);
    }
    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 202));
    expect(statuses.slice(60)).toEqual(Array.from({ length: 5 }, () => 503));
    hub.world.pass(minuteMs);
    expect((await hub.world.ask(hub.form())).status).toBe(202);
  });

  test("an address gets at most sixty requests a minute, under any number of names", async () => {
    const named = await createHubWorld(true, toLoopback());
    try {
      for (let number = 0; number < 70; number += 1)
        await named.ask(
          hub.form({ "hub.callback": hub.subscriber.callback().replace("127.0.0.1", `n${number}.example`) }),
        );
      const lines = () => named.log.filter(({ message }) => message === "hub: not confirmed");
      await eventually(
        async () => lines().length + hub.subscriber.gets.length,
        (count) => count >= 70,
      );
      expect(hub.subscriber.gets.length).toBe(60);
      expect(JSON.stringify(lines())).toContain("its address gets too many requests");
    } finally {
      await named.close();
    }
  });

  test("a name is looked up once, and the request goes to the address that was found", async () => {
    const asked: string[] = [];
    const rebound = await createHubWorld(true, toLoopback(asked));
    try {
      await rebound.ask(hub.form({ "hub.callback": hub.subscriber.callback().replace("127.0.0.1", "twice.example") }));
      await eventually(
        async () => rebound.log.filter(({ message }) => message === "hub: confirmed"),
        (lines) => lines.length === 1,
      );
      expect(asked).toEqual(["twice.example"]);
    } finally {
      await rebound.close();
    }
  });

  test("one client may make at most 120 requests a minute, for any hosts", async () => {
    const statuses: number[] = [];
    for (let number = 0; number < 125; number += 1)
      statuses.push((await hub.world.ask(hub.form({ "hub.callback": `http://127.7.0.${number}:1/` }))).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(120);
    expect(statuses.slice(120)).toEqual(Array.from({ length: 5 }, () => 503));
  });

  test("callbacks that hang, at many ports and paths of a host, delay no other confirmation", async () => {
    let answer: () => void = () => undefined;
    hub.subscriber.getGate = new Promise((resolve) => {
      answer = resolve;
    });
    for (let number = 0; number < 50; number += 1)
      await hub.world.ask(hub.form({ "hub.callback": hub.subscriber.callback(`/hangs-${number}`) }));
    await eventually(
      async () => hub.subscriber.gets.length,
      (count) => count >= 8,
    );
    const other = await startSubscriber("127.0.0.2");
    try {
      other.wishes = new Set([`subscribe ${topic}`]);
      await hub.world.ask(hub.form({ "hub.callback": other.callback() }));
      await hub.logged("hub: confirmed");
      expect(hub.subscriber.gets).toHaveLength(8);
    } finally {
      answer();
      await other.close();
    }
  });
});

/** Resolves every name to 127.0.0.1 and records it in `asked`. */
function toLoopback(asked: string[] = []): LookupFunction {
  return (hostname, _options, callback) => {
    asked.push(hostname);
    callback(null, [{ address: "127.0.0.1", family: 4 }]);
  };
}
