import { messageOf } from "../domain/errors.ts";
import type { HubDeps } from "./hub-deps.ts";
import { hubMessages } from "./hub-messages.ts";

/**
 * Tells subscribers that their subscription is no more: WebSub section 5.2 lets a hub deny at any point, and has it say
 * so.
 */
export interface Denials {
  /** Queues the message; it is tried once. */
  tell(topic: string, callback: string): void;
  /** Resolves when nothing is under way; what is queued after `stop` is not sent. */
  stop(): Promise<void>;
}

/** Thousands may end at once, and each that hangs takes ten seconds: so many are told at a time. */
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
      deps.log.debug({ topic, host, error: messageOf(answer.error) }, "hub: denial not heard");
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

const reason = "this hub tells of sections, sources and feeds that are published; this address is none of them";
