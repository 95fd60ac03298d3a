import { parseFeed } from "feedsmith";
import { afterEach, beforeEach, expect } from "vitest";
import { dayMs } from "../../src/domain/time.ts";
import { eventually } from "../support/cli.ts";
import { noon } from "../support/store-fixtures.ts";
import { type HubCall, type Subscriber, startSubscriber } from "../support/websub-subscriber.ts";
import { baseUrl, createHubWorld, type HubWorld } from "./hub-world.ts";

export const topic = `${baseUrl}/feeds/all.atom`;

/**
 * A conversation between our hub and a subscriber over real HTTP, new for each test. Each test names the section of the
 * W3C Recommendation (23 January 2018) whose requirements (MUST) it checks on both sides.
 * tests/support/websub-subscriber.ts meets the subscriber's requirements.
 */
export interface HubConversation {
  readonly world: HubWorld;
  readonly subscriber: Subscriber;
  /** A request for the topic, with the parameters that a test adds. */
  form(more?: Record<string, string>): Record<string, string>;
  /** Subscribes and waits until the hub has stored the subscription. */
  subscribe(more?: Record<string, string>): Promise<void>;
  subscriptions(): ReturnType<HubWorld["store"]["listSubscriptions"]>;
  /** Resolves when this many deliveries have arrived. */
  posts(count: number): Promise<readonly HubCall[]>;
  /** Resolves when the hub has logged this. */
  logged(message: string, count?: number): Promise<unknown>;
}

export function useHub(): HubConversation {
  let world: HubWorld;
  let subscriber: Subscriber;
  beforeEach(async () => {
    world = await createHubWorld();
    subscriber = await startSubscriber();
    subscriber.wishes = new Set([`subscribe ${topic}`, `unsubscribe ${topic}`]);
  });
  afterEach(async () => {
    await world.close();
    await subscriber.close();
  });
  const linesOf = (message: string) => world.log.filter((line) => line.message === message);
  const conversation: HubConversation = {
    get world() {
      return world;
    },
    get subscriber() {
      return subscriber;
    },
    form: (more = {}) => ({
      "hub.mode": "subscribe",
      "hub.topic": topic,
      "hub.callback": subscriber.callback(),
      ...more,
    }),
    async subscribe(more = {}) {
      const before = subscriber.gets.length;
      const had = linesOf("hub: confirmed").length;
      expect((await world.ask(conversation.form(more))).status).toBe(202);
      await conversation.logged("hub: confirmed", had + 1);
      expect(subscriber.gets.length).toBe(before + 1);
    },
    subscriptions: () => world.store.listSubscriptions(topic),
    posts: (count) =>
      eventually(
        async () => subscriber.posts,
        (seen) => seen.length >= count,
      ),
    logged: (message, count = 1) =>
      eventually(
        async () => linesOf(message),
        (lines) => lines.length >= count,
      ),
  };
  return conversation;
}

export function titlesOf(body: Buffer): string[] {
  const { feed } = parseFeed(body.toString("utf8")) as {
    feed: { entries?: { title?: { value?: string } | string }[] };
  };
  return (feed.entries ?? []).map(({ title }) => (typeof title === "string" ? title : (title?.value ?? "")));
}

/** Every outstanding delivery, whenever it is due. */
export function everything() {
  return {
    now: noon + 9 * dayMs,
    limit: 99,
    exceptIds: [],
    exceptHosts: [],
    exceptDestinations: [],
    firstTriesOnly: false,
  };
}
