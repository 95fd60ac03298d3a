import { type ReceiverShare, receiverShard } from "../domain/service/receiver-shares.ts";
import { minuteMs } from "../domain/time.ts";
import { createDenials, type Denials } from "./hub-denials.ts";
import type { HubDeps } from "./hub-deps.ts";
import { logFailure } from "./log-failure.ts";

/** Checks the topics that have subscribers, and records what the subscribers are owed. */
export interface TopicWatch {
  changed(): void;
  stop(): Promise<void>;
}

/**
 * The shortest time between two checks of the topics. When many changes come at once, a subscriber gets several items
 * in one delivery.
 */
const lookGapMs = 200;
/** The topics are checked at least this often, because another process may write to the store, and leases end. */
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
    if (!stopping.signal.aborted) logFailure(deps.log, thrown);
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

/** The topics that this process checks. */
function topicsOf(receivers: ReceiverShare, topics: readonly string[]): readonly string[] {
  const shards = receivers.shards();
  return shards === null ? topics : topics.filter((topic) => shards.includes(receiverShard(topic)));
}

/**
 * Makes the function that checks all topics of this process once. The function never rejects: if the store cannot be
 * read now, the next check tries again.
 */
function createLook(deps: HubDeps, work: { onOwed: () => void; denials: Denials }, stopped: AbortSignal) {
  /** The last version of each topic that was recorded as owed to its subscribers. */
  const owed = new Map<string, string>();

  return async function look(): Promise<void> {
    if (deps.receivers.shards()?.length === 0) return;
    const gone = { topics: 0, subscriptions: 0 };
    try {
      await deps.store.expireSubscriptions(deps.clock.now());
      const topics = new Set(topicsOf(deps.receivers, await deps.store.listTopics()));
      // What another process has recorded meanwhile is not known here.
      for (const topic of owed.keys()) if (!topics.has(topic)) owed.delete(topic);
      for (const topic of topics) {
        await deps.pace.turn();
        if (stopped.aborted) return;
        const ended = await lookAt(topic);
        gone.topics += ended === null ? 0 : 1;
        gone.subscriptions += ended ?? 0;
      }
    } catch (thrown) {
      if (!stopped.aborted) logFailure(deps.log, thrown);
    }
    // Log only one line, because strangers decide how many such subscriptions there are.
    if (gone.topics > 0) deps.log.info(gone, "hub: ended subscriptions to addresses that are not topics");
    work.onOwed();
  };

  /**
   * Checks one topic. Returns the number of subscriptions that ended because the address is not a topic (any more);
   * null when it is a topic.
   */
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
