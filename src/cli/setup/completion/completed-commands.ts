import type { Argument, Command, Option } from "commander";

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** The words that name the command: "feeds list"; "" for the program itself. */
  readonly path: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** The words that its first argument can be: its subcommands, or the choices of the argument. */
  readonly words: readonly { readonly word: string; readonly description: string }[];
}

export interface CompletedOption {
  /** "--json". */
  readonly flag: string;
  readonly description: string;
  /** Whether the option takes a value. Shells complete the value as the name of a file. */
  readonly takesValue: boolean;
}

/**
 * All commands of the program, first the program itself. A subcommand also accepts the options of its command. Pure.
 */
export function completedCommands(program: Command): readonly CompletedCommand[] {
  return walk(program, "", []);
}

function walk(command: Command, path: string, inherited: readonly CompletedOption[]): CompletedCommand[] {
  const options = [...command.options.filter(isShown).map(optionOf), ...inherited];
  const argument = command.registeredArguments[0];
  const named = command.commands.map((one) => ({ word: one.name(), description: one.description() }));
  const words = named.length > 0 ? named : choicesOf(argument).map((word) => ({ word, description: "" }));
  const own = { path, description: command.description(), options: [...options, help], words };
  const passedOn = options.filter(({ flag }) => flag !== "--version");
  return [own, ...command.commands.flatMap((one) => walk(one, `${path} ${one.name()}`.trim(), passedOn))];
}

const help: CompletedOption = { flag: "--help", description: "say what it does", takesValue: false };

function isShown({ hidden, long }: Option): boolean {
  return !hidden && long !== undefined && long !== null;
}

function optionOf({ long, description, required, optional }: Option): CompletedOption {
  return { flag: long ?? "", description, takesValue: required || optional };
}

function choicesOf(argument: Argument | undefined): readonly string[] {
  return argument?.argChoices ?? [];
}

/** A text in single quotes, as bash and zsh read it: a single quote is written as '\'' between two quoted parts. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
