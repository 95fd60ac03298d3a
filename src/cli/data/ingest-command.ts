import type { Command } from "commander";
import { WireError } from "../../domain/errors.ts";
import { listArchiveFiles } from "../../ingest/archive/archive-files.ts";
import type { ArchiveReport } from "../../ingest/archive/ingest-archive.ts";
import type { CliDeps } from "../cli-deps.ts";
import { createProgress } from "../progress.ts";
import { withStore } from "../with-store.ts";
import { runDesk } from "./run-desk.ts";

/** `wiredesk ingest PATH… [--feed URL] [--json]` */
export function addIngestCommand(program: Command, deps: CliDeps): void {
  program
    .command("ingest")
    .description(
      "ingest archived feed documents in the order of their names, each as if fetched at the time in its name",
    )
    .argument("<path...>", "feed documents (.gz too) or folders of them")
    .option("--feed <url>", "the feed that the documents belong to, whatever address they state")
    .option("--json", "print the totals as one JSON line")
    .action(async (paths: string[], options: { feed?: string; json?: boolean }, command: Command) => {
      if (options.feed !== undefined && !URL.canParse(options.feed))
        throw new WireError("usage", `--feed ${options.feed}: expected an absolute address`);
      await withStore(deps, command, async (store, config) => {
        const files = await listArchiveFiles(paths);
        if (files.length === 0) throw new WireError("usage", `${paths.join(", ")}: no documents found`);
        const parser = await deps.createReader("archive");
        // Import late: the normalise stage is large, and `serve` loads this file without needing it.
        const { ingestArchive } = await import("../../ingest/archive/ingest-archive.ts");
        const startedAt = deps.clock.now();
        try {
          const archive = { store, parser, clock: deps.clock, log: deps.log(config), configured: config.feeds };
          const totals = await countReports(ingestArchive(archive, files, options.feed ?? null), files.length, deps);
          const decided = await runDesk(deps, config, store);
          printTotals(
            { ...totals, decided, seconds: (deps.clock.now() - startedAt) / 1000 },
            options.json === true,
            deps,
          );
          if (totals.refused > 0)
            throw new WireError("not-a-feed", `${totals.refused} of ${files.length} documents could not be read`);
        } finally {
          await parser.close();
        }
      });
    });
}

interface Totals {
  documents: number;
  refused: number;
  entries: number;
  newCount: number;
  revisedCount: number;
}

async function countReports(reports: AsyncIterable<ArchiveReport>, total: number, deps: CliDeps): Promise<Totals> {
  const progress = await createProgress(deps, "reading");
  const totals: Totals = { documents: 0, refused: 0, entries: 0, newCount: 0, revisedCount: 0 };
  try {
    for await (const report of reports) {
      totals.documents += 1;
      totals.entries += report.entries;
      totals.newCount += report.newCount;
      totals.revisedCount += report.revisedCount;
      if (report.error !== null) {
        totals.refused += 1;
        deps.talk(report.error.message);
      }
      progress.update(totals.documents, total);
    }
  } finally {
    progress.stop();
  }
  return totals;
}

function printTotals(totals: Totals & { decided: number; seconds: number }, json: boolean, deps: CliDeps): void {
  if (json) {
    deps.out(JSON.stringify(totals));
    return;
  }
  const rate = totals.seconds > 0 ? ` (${Math.round(totals.documents / totals.seconds)} documents/s)` : "";
  deps.out(
    `${totals.documents} documents, ${totals.entries} items: ${totals.newCount} new, ${totals.revisedCount} revised, ` +
      `${totals.refused} documents refused; ${totals.decided} decisions; ${totals.seconds.toFixed(1)} s${rate}`,
  );
}
