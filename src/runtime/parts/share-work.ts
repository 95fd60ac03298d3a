import { createHash } from "node:crypto";
import type { Config } from "../../config/config.ts";
import type { StoreChange } from "../../domain/commands.ts";
import { WireError } from "../../domain/errors.ts";
import type { ReceiverShare } from "../../domain/service/receiver-shares.ts";
import { isWhole } from "../../domain/service/roles.ts";
import { secondMs } from "../../domain/time.ts";
import type { IngestService } from "../../ingest/ingest-service.ts";
import { createChangeWatch } from "../../ingest/sharing/change-watch.ts";
import { beatMs, createHeartbeats } from "../../ingest/sharing/heartbeat.ts";
import { createSenderShards } from "../../ingest/sharing/sender-shards.ts";
import { isPostgres } from "../../store/open-store.ts";
import { processOwner } from "../process-owner.ts";
import { createLogOf } from "./create-log.ts";
import type { ClockedStore } from "./store-clock.ts";

/** How a process of the service shares the work with other processes on the same store. */
export interface SharedWork {
  /** How long the desk's lease lasts; undefined when no other process can take the desk over. */
  readonly deskLeaseMs: number | undefined;
  /** The receivers of deliveries and alerts that this process serves; undefined when there is no other process. */
  readonly receivers: ReceiverShare | undefined;
  /** Whether this process sends requests to the hubs of feeds now; undefined when there is no other process. */
  readonly mayAskHubs: (() => boolean) | undefined;
  /** Begins to watch the other processes. Call this when the service is ready. */
  begin(service: Pick<IngestService, "decide" | "changedElsewhere">): Promise<void>;
  stop(): Promise<void>;
}

/** The desk looks this often for entries that other processes stored, and for a free lease. */
const decideMs = secondMs / 2;
/** Readers see a change of another process after this time at the latest. */
const lookMs = secondMs / 10;
/** A sender that joins has its share of the receivers after two beats. */
const senderBeatMs = secondMs;
/** A desk that died is replaced after this time. The desk renews its lease each time it looks for entries. */
const deskLeaseMs = 10 * secondMs;

/**
 * Any number of processes may work on one PostgreSQL store. A store in a file is served by one process. `onChange` is
 * called when another process has changed what readers see.
 */
export function shareWork(
  config: Config,
  { store, clock }: ClockedStore,
  onChange: (change: StoreChange) => void,
): SharedWork {
  if (!isPostgres(config.store))
    return {
      deskLeaseMs: undefined,
      receivers: undefined,
      mayAskHubs: undefined,
      begin: async () => undefined,
      stop: async () => undefined,
    };
  const { roles } = config;
  const log = createLogOf(config);
  const receivers = createSenderShards({ clock });
  const isSender = roles.includes("send");
  const heartbeats = createHeartbeats({
    ...{ store, log, clock, owner: processOwner("process"), roles },
    wanted: roles.includes("poll") ? ["hubs"] : [],
    receivers: isSender ? receivers : null,
    settings: settingsHash(config),
  });
  const timers: NodeJS.Timeout[] = [];
  return {
    deskLeaseMs,
    receivers,
    mayAskHubs: () => heartbeats.holds("hubs"),
    async begin(service) {
      const heard = (change: StoreChange) => {
        onChange(change);
        service.changedElsewhere();
      };
      const look = createChangeWatch({ store, onChange: heard });
      // `watchStore` warns when the store is away, so this log line is only for debugging.
      const repeat = (run: () => Promise<void>, ms: number) =>
        timers.push(setInterval(() => void run().catch((err: unknown) => log.debug({ err }, "the store is away")), ms));
      const beat = async () => {
        // A new holder of a lease begins with the work that the previous holder left undone.
        if (await heartbeats.beat()) service.changedElsewhere();
      };
      repeat(beat, isSender ? senderBeatMs : beatMs);
      if (isSender) timers.push(setInterval(receivers.look, lookMs));
      if (roles.includes("web") || isSender) repeat(look, lookMs);
      if (roles.includes("desk")) repeat(service.decide, decideMs);
      await beat();
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await heartbeats.leave().catch((err: unknown) => log.warn({ err }, "could not free this process's leases"));
    },
  };
}

/** Throws usage if the process has only some of the roles, but the store can be served by only one process. */
export function requireSharedStore({ roles, store }: Config): void {
  if (isWhole(roles) || isPostgres(store)) return;
  throw new WireError(
    "usage",
    "--roles: several processes can share only a PostgreSQL store (store: postgres://…); one process serves a store in a file",
  );
}

/** A short hash of the settings that all processes of a service must share. */
function settingsHash({ server, sections, terms, retention, hub }: Config): string {
  const shared = { baseUrl: server.baseUrl, sections, terms, retention, hub };
  return createHash("sha256").update(JSON.stringify(shared)).digest("hex").slice(0, 12);
}
