import type { Command } from "commander";
import type { FeedStatus } from "../../domain/feed.ts";
import type { Store } from "../../domain/store.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import type { PollReport } from "../../ingest/poll/poll-types.ts";
import type { CliDeps } from "../cli-deps.ts";
import { startDesk } from "../data/run-desk.ts";
import { createProgress } from "../progress.ts";
import { withStore } from "../with-store.ts";

/** `wiredesk poll [--all] [--json]` */
export function addPollCommand(program: Command, deps: CliDeps): void {
  program
    .command("poll")
    .description("poll the feeds that are due, print one line for each, then exit")
    .option("--all", "poll every feed, due or not, with the usual limits for each host")
    .option("--json", "one JSON line for each feed")
    .action(async (options: { all?: boolean; json?: boolean }, command: Command) => {
      await withStore(deps, command, async (store, config) => {
        const http = await deps.createHttp(config);
        const reader = await deps.createReader("live");
        const desk = await startDesk(deps, config, store);
        const poller = await deps.createPoller(config, store, http, reader, {
          pace: desk.pace,
          onIngested: desk.heard,
        });
        const progress = await createProgress(deps, "polling");
        const startedAt = deps.clock.now();
        const total = (await activeFeeds(store)).length;
        const polled = new Set<number>();
        try {
          await poller.pollAll({
            dueOnly: options.all !== true,
            onPolled: (report) => {
              polled.add(report.feedId);
              progress.update(polled.size, Math.max(total, polled.size));
              const told = { ...report, feedUrl: redactUrl(report.feedUrl) };
              deps.out(options.json === true ? JSON.stringify(told) : lineOf(told));
            },
          });
        } finally {
          progress.stop();
          await poller.stop();
          await http.close();
          await reader.close();
          // Decide on the stored entries even if polling failed.
          await desk.finish();
        }
        const left = (await activeFeeds(store)).filter(({ feed }) => !polled.has(feed.id));
        const due = left.filter(({ poll }) => options.all === true || poll.nextPollAt <= startedAt);
        if (total === 0) deps.talk("there is no feed to poll");
        else if (due.length > 0) deps.talk(leftOut(due.length));
        else if (polled.size === 0) deps.talk("no feed is due; --all polls every feed");
      });
    });
}

async function activeFeeds(store: Store): Promise<readonly FeedStatus[]> {
  return (await store.listFeeds()).filter(({ feed }) => feed.state === "active");
}

function leftOut(count: number): string {
  const feeds = count === 1 ? "1 feed was" : `${count} feeds were`;
  return `${feeds} not polled: another process is polling them, or their servers asked to wait`;
}

function lineOf(report: PollReport): string {
  const outcome =
    report.error === null
      ? `${report.newCount} new, ${report.revisedCount} revised`
      : `${report.error.code}: ${report.error.message}`;
  return `${report.status ?? "---"} ${report.feedUrl} ${outcome}`;
}
