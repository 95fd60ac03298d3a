import type { HubRequest, TopicDocuments } from "../domain/hub.ts";
import type { ReadStore } from "../domain/store.ts";
import { createPace } from "../sending/pace.ts";
import type { HubDeps } from "./hub-deps.ts";
import { createHubSender } from "./hub-sender.ts";
import { createTopicWatch } from "./hub-topics.ts";
import { createHubVerifier } from "./hub-verify.ts";
import { createTopicReader } from "./topic-reader.ts";

/** Our own WebSub hub (W3C Recommendation, 2018). It announces every change of our feeds to their subscribers. */
export interface Hub {
  /**
   * Accepts a subscriber's request that came from the address `client`. The request takes effect when the subscriber
   * has confirmed it. Throws WireError rate-limited.
   */
  ask(request: HubRequest, client: string): void;
  /**
   * Call this after every transaction whose changes readers can see. Subscribers of the changed topics then get the
   * changes.
   */
  changed(): void;
  /**
   * Ends the running requests, and resolves when no work is running. Deliveries that are still owed stay in the store.
   */
  stop(): Promise<void>;
}

export interface HubSettings extends Omit<HubDeps, "topics" | "pace"> {
  readonly store: HubDeps["store"] & Pick<ReadStore, "readChangeMark">;
  readonly documents: TopicDocuments;
}

/** Creates the hub. It first checks every topic, so that changes from before its start are delivered as well. */
export function createHub(given: HubSettings): Hub {
  const deps: HubDeps = { ...given, pace: createPace(given.clock), topics: createTopicReader(given) };
  const verifier = createHubVerifier(deps);
  const sender = createHubSender(deps);
  const watch = createTopicWatch(deps, sender.wake);
  return {
    ask: verifier.ask,
    changed: watch.changed,
    async stop() {
      // Stop the sender first, so that it starts no delivery after running ones are cut off.
      const ended = [sender.stop(), watch.stop()];
      await deps.callbacks.close();
      await Promise.all([...ended, verifier.stop()]);
    },
  };
}
