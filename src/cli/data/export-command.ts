import type { Command } from "commander";
import type { StoredEntry } from "../../domain/entry.ts";
import { WireError } from "../../domain/errors.ts";
import { emptyFilter, type SectionFilter } from "../../domain/section.ts";
import { didYouMean } from "../../domain/text/nearest-name.ts";
import type { CliDeps } from "../cli-deps.ts";
import { readTime } from "../read-time.ts";
import { withStore } from "../with-store.ts";

const pageEntriesMax = 500;

/** `wiredesk export [--since TIME] [--section ID]` */
export function addExportCommand(program: Command, deps: CliDeps): void {
  program
    .command("export")
    .description("print one JSON line for each entry, with its copy, its story and the reasons")
    .option("--since <time>", 'only entries that arrived at or after this time ("2026-11-22T08:00:00Z")')
    .option("--section <id>", "only the entries of one section")
    .action(async (options: { since?: string; section?: string }, command: Command) => {
      await withStore(deps, command, async (store, config) => {
        const since = options.since === undefined ? null : readTime(options.since, "--since");
        const section = config.sections.find((one) => one.id === options.section);
        if (options.section !== undefined && options.section !== "all" && section === undefined) {
          const meant = didYouMean(options.section, ["all", ...config.sections.map(({ id }) => id)]);
          throw new WireError("not-found", `there is no section "${options.section}" in ${config.file}${meant}`);
        }
        const filter: SectionFilter = section?.filter ?? emptyFilter;
        const feeds = new Map((await store.listFeeds()).map(({ feed }) => [feed.id, withoutPassword(feed.url)]));
        let afterId = 0;
        for (;;) {
          const entries = await store.readEntries({ filter, since, afterId, limit: pageEntriesMax });
          for (const entry of entries) deps.out(exportLine(entry, feeds.get(entry.feedId) ?? ""));
          const last = entries.at(-1);
          if (last === undefined || entries.length < pageEntriesMax) return;
          afterId = last.id;
        }
      });
    });
}

/**
 * Removes the name and password from a feed's address, because exports are passed on to people who must not know them.
 */
function withoutPassword(address: string): string {
  const url = new URL(address);
  url.username = "";
  url.password = "";
  return url.href;
}

function exportLine(entry: StoredEntry, feedUrl: string): string {
  return JSON.stringify({
    id: entry.id,
    feed: feedUrl,
    source: entry.source.name,
    guid: entry.guid,
    url: entry.url,
    title: entry.title,
    text: entry.text,
    lang: entry.language,
    published: new Date(entry.publishedAt).toISOString(),
    firstSeen: new Date(entry.firstSeenAt).toISOString(),
    revision: entry.revision,
    copy: entry.copyId,
    story: entry.storyId,
    reasons: entry.reasons,
  });
}
