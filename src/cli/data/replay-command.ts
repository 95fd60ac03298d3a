import type { Command } from "commander";
import { messageOf, WireError } from "../../domain/errors.ts";
import type { FeedStatus } from "../../domain/feed.ts";
import type { Capture, EntryChange } from "../../domain/feeds/feed-store.ts";
import type { Parser } from "../../domain/ports.ts";
import type { Store } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import { decideChanges } from "../../ingest/decide-changes.ts";
import { feedContextOf } from "../../ingest/reading/feed-context-of.ts";
import type { CliDeps } from "../cli-deps.ts";
import { findFeed } from "../feeds/feeds-command.ts";
import { withStore } from "../with-store.ts";
import { capturedDocument } from "./captured-document.ts";

/**
 * `wiredesk replay FEED`: reads the feed's kept documents again with the present code and shows what would change. It
 * writes nothing.
 */
export function addReplayCommand(program: Command, deps: CliDeps): void {
  program
    .command("replay")
    .description(
      "read a feed's kept documents again with the present code and show what would change; nothing is written",
    )
    .argument("<feed>", "its address or number")
    .option("--json", "one JSON line for each document")
    .action((text: string, options: { json?: boolean }, command: Command) =>
      withStore(deps, command, async (store) => {
        const status = await findFeed(store, text);
        const captures = await store.readCaptures(status.feed.id);
        if (captures.length === 0)
          throw new WireError("not-found", `no documents of feed ${status.feed.id} are kept (retention.captures)`);
        const parser = await deps.createReader("live");
        try {
          for (const capture of [...captures].reverse()) {
            const report = await replay(store, parser, status, capture);
            deps.out(options.json === true ? JSON.stringify(report) : reportLines(report).join("\n"));
          }
        } finally {
          await parser.close();
        }
      }),
    );
}

async function replay(store: Store, parser: Parser, { feed }: FeedStatus, capture: Capture) {
  const fetchedAt = new Date(capture.fetchedAt).toISOString();
  const document = capturedDocument(capture);
  // Import late: the normalise stage is large, and `serve` starts from this program too.
  const { normaliseFeed } = await import("../../normalise/normalise-feed.ts");
  try {
    const parsed = await parser.parse(document);
    const { entries } = normaliseFeed(parsed, feedContextOf(feed), () => capture.fetchedAt, capture.fetchedAt);
    const changes = await decideChanges(store, feed.id, entries);
    return {
      fetchedAt,
      bytes: document.bytes.length,
      format: parsed.format,
      entries: entries.length,
      changes: changes.flatMap(describeChange),
      error: null,
    };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { fetchedAt, bytes: document.bytes.length, format: null, entries: 0, changes: [], error: messageOf(error) };
  }
}

function describeChange(change: EntryChange): { kind: string; title: string; url: string | null }[] {
  return change.kind === "unchanged" ? [] : [{ kind: change.kind, title: change.entry.title, url: change.entry.url }];
}

function reportLines(report: Awaited<ReturnType<typeof replay>>): string[] {
  const head =
    report.error ??
    `${report.format}, ${counted(report.entries, "entry", "entries")}, ${report.changes.length} would change`;
  return [
    `${report.fetchedAt}  ${report.bytes} bytes: ${head}`,
    ...report.changes.map((change) => `  ${change.kind}: ${change.title} ${change.url ?? ""}`),
  ];
}
