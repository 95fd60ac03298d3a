import type { Command } from "commander";
import { redactUrl } from "../../fetch/redact-url.ts";
import type { PollReport } from "../../ingest/poll/poll-types.ts";
import type { CliDeps } from "../cli-deps.ts";
import { runDesk } from "../data/run-desk.ts";
import { createProgress } from "../progress.ts";
import { withStore } from "../with-store.ts";

/** `wiredesk poll [--all] [--json]` */
export function addPollCommand(program: Command, deps: CliDeps): void {
  program
    .command("poll")
    .description("one pass over the feeds that are due, then exit; one line per feed")
    .option("--all", "every feed, due or not, still politely")
    .option("--json", "one JSON line per feed")
    .action(async (options: { all?: boolean; json?: boolean }, command: Command) => {
      await withStore(deps, command, async (store, config) => {
        const http = deps.createHttp(config);
        const parser = deps.createParser("live");
        const poller = deps.createPoller(config, store, http, parser);
        const progress = createProgress(deps, "polling");
        const total = (await store.listFeeds()).filter((status) => status.feed.state === "active").length;
        let done = 0;
        try {
          await poller.pollAll({
            dueOnly: options.all !== true,
            onPolled: (report) => {
              progress.update(++done, Math.max(total, done));
              const told = { ...report, feedUrl: redactUrl(report.feedUrl) };
              deps.out(options.json === true ? JSON.stringify(told) : lineOf(told));
            },
          });
        } finally {
          progress.stop();
          await poller.stop();
          await http.close();
          await parser.close();
        }
        await runDesk(deps, config, store);
        if (done === 0) deps.talk("no feed is due; --all polls every feed");
      });
    });
}

function lineOf(report: PollReport): string {
  const outcome =
    report.error === null
      ? `${report.newCount} new, ${report.revisedCount} revised`
      : `${report.error.code}: ${report.error.message}`;
  return `${report.status ?? "---"} ${report.feedUrl} ${outcome}`;
}
