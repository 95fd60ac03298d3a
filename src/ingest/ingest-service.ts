import type { Command } from "../domain/commands.ts";
import { isStoreLost, messageOf } from "../domain/errors.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { hourMs, type Instant } from "../domain/time.ts";
import type { Hub } from "../hub/hub.ts";
import type { Desk } from "./desk/desk.ts";
import type { Poller } from "./poll/poll-types.ts";
import { type CommandDeps, runCommand } from "./run-command.ts";
import type { HubSubscriber } from "./upstream-hub/hub-subscriber.ts";

export interface IngestServiceDeps {
  readonly store: Pick<Store, "purge"> & CommandDeps["store"];
  readonly desk: Desk;
  /** null where it is switched off. */
  readonly hub: Hub | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Entries that were last written longer ago than this are purged. */
  readonly entryAgeMs: number;
  /** Called after a transaction that changes what readers see. */
  readonly onChange: () => void;
  /** Looks at each beat what other processes hold; absent where nobody asks. */
  readonly leaseWaits?: { look(): Promise<void> };
  /** Called after each pass of the desk that decided something. */
  readonly onDecided: (verdicts: number, words: number) => void;
  /** Both call `onIngested` after each document that brought something. `hubs`: null where we subscribe to none. */
  readonly createPoller: (onIngested: () => void) => { readonly poller: Poller; readonly hubs: HubSubscriber | null };
}

export interface IngestService {
  /** One beat of the cron: polls what is due, lets the desk decide what waits, purges what is old. Never rejects. */
  tick(): Promise<void>;
  /** Carries out what a person changed over HTTP. */
  run(command: Command): Promise<unknown>;
  stop(): Promise<void>;
}

const purgeEntriesMax = 1000;
const purgeIntervalMs = hourMs;

/**
 * Joins poller, desk and retention on the ingest thread. A failure of one is logged once and leaves the others running.
 */
export function createIngestService(deps: IngestServiceDeps): IngestService {
  let deciding: Promise<void> | null = null;
  let decideAgain = false;
  let purgedAt: Instant | null = null;
  const guard = createGuard(deps.log);
  const askHubs = async () => hubs?.tick();
  const lookAtLeases = async () => deps.leaseWaits?.look();
  const { poller, hubs } = deps.createPoller(() => void decide());

  function onChange(): void {
    deps.onChange();
    deps.hub?.changed();
  }

  /** One desk pass at a time; a call during a pass asks for one more, so that nothing waits for the next beat. */
  function decide(): Promise<void> {
    if (deciding !== null) {
      decideAgain = true;
      return deciding;
    }
    deciding = guard("desk", async () => {
      do {
        decideAgain = false;
        const report = await deps.desk.run();
        if (report.kind !== "decided" || report.verdicts + report.words === 0) continue;
        deps.onDecided(report.verdicts, report.words);
        onChange();
      } while (decideAgain);
    }).finally(() => {
      deciding = null;
    });
    return deciding;
  }

  async function purge(): Promise<void> {
    const now = deps.clock.now();
    if (purgedAt !== null && now - purgedAt < purgeIntervalMs) return;
    purgedAt = now;
    const purged = await purgeOld(deps.store, now - deps.entryAgeMs);
    if (purged === 0) return;
    deps.log.info({ purged }, "old entries purged");
    onChange();
  }

  const commandDeps: CommandDeps = {
    store: deps.store,
    clock: deps.clock,
    onChange,
    hub: deps.hub,
    hubs,
    poll: () => void guard("poll", () => poller.tick()),
    decide,
  };
  return {
    run: (command) => runCommand(commandDeps, command),
    async tick() {
      const [waits, polls] = [guard("leases", lookAtLeases), guard("poll", () => poller.tick())];
      await Promise.all([waits, polls, decide(), guard("purge", purge), guard("hubs", askHubs)]);
    },
    async stop() {
      await guard("hub", async () => deps.hub?.stop());
      await guard("hubs", async () => hubs?.stop());
      await guard("poller", () => poller.stop());
      await deciding;
      await guard("desk", () => deps.desk.close());
    },
  };
}

/** Batch after batch, so that no transaction is long. Answers how many entries went. */
async function purgeOld(store: Pick<Store, "purge">, before: Instant): Promise<number> {
  let purged = 0;
  for (let count = purgeEntriesMax; count === purgeEntriesMax; purged += count) {
    count = await store.purge(before, purgeEntriesMax);
  }
  return purged;
}

/** What fails is logged once, here, and leaves the rest running. */
function createGuard(log: Log): (what: string, run: () => Promise<unknown>) => Promise<void> {
  return async (what, run) => {
    try {
      await run();
    } catch (error) {
      if (!isStoreLost(error)) log.error({ err: error }, `${what} failed: ${messageOf(error)}`);
    }
  };
}
