import type { Command } from "../domain/commands.ts";
import { messageOf } from "../domain/errors.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { hourMs, type Instant } from "../domain/time.ts";
import type { Desk } from "./desk.ts";
import type { Hub } from "./hub.ts";
import type { Poller } from "./poll-types.ts";
import { type CommandDeps, runCommand } from "./run-command.ts";

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
  /** The poller calls `onIngested` after each document that brought something. */
  readonly createPoller: (onIngested: () => void) => Poller;
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

/** Joins poller, desk and retention on the ingest thread. A failure of one is logged once and leaves the others running. */
export function createIngestService(deps: IngestServiceDeps): IngestService {
  let deciding: Promise<void> | null = null;
  let decideAgain = false;
  let purgedAt: Instant | null = null;
  const poller = deps.createPoller(() => void decide());

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
        if (report.kind === "decided" && report.verdicts + report.words > 0) onChange();
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
    let purged = 0;
    for (let count = purgeEntriesMax; count === purgeEntriesMax; purged += count) {
      count = await deps.store.purge(now - deps.entryAgeMs, purgeEntriesMax);
    }
    if (purged > 0) {
      deps.log.info({ purged }, "old entries purged");
      onChange();
    }
  }

  async function guard(what: string, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      deps.log.error({ err: error }, `${what} failed: ${messageOf(error)}`);
    }
  }

  const commandDeps: CommandDeps = {
    store: deps.store,
    clock: deps.clock,
    onChange,
    hub: deps.hub,
    poll: () => void guard("poll", () => poller.tick()),
    decide,
  };
  return {
    run: (command) => runCommand(commandDeps, command),
    async tick() {
      await Promise.all([guard("poll", () => poller.tick()), decide(), guard("purge", purge)]);
    },
    async stop() {
      await guard("hub", async () => deps.hub?.stop());
      await guard("poller", () => poller.stop());
      await deciding;
      await guard("desk", () => deps.desk.close());
    },
  };
}
