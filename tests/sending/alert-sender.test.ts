import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NewOutboxMessage } from "../../src/domain/alerts/outbox-store.ts";
import { hourMs, minuteMs } from "../../src/domain/time.ts";
import { itemOf, messageOf, newMessageOf } from "../support/outgoing-fixtures.ts";
import { type AlertWorld, createAlertWorld } from "./alert-world.ts";
import type { ServiceName } from "./chat-services.ts";

let world: AlertWorld;
beforeEach(async () => {
  world = await createAlertWorld();
});
afterEach(() => world.close());

const names: readonly ServiceName[] = ["webhook", "slack", "hook", "teams", "discord", "telegram", "ntfy"];

/** Messages 1 to `count` for one channel, due now. */
function messages(channel: string, count: number): NewOutboxMessage[] {
  return Array.from({ length: count }, (_, at) => {
    const message = messageOf(`${channel}-${at + 1}`, {
      title: `Story ${at + 1}`,
      items: [itemOf({ headline: `Story ${at + 1}` })],
    });
    return newMessageOf(message.id, { channel, message, dueAt: world.clock.now() });
  });
}

/** The numbers of the messages that a service took, in order. */
function numbersAt(name: ServiceName): readonly number[] {
  return world.services.of[name].taken.map(({ body }) => Number(/Story (\d+)/.exec(JSON.stringify(body))?.[1]));
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe("the sender of alerts", () => {
  test("sends to every kind of channel, in order, and no service finds fault with a message", async () => {
    await world.put(...names.flatMap((name) => messages(name, 3)));
    await world.pass(minuteMs);
    for (const name of names) {
      expect([name, numbersAt(name), world.services.of[name].faults]).toEqual([name, [1, 2, 3], []]);
    }
    expect(await world.store.readNextMessage({ now: world.clock.now(), except: [] })).toBe(null);
  });

  test("a channel that is dead for an hour gets everything after it, in order and once; no other waits", async () => {
    const { webhook, slack } = world.services.of;
    webhook.state = "dead";
    await world.put(...messages("webhook", 12), ...messages("slack", 12));
    expect(numbersAt("slack")).toEqual(upTo(12));
    await world.pass(hourMs);
    expect(webhook.taken).toEqual([]);
    // Tried with growing waits, and not all the time.
    expect(webhook.askedAt.length).toBeGreaterThan(10);
    expect(webhook.askedAt.length).toBeLessThan(30);
    webhook.state = null;
    await world.pass(5 * minuteMs);
    expect(numbersAt("webhook")).toEqual(upTo(12));
    expect(webhook.taken.map(({ id }) => id)).toEqual(upTo(12).map((number) => `webhook-${number}`));
    expect(slack.taken).toHaveLength(12);
  });

  test("a receiver that answers a byte a second gets everything in order; no other waits", async () => {
    world.services.of.telegram.state = "slow";
    world.services.of.webhook.state = "slow";
    await world.put(...messages("telegram", 2), ...messages("webhook", 3), ...messages("discord", 5));
    expect(numbersAt("discord")).toEqual(upTo(5));
    await world.pass(3 * minuteMs);
    expect(numbersAt("webhook")).toEqual(upTo(3));
    // The receipt of a bot's message is in the answer, which comes too late: a repeat is all that can be done.
    expect(new Set(numbersAt("telegram"))).toEqual(new Set([1]));
    world.services.of.telegram.state = null;
    await world.pass(10 * minuteMs);
    expect(numbersAt("telegram").at(-1)).toBe(2);
  });

  test.each(["slack", "hook", "discord", "telegram", "ntfy", "webhook"] as const)(
    "%s answers 429: nothing is sent before the time that it names, and then everything in order",
    async (name) => {
      const service = world.services.of[name];
      service.busyUntil = world.clock.now() + 10 * minuteMs;
      await world.put(...messages(name, 4), ...messages("teams", 4));
      expect(numbersAt("teams")).toEqual(upTo(4));
      await world.pass(10 * minuteMs - 1000);
      expect(service.askedAt).toHaveLength(1);
      await world.pass(10_000);
      expect(numbersAt(name)).toEqual(upTo(4));
    },
  );

  test("a burst keeps to the rate that a service allows", async () => {
    const { slack } = world.services.of;
    slack.everyMs = 1000;
    await world.put(...messages("slack", 20));
    await world.pass(45_000);
    expect(numbersAt("slack")).toEqual(upTo(20));
  });

  test("after a day a message is given up with the reason, the later ones with it, and a person sends it again", async () => {
    const { webhook } = world.services.of;
    webhook.state = "dead";
    await world.put(...messages("webhook", 2));
    await world.pass(23 * hourMs, 10_000);
    expect(await world.store.readOutboxFigures(world.clock.now())).toMatchObject([{ waiting: 2, failed: 0 }]);
    await world.pass(hourMs + 10 * minuteMs, 10_000);
    const failed = await world.store.listOutbox({ states: ["failed"], channel: null, limit: 10 });
    expect(failed).toMatchObject([
      { lastError: expect.stringMatching(/broke|reset|closed/) },
      { attempts: expect.any(Number) },
    ]);
    webhook.state = null;
    await world.store.resend(
      failed.map(({ seq }) => seq),
      world.clock.now(),
    );
    await world.pass(10_000);
    expect(webhook.taken.map(({ id }) => id)).toEqual(["webhook-1", "webhook-2"]);
  });

  test("a digest is given up when the next one is due", async () => {
    world.services.of.webhook.state = "dead";
    const [one, two] = messages("webhook", 2) as [NewOutboxMessage, NewOutboxMessage];
    const nextAt = world.clock.now() + hourMs;
    await world.put({ ...one, giveUpAt: nextAt }, { ...two, dueAt: nextAt });
    await world.pass(hourMs - 10_000);
    expect(await world.store.readOutboxFigures(world.clock.now())).toMatchObject([{ waiting: 2 }]);
    await world.pass(6 * minuteMs);
    world.services.of.webhook.state = null;
    await world.pass(6 * minuteMs);
    expect(numbersAt("webhook")).toEqual([2]);
  });

  test("a message that the service calls wrong is given up at once, and holds up no later one", async () => {
    const [one, two] = messages("slack", 2) as [NewOutboxMessage, NewOutboxMessage];
    // A thread that Slack does not know; the second try, without the thread, is taken.
    const first = { id: "x", title: "Gone", deskUrl: "https://desk.example/1" };
    await world.put({ ...one, message: { ...one.message, thread: { key: "k", first: null } } });
    world.services.of.slack.taken.length = 0;
    await world.put({ ...two, message: { ...two.message, thread: { key: "k", first } } });
    expect(world.services.of.slack.faults).toEqual(["thread_not_found"]);
    expect(JSON.stringify(world.services.of.slack.taken[0]?.body)).toContain("Follows: ");
    world.services.of.discord.refuses = "Story 1";
    await world.put(...messages("discord", 2));
    expect(numbersAt("discord")).toEqual([2]);
    const failed = await world.store.listOutbox({ states: ["failed"], channel: "discord", limit: 10 });
    expect(failed).toMatchObject([{ message: { id: "discord-1" }, lastError: expect.stringContaining("400") }]);
  });

  test("a message that is being sent when the service stops is sent again with the same id", async () => {
    const { webhook } = world.services.of;
    webhook.state = "dead";
    await world.put(...messages("webhook", 1));
    await world.sender.stop();
    webhook.state = null;
    await world.pass(minuteMs);
    expect(webhook.taken).toEqual([]);
    expect(await world.store.readOutboxFigures(world.clock.now())).toMatchObject([{ waiting: 1 }]);
  });

  test("of two services on one store, only one sends; the other goes on when it may", async () => {
    world.isElsewhere = true;
    await world.put(...messages("webhook", 2));
    await world.pass(minuteMs);
    expect(world.services.of.webhook.askedAt).toEqual([]);
    world.isElsewhere = false;
    await world.pass(6000);
    expect(numbersAt("webhook")).toEqual([1, 2]);
  });

  test("a channel that the configuration no longer has keeps its messages, and names the reason", async () => {
    await world.put(newMessageOf("a", { channel: "gone", dueAt: world.clock.now() }));
    await world.pass(minuteMs);
    expect(await world.store.readOutboxFigures(world.clock.now())).toMatchObject([
      { channel: "gone", waiting: 1, lastError: 'the configuration has no channel "gone"' },
    ]);
  });
});

describe("the address guard", () => {
  test("keeps channels away from our own network unless they may go there", async () => {
    await world.close();
    world = await createAlertWorld([], false);
    await world.put(...names.flatMap((name) => messages(name, 1)));
    await world.pass(10_000);
    for (const name of names) expect(world.services.of[name].askedAt).toEqual([]);
    const figures = await world.store.readOutboxFigures(world.clock.now());
    expect(figures.map(({ lastError }) => lastError)).toEqual(
      names.map(() =>
        expect.stringContaining(
          "127.0.0.1: a loopback address; if it is on your own network, set allowPrivateAddresses: true",
        ),
      ),
    );
  });
});

describe("a story with two updates and a withdrawal", () => {
  test("is one thread of four messages where there are threads, and four linked messages elsewhere", async () => {
    const first = { id: "", title: "Bridge closed", deskUrl: "https://desk.example/stories/7" };
    const events = ["new", "update", "update", "withdrawal"] as const;
    for (const [at, event] of events.entries()) {
      await world.put(
        ...names.map((channel) => {
          const thread = { key: `s7-${channel}`, first: at === 0 ? null : { ...first, id: `s7-${channel}-0` } };
          const id = `s7-${channel}-${at}`;
          const kind = at === 0 ? ("alert" as const) : ("followUp" as const);
          const message = messageOf(id, { kind, title: `${event}: Bridge closed`, items: [itemOf({ event })], thread });
          return newMessageOf(id, { channel, message, dueAt: world.clock.now() });
        }),
      );
      await world.pass(30 * minuteMs);
    }
    const { slack, telegram, ...others } = world.services.of;
    expect(slack.taken.map(({ body }) => body.thread_ts ?? null)).toEqual([
      null,
      ...Array(3).fill("1700000000.000001"),
    ]);
    expect(telegram.taken.map(({ body }) => body.reply_parameters ?? null)).toEqual([
      null,
      ...Array(3).fill({ message_id: 1, allow_sending_without_reply: true }),
    ]);
    for (const { taken } of [slack, telegram]) expect(JSON.stringify(taken)).not.toContain("Follows: ");
    const { webhook, ...chats } = others;
    for (const { taken } of Object.values(chats)) {
      expect(taken).toHaveLength(4);
      const links = /Follows: (?=.*Bridge closed)(?=.*https:\/\/desk\.example\/stories\/7)/;
      const linked = taken.map(({ body }) => links.test(JSON.stringify(body)));
      expect(linked).toEqual([false, true, true, true]);
    }
    const threads = webhook.taken.map(
      ({ body }) => (body.data as { thread: { first: { id: string } | null } }).thread.first?.id ?? null,
    );
    expect(threads).toEqual([null, ...Array(3).fill("s7-webhook-0")]);
  });
});
