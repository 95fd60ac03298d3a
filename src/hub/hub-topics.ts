import { messageOf } from "../domain/errors.ts";
import { minuteMs } from "../domain/time.ts";
import type { HubDeps } from "./hub-deps.ts";
import { hubMessages } from "./hub-messages.ts";

/** Looks at the topics that have subscribers, and owes them what changed. */
export interface TopicWatch {
  changed(): void;
  stop(): Promise<void>;
}

/**
 * Under a burst of changes the topics are looked at this often: a subscriber waits no longer, and gets several items at
 * once.
 */
const lookGapMs = 200;
/** Another process may write to the store too, and leases end. */
const lookMsMax = minuteMs;

/** `onOwed` is called when deliveries may be due. */
export function createTopicWatch(deps: HubDeps, onOwed: () => void): TopicWatch {
  const stopping = new AbortController();
  const look = createLook(deps, onOwed, stopping.signal);
  let wakeUp: (() => void) | null = null;
  let changes = 1;

  async function watch(): Promise<void> {
    for (let seen = 0; !stopping.signal.aborted; ) {
      if (seen === changes) await changeOr(lookMsMax);
      seen = changes;
      await look();
      await deps.clock.sleep(lookGapMs, stopping.signal);
    }
  }

  function changeOr(ms: number): Promise<void> {
    const slept = new AbortController();
    const changed = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    const late = deps.clock.sleep(ms, slept.signal).catch(() => undefined);
    return Promise.race([changed, late]).finally(() => slept.abort());
  }

  const watching = watch().catch((thrown: unknown) => {
    if (!stopping.signal.aborted) deps.log.error({ err: thrown }, `hub: ${messageOf(thrown)}`);
  });
  return {
    changed() {
      changes += 1;
      wakeUp?.();
    },
    async stop() {
      stopping.abort(new Error("the hub is stopping"));
      wakeUp?.();
      await watching;
      await look.told();
    },
  };
}

interface Look {
  /** Never rejects: a store that cannot be read now is read at the next look. */
  (): Promise<void>;
  /** Resolves when the subscribers of topics that are gone have been told. */
  told(): Promise<void>;
}

function createLook(deps: HubDeps, onOwed: () => void, stopped: AbortSignal): Look {
  /** The version of each topic that its subscribers were last found to be owed. */
  const owed = new Map<string, string>();
  let telling: Promise<unknown> = Promise.resolve();

  async function look(): Promise<void> {
    try {
      await deps.store.expireSubscriptions(deps.clock.now());
      const topics = new Set(await deps.store.listTopics());
      for (const topic of owed.keys()) if (!topics.has(topic)) owed.delete(topic);
      for (const topic of topics) if (!stopped.aborted) await lookAt(topic);
    } catch (thrown) {
      deps.log.error({ err: thrown }, `hub: ${messageOf(thrown)}`);
    }
    onOwed();
  }

  async function lookAt(topic: string): Promise<void> {
    const document = await deps.documents.read(topic, null);
    if (document === null) {
      const tell = await removeAll(deps, topic);
      // Slow subscribers must not hold up the other topics.
      telling = Promise.all([telling, tell(stopped)]);
      return;
    }
    if (owed.get(topic) === document.etag) return;
    const count = await deps.store.oweTopic(topic, document, deps.clock.now());
    owed.set(topic, document.etag);
    if (count > 0) onOwed();
  }

  return Object.assign(look, {
    async told() {
      await telling;
    },
  });
}

/**
 * A topic that is no more: WebSub section 5.2 lets a hub deny at any point, and has it say so. Answers how to tell
 * them.
 */
async function removeAll(deps: HubDeps, topic: string): Promise<(stopped: AbortSignal) => Promise<void>> {
  const subscriptions = await deps.store.listSubscriptions(topic);
  for (const { callback } of subscriptions) await deps.store.removeSubscription(topic, callback);
  deps.log.info({ topic, subscriptions: subscriptions.length }, "hub: the topic is gone");
  return async (stopped) => {
    for (const { callback } of subscriptions) {
      if (stopped.aborted) return;
      await deps.callbacks.send(hubMessages.denial(topic, callback, "this feed is no longer published"));
    }
  };
}
