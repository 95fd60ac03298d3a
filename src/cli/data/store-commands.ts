import type { Command } from "commander";
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
    .action(async (_options: object, command: Command) => {
      await withStore(deps, command, async (store) => deps.out(JSON.stringify(await store.readCounts())));
    });
}
