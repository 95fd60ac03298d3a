import type { Config } from "../../config/config.ts";
import { allSections, readingFilter } from "../../documents/section-access.ts";
import type { TopicDocuments } from "../../domain/hub.ts";
import { allReceivers } from "../../domain/service/receiver-shares.ts";
import { createAlertClock } from "../../ingest/alerts/alert-clock.ts";
import { createDigestClock, type DigestedSection } from "../../ingest/alerts/digest-clock.ts";
import { createDeskPace, type DeskPace } from "../../ingest/desk/desk-pace.ts";
import type { FigureCount } from "../../ingest/figure-count.ts";
import { createIngestService, type IngestService } from "../../ingest/ingest-service.ts";
import type { ReadGuard } from "../../ingest/read-guarded.ts";
import type { IngestEvent } from "../ingest-messages.ts";
import { servicePart } from "../process-owner.ts";
import { createAlertSetup } from "./create-alert-setup.ts";
import { createDeskOf } from "./create-desk.ts";
import { createDiskRoomOf } from "./create-disk-room.ts";
import { createHttpOf } from "./create-http.ts";
import type { createHubOf } from "./create-hub.ts";
import { createIngestOf } from "./create-ingest.ts";
import { createLogOf } from "./create-log.ts";
import { createHubSubscriberOf, createLeaseWaitsOf, createPollerOf } from "./create-polling.ts";
import { createReaderOf } from "./create-reader.ts";
import type { SharedWork } from "./share-work.ts";
import type { ClockedStore } from "./store-clock.ts";

/** The connections between the parts of the ingest thread and the rest of the process. */
interface IngestPartsDeps {
  readonly figures: FigureCount;
  readonly topics: TopicDocuments;
  readonly shared: SharedWork;
  readonly tell: (news: IngestEvent) => void;
}

/**
 * Makes the parts of the ingest thread that the roles of the process need. `service` joins them. Call `close` after the
 * service has stopped.
 */
export async function createIngestParts(
  config: Config,
  at: ClockedStore,
  { figures, topics, shared, tell }: IngestPartsDeps,
): Promise<{ readonly service: IngestService; close(): Promise<void> }> {
  const { store, clock } = at;
  const log = createLogOf(config);
  const http = createHttpOf(config, clock);
  const reader = createReaderOf("live");
  // Only the process that decides knows how many entries still wait for the desk.
  const pace = config.roles.includes("desk") ? createDeskPace() : null;
  const known = config.polling.websub ? await store.listUpstreamHubs() : null;
  const readAlerts = createAlertSetup(config, store);
  const service = createIngestService({
    store,
    desk: pace && createDeskPart(config, at, pace, { shared, tell }),
    hub: config.hub.enabled
      ? await createHub(config, { ...at, documents: topics, receivers: shared.receivers ?? allReceivers })
      : null,
    alertClock: pace && createAlertClock({ store, clock, readAlerts }),
    digestClock: pace && createDigestClock({ store, clock, readAlerts, sections: digestedSections(config) }),
    alerts: config.channels.length > 0 ? await createAlertSender(config, at, shared) : null,
    clock,
    log,
    entryAgeMs: config.retention.entryAgeMs,
    onChange: () => tell({ kind: "changed", change: { byEditor: false } }),
    onFailing: figures.failing,
    leaseWaits: createLeaseWaitsOf(at, log, figures.waiting),
    onDecided: figures.decided,
    diskRoom: createDiskRoomOf(config, log),
    async findFeed(url) {
      // Import late: editors seldom search for feeds, and the code that reads pages is large.
      const { fetchOnce, findFeed } = await import("../../ingest/find-feed.ts");
      return findFeed({ fetch: (address) => fetchOnce(http, address), parser: reader, onTrying: () => undefined }, url);
    },
    createPoller(onIngested) {
      const ingest = createIngestOf(config, at, reader, { pace, onIngested }, guardOf(at, tell));
      const onHeard = figures.heardHub;
      const hubs = known && createHubSubscriberOf(config, at, ingest, known, { onHeard, mayAsk: shared.mayAskHubs });
      const watch = { onPolled: figures.polled, hubs, sharesHosts: true };
      return { hubs, poller: config.roles.includes("poll") ? createPollerOf(config, at, http, ingest, watch) : null };
    },
  });
  const close = async () => {
    await http.close();
    await reader.close();
  };
  return { service, close };
}

function digestedSections({ sections }: Config): readonly DigestedSection[] {
  return allSections(sections).map((section) => ({ id: section.id, filter: readingFilter(section) }));
}

function createDeskPart(
  config: Config,
  at: ClockedStore,
  pace: DeskPace,
  { shared: { deskLeaseMs: leaseMs }, tell }: Pick<IngestPartsDeps, "shared" | "tell">,
) {
  return createDeskOf(config, at, {
    pace,
    part: servicePart,
    ...(leaseMs === undefined ? {} : { leaseMs }),
    onRuled: () => tell({ kind: "changed", change: { byEditor: true } }),
  });
}

async function createHub(config: Config, parts: Parameters<typeof createHubOf>[1]) {
  const { createHubOf } = await import("./create-hub.ts");
  return createHubOf(config, parts, createLogOf(config));
}

async function createAlertSender(config: Config, at: ClockedStore, { receivers }: SharedWork) {
  const { createAlertSenderOf } = await import("./create-alert-sender.ts");
  return createAlertSenderOf(config, { ...at, receivers }, createLogOf(config));
}

/** Tells the main thread which document is being read, because the main thread outlives this thread. */
function guardOf({ store, clock }: ClockedStore, tell: IngestPartsDeps["tell"]): ReadGuard {
  return {
    store,
    clock,
    onReading: (feedId, hash) => tell({ kind: "reading", feedId, hash }),
    onRead: (feedId) => tell({ kind: "read", feedId }),
  };
}
