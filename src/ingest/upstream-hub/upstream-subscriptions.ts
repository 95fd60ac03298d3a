import type { Log } from "../../domain/ports.ts";
import type { Instant } from "../../domain/time.ts";
import type { UpstreamHub, UpstreamHubKey, UpstreamHubStore } from "../../domain/upstream-hub.ts";
import { redactUrl } from "../../fetch/redact-url.ts";

/**
 * Our subscriptions at the hubs of feeds, one for each feed, in memory. Each saved subscription is also in the store.
 */
export interface UpstreamSubscriptions {
  ofFeed(feedId: number): UpstreamHub | null;
  /** The subscription as it is now. If other processes may have changed it, it is read from the store. */
  find(by: UpstreamHubKey): Promise<UpstreamHub | null>;
  /** Reads all subscriptions again, if other processes may have changed them. */
  refresh(): Promise<void>;
  /** At most `limit` subscriptions whose hub is to be sent a request now. */
  due(now: Instant, limit: number): readonly UpstreamHub[];
  /** Writes nothing when nothing changed. */
  save(hub: UpstreamHub): Promise<void>;
}

/** `known`: the subscriptions in the store. `isShared`: other processes may change them too. */
export function createUpstreamSubscriptions(
  store: UpstreamHubStore,
  log: Log,
  known: readonly UpstreamHub[],
  isShared: boolean,
): UpstreamSubscriptions {
  const byFeed = new Map<number, UpstreamHub>();
  const byToken = new Map<string, number>();

  function keep(hub: UpstreamHub): void {
    const before = byFeed.get(hub.feedId);
    if (before !== undefined && before.token !== hub.token) byToken.delete(before.token);
    byFeed.set(hub.feedId, hub);
    byToken.set(hub.token, hub.feedId);
  }

  for (const hub of known) keep(hub);
  return {
    ofFeed: (feedId) => byFeed.get(feedId) ?? null,
    async find(by) {
      if (!isShared) return byFeed.get("token" in by ? (byToken.get(by.token) ?? -1) : by.feedId) ?? null;
      const hub = await store.findUpstreamHub(by);
      if (hub !== null) keep(hub);
      return hub;
    },
    async refresh() {
      if (isShared) for (const hub of await store.listUpstreamHubs()) keep(hub);
    },
    due: (now, limit) => [...byFeed.values()].filter((hub) => isDue(hub, now)).slice(0, limit),
    async save(hub) {
      const before = byFeed.get(hub.feedId);
      if (before === hub) return;
      keep(hub);
      tellState(log, hub, before?.state ?? null);
      await store.saveUpstreamHub(hub);
    },
  };
}

/**
 * Whether a request is due. A confirmation in the future means that the clock was set back; the lease then ends sooner
 * than it seems.
 */
function isDue({ nextAskAt, confirmedAt, attempts }: UpstreamHub, now: Instant): boolean {
  return nextAskAt <= now || (attempts === 0 && confirmedAt !== null && confirmedAt > now);
}

function tellState(log: Log, hub: UpstreamHub, before: UpstreamHub["state"] | null): void {
  if (hub.state === before || hub.state === "asked") return;
  const fields = { feed: redactUrl(hub.feedUrl), hub: redactUrl(hub.hubUrl) };
  if (hub.state === "on") log.info({ ...fields, leaseUntil: hub.leaseUntil }, "hub on");
  else log.warn({ ...fields, reason: hub.reason }, "hub dropped");
}
