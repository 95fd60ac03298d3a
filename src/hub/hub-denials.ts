import { messageOf } from "../domain/errors.ts";
import type { HubDeps } from "./hub-deps.ts";
import { hubMessages } from "./hub-messages.ts";

/**
 * Tells subscribers that their subscription has ended. WebSub section 5.2 lets a hub deny a subscription at any time,
 * and asks the hub to tell the subscriber.
 */
export interface Denials {
  /** Queues a message. It is sent only once, even if sending fails. */
  tell(topic: string, callback: string): void;
  /** Starts no more messages. Resolves when none is being sent. */
  stop(): Promise<void>;
}

/**
 * How many messages are sent at the same time. Thousands of subscriptions may end at once, and a callback that hangs
 * takes ten seconds.
 */
const runningMax = 8;

export function createDenials(deps: HubDeps): Denials {
  const waiting: { readonly topic: string; readonly callback: string }[] = [];
  const running = new Set<Promise<void>>();
  let stopped = false;

  function next(): void {
    while (!stopped && running.size < runningMax) {
      const told = waiting.pop();
      if (told === undefined) return;
      const work = deny(told.topic, told.callback).finally(() => {
        running.delete(work);
        next();
      });
      running.add(work);
    }
  }

  async function deny(topic: string, callback: string): Promise<void> {
    const answer = await deps.callbacks.send(hubMessages.denial(topic, callback, reason));
    const host = new URL(callback).host;
    if (answer.kind === "failed")
      deps.log.debug({ topic, host, error: messageOf(answer.error) }, "hub: could not deliver a denial");
  }

  return {
    tell(topic, callback) {
      waiting.push({ topic, callback });
      next();
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}

const reason = "this hub announces published sections, sources and feeds; this address is none of them";
