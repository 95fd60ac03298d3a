import type { Command } from "commander";
import type { ChannelFigures } from "../../domain/alerts/outbox-store.ts";
import type { HeldLease } from "../../domain/feeds/feed-store.ts";
import { createFeedCount, type FeedCensus } from "../../domain/figures/feed-census.ts";
import type { HubFigures } from "../../domain/hub.ts";
import type { ServiceProcess } from "../../domain/service/processes.ts";
import { receiverShardsMax } from "../../domain/service/receiver-shares.ts";
import type { Store, StoreCounts } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import { type Instant, secondMs } from "../../domain/time.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import type { CliDeps } from "../cli-deps.ts";
import { type ReadForecast, readForecast, toldForecast } from "../read-forecast.ts";
import { spanOf } from "../span-of.ts";
import { withStore } from "../with-store.ts";

/** `wiredesk status`: shows which processes poll and decide, what is late, and what waits. */
export function addStatusCommand(program: Command, deps: CliDeps): void {
  program
    .command("status")
    .description("show which processes poll and decide, how many feeds are late, and what waits for them")
    .option("--json", "one JSON line")
    .action((options: { json?: boolean }, command: Command) =>
      withStore(deps, command, async (store, config) => {
        const status = await readStatus(deps, store, config.retention.entryAgeMs);
        if (options.json === true) return deps.out(JSON.stringify(jsonOf(status, config.store)));
        deps.out(`store     ${redactUrl(config.store)}`);
        for (const line of linesOf(status, deps.clock.now())) deps.out(line);
      }),
    );
}

interface Status {
  readonly isServing: boolean;
  readonly leases: readonly HeldLease[];
  /** The processes that share the work on a PostgreSQL store; none for a store in a file. */
  readonly processes: readonly ServiceProcess[];
  readonly feeds: FeedCensus;
  /** When a feed last brought something new; null when no feed ever did. */
  readonly lastNewEntryAt: Instant | null;
  readonly counts: StoreCounts;
  /** Entries that an earlier build indexed and that the service still has to analyse again. */
  readonly indexWaiting: number;
  readonly hub: HubFigures;
  /** The figures of the channels that have messages in the outbox. */
  readonly alerts: readonly ChannelFigures[];
  readonly retention: ReadForecast;
}

async function readStatus({ clock, isServing }: CliDeps, store: Store, entryAgeMs: number): Promise<Status> {
  const now = clock.now();
  const feeds = await store.listFeeds();
  const count = createFeedCount(now);
  for (const status of feeds) count.add(status);
  const newest = Math.max(0, ...feeds.map(({ poll }) => poll.lastNewEntryAt ?? 0));
  return {
    isServing: await isServing(store),
    leases: await store.listLeases(now),
    processes: await store.listProcesses(now - unseenMsMax, now),
    feeds: count.census(),
    lastNewEntryAt: newest === 0 ? null : newest,
    counts: await store.readCounts(),
    indexWaiting: await store.readIndexWaiting(),
    hub: await store.readHubFigures(),
    alerts: await store.readOutboxFigures(now),
    retention: await readForecast(store, now, entryAgeMs),
  };
}

function jsonOf({ feeds, leases, ...status }: Status, store: string): object {
  const { health, missedCount, activeCount, lateCount, lateShare, overdueMs } = feeds;
  return {
    store: redactUrl(store),
    ...status,
    leases,
    feeds: {
      active: activeCount,
      late: lateCount,
      lateShare,
      overdueMs,
      missedCount,
      health: Object.fromEntries(health),
    },
  };
}

function linesOf(status: Status, now: Instant): readonly string[] {
  const { counts, indexWaiting } = status;
  return [
    `service   ${status.isServing ? "runs: it polls and decides" : "does not run on this store"}`,
    ...status.processes.map((one) => `          ${processLine(one, status.processes, now)}`),
    ...status.leases.map((lease) => `          ${leaseLine(lease)}`),
    ...feedLines(status.feeds, now, status.lastNewEntryAt),
    `entries   ${count(counts.entries)} of ${count(counts.sources)} sources, in ${count(counts.copies)} copies and ${count(counts.stories)} stories`,
    ...toldForecast(status.retention).map((line, at) => `${at === 0 ? "keeps" : ""}`.padEnd(10) + line),
    `desk      ${waitingEntries(counts.pending)}`,
    ...(indexWaiting === 0
      ? []
      : [`search    ${count(indexWaiting)} entries of an earlier build wait to be analysed again`]),
    `hub       ${hubLine(status.hub)}`,
    ...alertLines(status.alerts, now),
  ];
}

function feedLines(
  { health, activeCount, lateCount, lateShare, overdueMs }: FeedCensus,
  now: Instant,
  newest: Instant | null,
) {
  const words = [...health].map(([word, number]) => `${count(number)} ${word}`).join(", ");
  const late =
    lateCount === 0
      ? "none is late"
      : `${count(lateCount)} late (${(100 * lateShare).toFixed(1)} %), the latest by ${spanOf(overdueMs)}`;
  return [
    `feeds     ${count(activeCount)} are polled, ${late}${words === "" ? "" : `; ${words}`}`,
    `news      ${newest === null ? "nothing has come in yet" : `the last new entry came in ${spanOf(now - newest)} ago`}`,
  ];
}

function waitingEntries(pending: number): string {
  if (pending === 0) return "no entry waits for a decision";
  return pending === 1 ? "1 entry waits for a decision" : `${count(pending)} entries wait for a decision`;
}

function hubLine({ subscriptions, owed, failing }: HubFigures): string {
  if (subscriptions === 0) return "no subscriptions";
  const failed = failing === 0 ? "" : `, ${count(failing)} of them were tried without success`;
  return `${count(subscriptions)} subscriptions, ${count(owed)} wait for a delivery${failed}`;
}

function alertLines(channels: readonly ChannelFigures[], now: Instant): readonly string[] {
  return channels.map(({ channel, waiting, failed, attempts, oldestDueAt, lastError }, at) => {
    const since = oldestDueAt === null ? "" : ` (the oldest for ${spanOf(now - oldestDueAt)})`;
    const why = lastError === null ? "" : `; tried ${counted(attempts, "time")}: ${lastError}`;
    const givenUp = failed === 0 ? "" : `, ${count(failed)} given up`;
    return `${at === 0 ? "alerts" : "      "}    ${channel}: ${count(waiting)} wait${since}${givenUp}${why}`;
  });
}

/** A process that was not seen for this long is not shown: it was stopped, or it cannot reach the store. */
const unseenMsMax = 60 * secondMs;

function processLine(one: ServiceProcess, all: readonly ServiceProcess[], now: Instant): string {
  const [host, pid] = one.owner.split(":");
  const shards = one.works.filter((work) => work.startsWith("send:")).length;
  const alone = one.works.length === shards ? "" : ", subscribes at the hubs of feeds";
  const sends = shards === 0 ? "" : `, sends to ${shards} of ${receiverShardsMax} shares of the receivers`;
  const differs = all.some(({ settings }) => settings !== one.settings);
  const settings = differs ? `; its settings (${one.settings}) differ from those of others` : "";
  const { startedAt, seenAt, roles } = one;
  return `process ${pid} on ${host}: ${roles.join(", ")}${alone}${sends}; since ${spanOf(now - startedAt)}, seen ${spanOf(now - seenAt)} ago${settings}`;
}

function leaseLine({ owner, what, feeds, until }: HeldLease): string {
  const [host, pid] = owner.split(":");
  const work = what === "desk" ? "decides" : `polls ${count(feeds)} feeds now`;
  return `process ${pid} on ${host} ${work}, lease until ${new Date(until).toISOString()}`;
}

function count(number: number): string {
  return number.toLocaleString("en-GB");
}
