import type { Command } from "../domain/commands.ts";
import { isStoreLost, messageOf, WireError } from "../domain/errors.ts";
import type { FailingPart } from "../domain/figures/figures.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { hourMs, type Instant } from "../domain/time.ts";
import type { Hub } from "../hub/hub.ts";
import type { AlertClock } from "./alerts/alert-clock.ts";
import type { DigestClock } from "./alerts/digest-clock.ts";
import { type CatchUpDeps, createCatchUp } from "./catch-up.ts";
import { type CommandWatchDeps, createCommandWatch } from "./command-watch.ts";
import type { Desk } from "./desk/desk.ts";
import { deskRestMs } from "./desk/desk-pace.ts";
import { onePassAtATime } from "./desk/one-pass.ts";
import type { DiskRoom } from "./disk-room.ts";
import type { Found } from "./find-feed.ts";
import type { Poller } from "./poll/poll-types.ts";
import { purgeOld } from "./purge-old.ts";
import { type CommandDeps, runCommand } from "./run-command.ts";
import type { HubSubscriber } from "./upstream-hub/hub-subscriber.ts";

export interface IngestServiceDeps {
  readonly store: Pick<Store, "purge" | "expireCommands" | keyof CatchUpDeps["store"]> &
    CommandDeps["store"] &
    CommandWatchDeps["store"];
  /** null in a process that decides nothing. Such a process does not purge either. */
  readonly desk: Desk | null;
  /** null when our hub is switched off. */
  readonly hub: Hub | null;
  /** Sends the alerts that the desk has put into the outbox; null when there are no channels. */
  readonly alerts: { wake(): void; stop(): Promise<void> } | null;
  /** Makes the timed alerts; null in a process that decides nothing. */
  readonly alertClock: AlertClock | null;
  /** Makes the digests of sections; null in a process that decides nothing. */
  readonly digestClock: DigestClock | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Looks for a feed at an address that an editor gave. */
  readonly findFeed: (url: string) => Promise<Found>;
  /** Entries whose last change is older than this are purged. */
  readonly entryAgeMs: number;
  /** Called after a transaction that changes what readers see. */
  readonly onChange: () => void;
  /** Holds polling back while the disk is nearly full; absent when the store is not on a disk of this machine. */
  readonly diskRoom?: DiskRoom;
  /** Checks at each beat which leases other processes hold; absent when no other process can hold any. */
  readonly leaseWaits?: { look(): Promise<void> };
  /** Called with the failing parts whenever they change. */
  readonly onFailing?: (failing: readonly FailingPart[]) => void;
  /** Called after each pass of the desk that decided something. */
  readonly onDecided: (verdicts: number, decisions: number) => void;
  /**
   * Makes the poller and the subscriber. Both call `onIngested` after each document that brought something new.
   * `poller`: null in a process that does not poll. `hubs`: null when we subscribe to none.
   */
  readonly createPoller: (onIngested: () => void) => {
    readonly poller: Poller | null;
    readonly hubs: HubSubscriber | null;
  };
}

export interface IngestService {
  /** One beat of the cron: polls what is due, lets the desk decide, purges what is old. Never rejects. */
  tick(): Promise<void>;
  /** Carries out a command that came over HTTP. */
  run: (command: Command, asked?: Parameters<typeof runCommand>[2]) => Promise<unknown>;
  /** Looks for queued commands and has them carried out, whichever process recorded them. Never rejects. */
  hearCommands(): Promise<void>;
  /** Makes the alerts that are due, such as digests. Never rejects. */
  tellTime(): Promise<void>;
  /** Lets the desk look for entries that other processes stored, and for a free lease. Never rejects. */
  decide(): Promise<void>;
  /** Call it after a transaction of another process that changed what readers see. */
  changedElsewhere(): void;
  stop(): Promise<void>;
}

const purgeIntervalMs = hourMs;

/**
 * Joins poller, desk and retention on the ingest thread. A failure in one part is logged once and does not stop the
 * others.
 */
export function createIngestService(deps: IngestServiceDeps): IngestService {
  const guard = createGuard(deps);
  const askHubs = async () => hubs?.tick();
  const catchUp = createCatchUp(deps);
  const lookAtLeases = async () => deps.leaseWaits?.look();
  const passes = onePassAtATime(() => guard("desk", () => decideOnce(deps, onChange)), deskRestMs);
  const decide = passes.ask;
  const moments = onePassAtATime(() => guard("timed alerts", () => tellMoments(deps)));
  const { poller, hubs } = deps.createPoller(passes.askSoon);

  function onChange(): void {
    deps.onChange();
    deps.hub?.changed();
    deps.alerts?.wake();
  }

  const purge = createPurge(deps, onChange);
  const pollDue = () =>
    guard("poll", async () => {
      await deps.diskRoom?.look();
      await poller?.tick();
    });
  const poll = () => void pollDue();
  const hearCommands = createCommandWatch({ store: deps.store, clock: deps.clock, decide, poll, onChange });
  const { store, clock, hub, findFeed } = deps;
  const commandDeps: CommandDeps = { store, clock, hub, hubs, poll, hearCommands, findFeed };
  return {
    run: (command, asked) => runCommand(commandDeps, command, asked),
    hearCommands: () => guard("commands", hearCommands),
    tellTime: () => moments.ask(),
    decide,
    changedElsewhere() {
      deps.hub?.changed();
      deps.alerts?.wake();
    },
    async tick() {
      deps.alerts?.wake();
      // Catching up takes minutes after an upgrade, so no beat waits for it.
      if (deps.desk !== null) void guard("catching up", catchUp.run);
      const [waits, polls] = [guard("leases", lookAtLeases), pollDue()];
      await Promise.all([waits, polls, decide(), guard("purge", purge), guard("hubs", askHubs)]);
    },
    async stop() {
      catchUp.stop();
      await guard("catching up", catchUp.run);
      await guard("hub", async () => deps.hub?.stop());
      await guard("alerts", async () => deps.alerts?.stop());
      await guard("hubs", async () => hubs?.stop());
      await guard("poller", async () => poller?.stop());
      await passes.idle();
      await moments.idle();
      await guard("desk", async () => deps.desk?.close());
    },
  };
}

async function tellMoments({
  alertClock,
  digestClock,
  alerts,
}: Pick<IngestServiceDeps, "alertClock" | "digestClock" | "alerts">): Promise<void> {
  try {
    if (await alertClock?.tick()) alerts?.wake();
  } finally {
    await digestClock?.tick();
  }
}

/** Purges what is old, once an hour. Only a process that decides also purges. */
function createPurge({ desk, store, clock, log, entryAgeMs }: IngestServiceDeps, onChange: () => void) {
  let purgedAt: Instant | null = null;
  return async (): Promise<void> => {
    const now = clock.now();
    if (desk === null || (purgedAt !== null && now - purgedAt < purgeIntervalMs)) return;
    purgedAt = now;
    await store.expireCommands(now);
    const purged = await purgeOld(store, now - entryAgeMs, now);
    if (purged === 0) return;
    log.info({ purged }, "old entries purged");
    onChange();
  };
}

async function decideOnce(
  { desk, onDecided }: Pick<IngestServiceDeps, "desk" | "onDecided">,
  onChange: () => void,
): Promise<void> {
  const report = await desk?.run();
  if (report?.kind !== "decided" || report.verdicts + report.decisions === 0) return;
  onDecided(report.verdicts, report.decisions);
  onChange();
}

/**
 * Runs a part of the service. A failure is logged once, here, and does not stop the other parts. A part that fails
 * again for the same reason is not logged again. `onFailing` lists the part until it succeeds again.
 */
function createGuard({ log, clock, onFailing }: Pick<IngestServiceDeps, "log" | "clock" | "onFailing">) {
  const failing = new Map<string, FailingPart>();
  const said = new Map<string, string>();
  return async (what: string, run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
      if (!failing.delete(what)) return;
      said.delete(what);
      onFailing?.([...failing.values()]);
    } catch (error) {
      const reason = messageOf(error);
      // Ignore the figures in a reason, because some of them, such as the free space, change all the time.
      const kind = reason.replace(/\d[\d.,]*/g, "#");
      if (!isStoreLost(error) && said.get(what) !== kind) log.error({ err: error }, `${what} failed: ${reason}`);
      said.set(what, kind);
      const since = failing.get(what)?.since ?? clock.now();
      failing.set(what, { what, code: error instanceof WireError ? error.code : null, since });
      onFailing?.([...failing.values()]);
    }
  };
}
