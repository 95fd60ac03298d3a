import type { Command } from "commander";
import { counted } from "../../domain/text/counted.ts";
import { purgeOld } from "../../ingest/purge-old.ts";
import type { CliDeps } from "../cli-deps.ts";
import { readForecast, toldForecast } from "../read-forecast.ts";
import { withStore } from "../with-store.ts";

/** `wiredesk purge [--dry-run]`: deletes the entries that are too old, or says how many there are. */
export function addPurgeCommand(program: Command, deps: CliDeps): void {
  program
    .command("purge")
    .description('delete the entries that are older than "retention.entries" (a running service does so every hour)')
    .option("--dry-run", "delete nothing: say what would be deleted, and how large the store will get")
    .action(async ({ dryRun }: { dryRun?: true }, command: Command) => {
      await withStore(deps, command, async (store, { retention: { entryAgeMs } }) => {
        const now = deps.clock.now();
        if (!dryRun) {
          const purged = await purgeOld(store, now - entryAgeMs, now);
          deps.out(`deleted ${counted(purged, "entry", "entries")}`);
        }
        for (const line of toldForecast(await readForecast(store, now, entryAgeMs))) deps.out(line);
      });
    });
}
