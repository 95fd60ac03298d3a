import { messageOf } from "../domain/errors.ts";
import { minuteMs } from "../domain/time.ts";
import { createDenials, type Denials } from "./hub-denials.ts";
import type { HubDeps } from "./hub-deps.ts";

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
  const denials = createDenials(deps);
  const look = createLook(deps, { onOwed, denials }, stopping.signal);
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
      await denials.stop();
    },
  };
}

/** Never rejects: a store that cannot be read now is read at the next look. */
function createLook(deps: HubDeps, work: { onOwed: () => void; denials: Denials }, stopped: AbortSignal) {
  /** The version of each topic that its subscribers were last found to be owed. */
  const owed = new Map<string, string>();

  return async function look(): Promise<void> {
    const gone = { topics: 0, subscriptions: 0 };
    try {
      await deps.store.expireSubscriptions(deps.clock.now());
      const topics = new Set(await deps.store.listTopics());
      for (const topic of owed.keys()) if (!topics.has(topic)) owed.delete(topic);
      for (const topic of topics) {
        await deps.pace.turn();
        if (stopped.aborted) return;
        const ended = await lookAt(topic);
        gone.topics += ended === null ? 0 : 1;
        gone.subscriptions += ended ?? 0;
      }
    } catch (thrown) {
      if (!stopped.aborted) deps.log.error({ err: thrown }, `hub: ${messageOf(thrown)}`);
    }
    // One line: strangers chose how many there are.
    if (gone.topics > 0) deps.log.info(gone, "hub: subscriptions to addresses that are no topics have ended");
    work.onOwed();
  };

  /** Answers how many subscriptions ended because the address is no topic (any more); null where it is one. */
  async function lookAt(topic: string): Promise<number | null> {
    const version = await deps.topics.readVersion(topic);
    if (version === null) return removeAll(topic);
    if (owed.get(topic) === version.etag) return null;
    const count = await deps.store.oweTopic(topic, version, deps.clock.now());
    owed.set(topic, version.etag);
    if (count > 0) work.onOwed();
    return null;
  }

  async function removeAll(topic: string): Promise<number> {
    const subscriptions = await deps.store.listSubscriptions(topic);
    for (const { callback } of subscriptions) {
      await deps.pace.turn();
      await deps.store.removeSubscription(topic, callback);
      work.denials.tell(topic, callback);
    }
    return subscriptions.length;
  }
}
