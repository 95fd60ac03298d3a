import { Command } from "commander";
import type { CliDeps } from "./cli-deps.ts";
import { addExportCommand } from "./data/export-command.ts";
import { addIngestCommand } from "./data/ingest-command.ts";
import { addReplayCommand } from "./data/replay-command.ts";
import { addStoreCommands } from "./data/store-commands.ts";
import { addFeedsAddCommand } from "./feeds/feeds-add-command.ts";
import { addFeedsCheckCommand } from "./feeds/feeds-check-command.ts";
import { addFeedsCommands } from "./feeds/feeds-command.ts";
import { addFeedsHealCommand } from "./feeds/feeds-heal-command.ts";
import { addFeedsListCommand } from "./feeds/feeds-list-command.ts";
import { addKeysCommand } from "./feeds/keys-command.ts";
import { addPollCommand } from "./feeds/poll-command.ts";
import { addParseCommand } from "./reading/parse-command.ts";
import { addTidyCommand } from "./reading/tidy-command.ts";
import { addEvalCommand } from "./stories/eval-command.ts";
import { addStoriesCommands } from "./stories/stories-command.ts";
import { configOf } from "./with-store.ts";

/** The `wiredesk` command line. Each command has its own file. */
export function createProgram(deps: CliDeps, version: string): Command {
  const program = new Command("wiredesk")
    .description(
      "one wire out of many: polls news feeds, recognises the same copy and the same story, republishes one merged feed",
    )
    .version(version)
    .option("--config <file>", "the configuration file", "config/wiredesk.yaml")
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
  addFeedsHealCommand(feeds, deps);
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
