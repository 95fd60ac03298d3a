import type { HubRequest } from "../domain/hub.ts";
import type { HubDeps } from "./hub-deps.ts";
import { createPace } from "./hub-pace.ts";
import { createHubSender } from "./hub-sender.ts";
import { createTopicWatch } from "./hub-topics.ts";
import { createHubVerifier } from "./hub-verify.ts";

/** Our own WebSub hub (W3C Recommendation, 2018): subscribers of our feeds are told of every change. */
export interface Hub {
  /**
   * Takes what a subscriber asks; it takes effect when the subscriber has confirmed it. Throws WireError rate-limited.
   */
  ask(request: HubRequest): void;
  /** Call after every transaction that readers can see: topics that changed are owed to their subscribers. */
  changed(): void;
  /** Lets what is under way end; what is still owed stays in the store. */
  stop(): Promise<void>;
}

/** Begins with a look at every topic: what changed while no hub was running is owed as well. */
export function createHub(deps: HubDeps): Hub {
  const pace = createPace(deps.clock);
  const verifier = createHubVerifier(deps);
  const sender = createHubSender(deps);
  const watch = createTopicWatch(deps, { pace, onOwed: sender.wake });
  return {
    ask: verifier.ask,
    changed: watch.changed,
    async stop() {
      // The sender first: it must begin nothing when what is under way is cut.
      const ended = [sender.stop(), watch.stop()];
      await deps.callbacks.close();
      await Promise.all([...ended, verifier.settle()]);
    },
  };
}
