import { Command } from "commander";
import { nearestName } from "../domain/text/nearest-name.ts";
import type { CliDeps } from "./cli-deps.ts";
import { withRoles } from "./with-roles.ts";
import { configOf } from "./with-store.ts";

/**
 * The `wiredesk` command line. Commands are defined in several files. A file is loaded only when the command line
 * (`words`) needs it, because a short command spends most of its time loading files.
 */
export async function createProgram(deps: CliDeps, version: string, words: readonly string[]): Promise<Command> {
  const program = new Command("wiredesk")
    .description(
      "one wire out of many: polls news feeds, recognises the same copy and the same story, republishes one merged feed",
    )
    .version(version)
    .option(
      "--config <file>",
      'the configuration file (default: config/wiredesk.yaml if it exists, otherwise the one that "wiredesk init" writes)',
    )
    .exitOverride()
    .configureOutput({ writeOut: (text) => deps.out(text.trimEnd()), writeErr: (text) => deps.talk(text.trimEnd()) });
  program
    .command("serve", { isDefault: true })
    .description("poll on the cron and serve HTTP until SIGTERM (the default)")
    .option(
      "--roles <list>",
      "the roles of this process, out of poll, desk, web and send, when several processes share one PostgreSQL store (default: all, or WIREDESK_ROLES)",
    )
    .action(({ roles }: { roles?: string }, command: Command) => {
      const read = () => withRoles(configOf(deps, command), roles);
      return deps.serve(read(), read);
    });
  const groups = new Map<string, Command>();
  for (const { group, load } of modulesFor(words)) {
    if (group !== null && !groups.has(group)) {
      groups.set(group, program.command(group).description(groupDescriptions[group]));
    }
    const define = await load();
    define(groups.get(group ?? "") ?? program, deps);
  }
  for (const command of withSubcommands(program)) command.exitOverride().copyInheritedSettings(program);
  for (const command of [program, ...withSubcommands(program)]) command.hook("preSubcommand", refuseUnknownCommand);
  return program;
}

const groupDescriptions = {
  feeds: "subscriptions and their health; OPML in and out",
  alerts: "rules, messages that wait for their channels, and tests of channels",
} as const;

/** A file that defines the commands `names`, in the order of `--help`. `group`: the command that they belong to. */
interface CommandModule {
  readonly group: keyof typeof groupDescriptions | null;
  readonly names: readonly string[];
  load(): Promise<(parent: Command, deps: CliDeps) => void>;
}

const commandModules: readonly CommandModule[] = [
  { group: null, names: ["poll"], load: async () => (await import("./feeds/poll-command.ts")).addPollCommand },
  { group: null, names: ["ingest"], load: async () => (await import("./data/ingest-command.ts")).addIngestCommand },
  { group: null, names: ["parse"], load: async () => (await import("./reading/parse-command.ts")).addParseCommand },
  { group: null, names: ["tidy"], load: async () => (await import("./reading/tidy-command.ts")).addTidyCommand },
  {
    group: "feeds",
    names: ["list"],
    load: async () => (await import("./feeds/feeds-list-command.ts")).addFeedsListCommand,
  },
  {
    group: "feeds",
    names: ["remove", "pause", "resume", "unmove", "import", "export"],
    load: async () => (await import("./feeds/feeds-command.ts")).addFeedsCommands,
  },
  {
    group: "feeds",
    names: ["add"],
    load: async () => (await import("./feeds/feeds-add-command.ts")).addFeedsAddCommand,
  },
  {
    group: "feeds",
    names: ["check"],
    load: async () => (await import("./feeds/feeds-check-command.ts")).addFeedsCheckCommand,
  },
  {
    group: "feeds",
    names: ["heal"],
    load: async () => (await import("./feeds/feeds-heal-command.ts")).addFeedsHealCommand,
  },
  {
    group: null,
    names: ["stories"],
    load: async () => (await import("./stories/stories-command.ts")).addStoriesCommands,
  },
  {
    group: "alerts",
    names: ["list", "resend", "drop", "send-test"],
    load: async () => (await import("./alerts/outbox-commands.ts")).addOutboxCommands,
  },
  {
    group: "alerts",
    names: ["rules", "test"],
    load: async () => (await import("./alerts/rule-commands.ts")).addRuleCommands,
  },
  { group: null, names: ["mcp"], load: async () => (await import("./data/mcp-command.ts")).addMcpCommand },
  { group: null, names: ["export"], load: async () => (await import("./data/export-command.ts")).addExportCommand },
  { group: null, names: ["eval"], load: async () => (await import("./stories/eval-command.ts")).addEvalCommand },
  { group: null, names: ["replay"], load: async () => (await import("./data/replay-command.ts")).addReplayCommand },
  { group: null, names: ["keys"], load: async () => (await import("./feeds/keys-command.ts")).addKeysCommand },
  {
    group: null,
    names: ["backup", "restore", "migrate"],
    load: async () => (await import("./data/store-commands.ts")).addStoreCommands,
  },
  { group: null, names: ["purge"], load: async () => (await import("./data/purge-command.ts")).addPurgeCommand },
  {
    group: null,
    names: ["copy-store"],
    load: async () => (await import("./data/copy-store-command.ts")).addCopyStoreCommand,
  },
  {
    group: null,
    names: ["config"],
    load: async () => (await import("./setup/config-commands.ts")).addConfigCommands,
  },
  {
    group: null,
    names: ["doctor"],
    load: async () => (await import("./setup/doctor/doctor-command.ts")).addDoctorCommand,
  },
  { group: null, names: ["status"], load: async () => (await import("./setup/status-command.ts")).addStatusCommand },
  {
    group: null,
    names: ["upgrade"],
    load: async () => (await import("./setup/upgrade/upgrade-command.ts")).addUpgradeCommand,
  },
  {
    group: null,
    names: ["completion"],
    load: async () => (await import("./setup/completion/completion-command.ts")).addCompletionCommand,
  },
  { group: null, names: ["init"], load: async () => (await import("./setup/init-command.ts")).addInitCommand },
];

/**
 * The files that a command line needs: those of the command that it names, or all files if it names a command that is
 * not known. Pure.
 */
function modulesFor(words: readonly string[]): readonly CommandModule[] {
  const [first, second] = namesIn(words);
  if (first === "serve") return [];
  // The completion script names every command.
  if (first === "completion") return commandModules;
  if (first === undefined) return words.some((word) => word === "--help" || word === "-h") ? commandModules : [];
  const named = commandModules.filter(({ group, names }) => (group === null ? names.includes(first) : group === first));
  const exact = named.filter(({ group, names }) => group === null || (second !== undefined && names.includes(second)));
  if (exact.length > 0) return exact;
  // If the name is wrong, load all files, so that the message can suggest similar names.
  return named.length > 0 ? named : commandModules;
}

/** The command's name and the word after it. `--config` may stand before either word. */
function namesIn(words: readonly string[]): readonly string[] {
  const names = words.filter((word, at) => word !== "--config" && words[at - 1] !== "--config");
  const start = names.findIndex((word) => !word.startsWith("--config="));
  return start < 0 || names[start]?.startsWith("-") === true ? [] : names.slice(start, start + 2);
}

function withSubcommands(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...withSubcommands(one)]);
}

/**
 * A command group with a default command would take any other word as an argument of the default command. Such a word
 * is a mistyped command, so this reports an unknown command.
 */
function refuseUnknownCommand(group: Command, chosen: Command): void {
  const [word] = group.args;
  if (word === undefined || word.startsWith("-") || word === chosen.name() || chosen.aliases().includes(word)) return;
  const names = [...group.commands.map((command) => command.name()), "help"];
  const nearest = nearestName(word, names);
  const advice = nearest === null ? `Commands: ${names.join(", ")}` : `Did you mean ${nearest}?`;
  group.error(`error: unknown command '${word}'\n(${advice})`, { code: "commander.unknownCommand", exitCode: 2 });
}
