import type { Command } from "commander";
import type { Compaction } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import type { CliDeps } from "../cli-deps.ts";
import { configOf, withStore } from "../with-store.ts";

/** `wiredesk backup FILE`, `wiredesk restore FILE` and `wiredesk migrate` */
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
    .command("restore")
    .description("put a backup in the store's place; the service must not run; the old file is kept under another name")
    .argument("<file>", 'a file that "wiredesk backup" wrote')
    .action(async (file: string, _options: object, command: Command) => {
      const { store } = configOf(deps, command);
      const restored = await (await deps.storeFiles()).restore(file, store, deps.clock.now());
      deps.talk(
        `restored ${restored.file}: ${counted(restored.entries, "entry", "entries")} of ${counted(restored.feeds, "feed")}`,
      );
      if (restored.keptAs !== null) deps.talk(`the store that was there before is kept as ${restored.keptAs}`);
    });
  program
    .command("migrate")
    .description("bring the store's schema up to this version (every command that opens the store does so too)")
    .option("--compact", "rewrite the store's file without its free pages; the service must not run meanwhile")
    .action(async ({ compact }: { compact?: true }, command: Command) => {
      await withStore(deps, command, async (store) => {
        if (compact) deps.talk(toldCompaction(await store.compact(true)));
        deps.out(JSON.stringify(await store.readCounts()));
      });
    });
}

function toldCompaction({ kind, bytes, freeBytes }: Compaction): string {
  const mb = (size: number) => (size / 2 ** 20).toFixed(1);
  switch (kind) {
    case "analysed":
      return "the server has taken samples of its tables (ANALYZE); it reuses free space by itself";
    case "needless":
      return "nothing to do: the server reuses free space by itself";
    case "done":
    case "too-large":
      return `the store's file was rewritten: ${mb(freeBytes)} MB of it were free, and it has ${mb(bytes)} MB now`;
  }
}
