import type { HubRequest, TopicDocuments } from "../domain/hub.ts";
import type { ReadStore } from "../domain/store.ts";
import type { HubDeps } from "./hub-deps.ts";
import { createPace } from "./hub-pace.ts";
import { createHubSender } from "./hub-sender.ts";
import { createTopicWatch } from "./hub-topics.ts";
import { createHubVerifier } from "./hub-verify.ts";
import { createTopicReader } from "./topic-reader.ts";

/** Our own WebSub hub (W3C Recommendation, 2018): subscribers of our feeds are told of every change. */
export interface Hub {
  /**
   * Takes what a subscriber asks from the address `client`; it takes effect when the subscriber has confirmed it.
   * Throws WireError rate-limited.
   */
  ask(request: HubRequest, client: string): void;
  /** Call after every transaction that readers can see: topics that changed are owed to their subscribers. */
  changed(): void;
  /** Lets what is under way end; what is still owed stays in the store. */
  stop(): Promise<void>;
}

export interface HubSettings extends Omit<HubDeps, "topics" | "pace"> {
  readonly store: HubDeps["store"] & Pick<ReadStore, "readChangeMark">;
  readonly documents: TopicDocuments;
}

/** Begins with a look at every topic: what changed while no hub was running is owed as well. */
export function createHub(given: HubSettings): Hub {
  const deps: HubDeps = { ...given, pace: createPace(given.clock), topics: createTopicReader(given) };
  const verifier = createHubVerifier(deps);
  const sender = createHubSender(deps);
  const watch = createTopicWatch(deps, sender.wake);
  return {
    ask: verifier.ask,
    changed: watch.changed,
    async stop() {
      // The sender first: it must begin nothing when what is under way is cut.
      const ended = [sender.stop(), watch.stop()];
      await deps.callbacks.close();
      await Promise.all([...ended, verifier.stop()]);
    },
  };
}
