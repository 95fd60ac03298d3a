import { Command } from "commander";
import type { CliDeps } from "./cli-deps.ts";
import { addEvalCommand } from "./eval-command.ts";
import { addExportCommand } from "./export-command.ts";
import { addFeedsAddCommand } from "./feeds-add-command.ts";
import { addFeedsCheckCommand } from "./feeds-check-command.ts";
import { addFeedsCommands } from "./feeds-command.ts";
import { addFeedsListCommand } from "./feeds-list-command.ts";
import { addIngestCommand } from "./ingest-command.ts";
import { addKeysCommand } from "./keys-command.ts";
import { addParseCommand } from "./parse-command.ts";
import { addPollCommand } from "./poll-command.ts";
import { addReplayCommand } from "./replay-command.ts";
import { addStoreCommands } from "./store-commands.ts";
import { addStoriesCommands } from "./stories-command.ts";
import { addTidyCommand } from "./tidy-command.ts";
import { configOf } from "./with-store.ts";

/** The command line `wiredesk`: every command, each in its own file. */
export function createProgram(deps: CliDeps, version: string): Command {
  const program = new Command("wiredesk")
    .description(
      "one wire out of many: polls news feeds, recognises the same copy and the same story, republishes one merged feed",
    )
    .version(version)
    .option("--config <file>", "the configuration", "config/wiredesk.yaml")
    .exitOverride()
    .configureOutput({ writeOut: (text) => deps.out(text.trimEnd()), writeErr: (text) => deps.talk(text.trimEnd()) });
  program
    .command("serve", { isDefault: true })
    .description("poll on the cron and serve HTTP until SIGTERM (the default)")
    .action((_options: object, command: Command) => deps.serve(configOf(deps, command)));
  addPollCommand(program, deps);
  addIngestCommand(program, deps);
  addParseCommand(program, deps);
  addTidyCommand(program, deps);
  const feeds = program.command("feeds").description("subscriptions and their health; OPML in and out");
  addFeedsListCommand(feeds, deps);
  addFeedsCommands(feeds, deps);
  addFeedsAddCommand(feeds, deps);
  addFeedsCheckCommand(feeds, deps);
  addStoriesCommands(program, deps);
  addExportCommand(program, deps);
  addEvalCommand(program, deps);
  addReplayCommand(program, deps);
  addKeysCommand(program, deps);
  addStoreCommands(program, deps);
  for (const command of withSubcommands(program)) command.exitOverride().copyInheritedSettings(program);
  return program;
}

function withSubcommands(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...withSubcommands(one)]);
}
