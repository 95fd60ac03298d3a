import type { Log } from "../../domain/ports.ts";
import type { Instant } from "../../domain/time.ts";
import type { UpstreamHub, UpstreamHubStore } from "../../domain/upstream-hub.ts";
import { redactUrl } from "../../fetch/redact-url.ts";

/**
 * Our subscriptions at the hubs of feeds, one for each feed, in memory. Each saved subscription is also in the store.
 */
export interface UpstreamSubscriptions {
  ofFeed(feedId: number): UpstreamHub | null;
  ofToken(token: string): UpstreamHub | null;
  /** At most `limit` subscriptions whose hub is to be sent a request now. */
  due(now: Instant, limit: number): readonly UpstreamHub[];
  /** Writes nothing when nothing changed. */
  save(hub: UpstreamHub): Promise<void>;
}

/** `known`: the subscriptions in the store. */
export function createUpstreamSubscriptions(
  store: Pick<UpstreamHubStore, "saveUpstreamHub">,
  log: Log,
  known: readonly UpstreamHub[],
): UpstreamSubscriptions {
  const byFeed = new Map(known.map((hub) => [hub.feedId, hub]));
  const byToken = new Map(known.map((hub) => [hub.token, hub.feedId]));
  return {
    ofFeed: (feedId) => byFeed.get(feedId) ?? null,
    ofToken: (token) => byFeed.get(byToken.get(token) ?? -1) ?? null,
    due: (now, limit) => [...byFeed.values()].filter((hub) => isDue(hub, now)).slice(0, limit),
    async save(hub) {
      const before = byFeed.get(hub.feedId);
      if (before === hub) return;
      if (before !== undefined && before.token !== hub.token) byToken.delete(before.token);
      byFeed.set(hub.feedId, hub);
      byToken.set(hub.token, hub.feedId);
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
