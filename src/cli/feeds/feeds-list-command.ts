import type { Command } from "commander";
import type { FeedStatus } from "../../domain/feed.ts";
import { type FeedHealth, feedHealth } from "../../domain/feed-health.ts";
import { type Latency, latencyBy, type Percentiles } from "../../domain/figures/latency.ts";
import type { Store } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../../domain/time.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import type { CliDeps } from "../cli-deps.ts";
import { spanOf } from "../span-of.ts";
import { withStore } from "../with-store.ts";

/**
 * `wiredesk feeds list`: one line for each feed. Addresses are shown without keys and passwords; commands also accept a
 * feed's number.
 */
export function addFeedsListCommand(feeds: Command, deps: CliDeps): void {
  feeds
    .command("list", { isDefault: true })
    .description("list every feed with its health, its rhythm, and when and why it is polled next")
    .option("--json", "one JSON line for each feed")
    .option(
      "--latency",
      "how long news took, by source, over the last week: published to fetched, fetched to clustered and visible",
    )
    .action((options: { json?: boolean; latency?: boolean }, command: Command) =>
      withStore(deps, command, async (store) => {
        const now = deps.clock.now();
        if (options.latency === true) return listLatency(deps, store, options.json === true);
        for (const status of await store.listFeeds()) {
          if (options.json === true) deps.out(JSON.stringify(jsonOf(status, now)));
          else if (status.feed.state !== "removed") deps.out(lineOf(status, now));
        }
      }),
    );
}

/** Leaves out the poller's memory, because the addresses in it may contain keys and its shape is internal. */
function jsonOf({ feed, poll, entryCount }: FeedStatus, now: Instant): object {
  const { memory: _memory, ...shown } = poll;
  const health = feedHealth({ feed, poll, entryCount }, now);
  const movedTo = health.movedTo === null ? null : redactUrl(health.movedTo);
  return { feed: { ...feed, url: redactUrl(feed.url) }, poll: shown, health: { ...health, movedTo }, entryCount };
}

function lineOf(status: FeedStatus, now: Instant): string {
  const { feed, poll, entryCount } = status;
  const health = feedHealth(status, now);
  const failing = poll.failure === null ? "" : `${poll.failure.code} ×${poll.failure.count}`;
  const word = health.word === "failing" ? failing : health.word;
  const facts = [
    `${String(feed.id).padStart(4)}  ${word.padEnd(16)}`,
    `${feed.source.name}${feed.source.family === undefined ? "" : ` of ${feed.source.family}`}${feed.source.isPrivate === true ? " (licensed)" : ""}`,
    redactUrl(feed.url),
    counted(entryCount, "entry", "entries"),
    ...rhythmOf(health),
    ...(feed.state === "active" ? [`next ${waitOf(poll.nextPollAt - now)} (${poll.nextPollReason})`] : []),
    ...remarksOf(status, health, now),
  ];
  return facts.join("  ").trimEnd();
}

function rhythmOf({ entriesPerHour }: FeedHealth): string[] {
  if (entriesPerHour === null) return [];
  return entriesPerHour >= 1 ? [`${entriesPerHour.toFixed(1)}/h`] : [`${(entriesPerHour * 24).toFixed(1)}/day`];
}

function remarksOf({ poll }: FeedStatus, health: FeedHealth, now: Instant): string[] {
  const { gap, quietSince, emptySince, cutBy, movedTo, twinId, hub } = health;
  const remarks: string[] = [];
  if (poll.failure !== null) remarks.push(`failing for ${spanOf(now - poll.failure.firstAt)}`);
  if (gap !== null) remarks.push(`${counted(gap.missingHours, "hour")} may be missing before ${minuteOf(gap.at)}`);
  if (quietSince !== null)
    remarks.push(`gone quiet, no entry for ${spanOf(now - (poll.lastNewEntryAt ?? quietSince))}`);
  if (emptySince !== null) remarks.push(`answers, but empty since ${minuteOf(emptySince)}`);
  if (cutBy !== null) remarks.push(`too long to read in full (limit: ${cutBy})`);
  if (movedTo !== null) remarks.push(`moved to ${redactUrl(movedTo)}`);
  if (twinId !== null) remarks.push(`the same feed as ${twinId}`);
  if (hub !== null)
    remarks.push(
      `hub ${hub.state}${hub.missedCount > 0 ? `, ${counted(hub.missedCount, "entry", "entries")} missed` : ""}`,
    );
  return remarks;
}

function waitOf(ms: number): string {
  return ms <= 0 ? "now" : `in ${spanOf(ms)}`;
}

function minuteOf(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}

const lookBackMs = 7 * dayMs;
const arrivalsMax = 200_000;

/**
 * `feeds list --latency`: for each source, how long its news of the last week took from publication to us, and from
 * there to our readers.
 */
async function listLatency(
  deps: Pick<CliDeps, "clock" | "out">,
  store: Pick<Store, "listFeeds" | "readArrivals">,
  asJson: boolean,
): Promise<void> {
  const sources = new Map((await store.listFeeds()).map(({ feed }) => [feed.id, feed.source.name]));
  const arrivals = await store.readArrivals(deps.clock.now() - lookBackMs, arrivalsMax);
  const told = latencyBy(arrivals, ({ feedId }) => sources.get(feedId) ?? null);
  for (const [source, latency] of [...told].sort(([a], [b]) => a.localeCompare(b))) {
    deps.out(asJson ? JSON.stringify({ source, ...latency }) : latencyLineOf(source, latency));
  }
}

function latencyLineOf(source: string, { publishedToFetched, fetchedToVisible }: Latency): string {
  return `${source}  published to fetched ${spoken(publishedToFetched)}  fetched to visible ${spoken(fetchedToVisible)}`;
}

function spoken({ count, p50, p90, p99 }: Percentiles): string {
  if (p50 === null || p90 === null || p99 === null) return "unknown";
  return `p50 ${span(p50)}, p90 ${span(p90)}, p99 ${span(p99)} (${count})`;
}

function span(ms: number): string {
  if (ms < 10 * secondMs) return `${(ms / secondMs).toFixed(1)} s`;
  if (ms < 2 * minuteMs) return `${Math.round(ms / secondMs)} s`;
  return ms < 2 * hourMs ? `${Math.round(ms / minuteMs)} min` : `${(ms / hourMs).toFixed(1)} h`;
}
