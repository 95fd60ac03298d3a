import type { Command } from "commander";
import type { Compaction } from "../../domain/store.ts";
import type { CliDeps } from "../cli-deps.ts";
import { withStore } from "../with-store.ts";

/** `wiredesk backup FILE` and `wiredesk migrate` */
export function addStoreCommands(program: Command, deps: CliDeps): void {
  program
    .command("backup")
    .description("copy the whole store into one file; the service may run meanwhile")
    .argument("<file>", "the file to create; it must not exist yet")
    .action(async (file: string, _options: object, command: Command) => {
      await withStore(deps, command, (store) => store.backup(file));
      deps.talk(`backup written to ${file}`);
    });
  program
    .command("migrate")
    .description("bring the store's schema up to this version (every command that opens the store does so too)")
    .option("--compact", "write the store's file anew without its free pages; the service must not run meanwhile")
    .action(async ({ compact }: { compact?: true }, command: Command) => {
      await withStore(deps, command, async (store) => {
        if (compact) deps.talk(toldCompaction(await store.compact(true)));
        deps.out(JSON.stringify(await store.readCounts()));
      });
    });
}

function toldCompaction({ bytes, freeBytes }: Compaction): string {
  const mb = (size: number) => (size / 2 ** 20).toFixed(1);
  return `the store's file was written anew: ${mb(freeBytes)} MB were free, it has ${mb(bytes)} MB now`;
}
