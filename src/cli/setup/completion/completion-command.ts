import { Argument, type Command } from "commander";
import type { CliDeps } from "../../cli-deps.ts";
import { bashCompletion } from "./bash-completion.ts";
import { completedCommands } from "./completed-commands.ts";
import { fishCompletion } from "./fish-completion.ts";
import { zshCompletion } from "./zsh-completion.ts";

/** `wiredesk completion bash|zsh|fish`: prints a script that completes commands, options and their values. */
export function addCompletionCommand(program: Command, deps: CliDeps): void {
  program
    .command("completion")
    .description("print a script with which your shell completes commands and options")
    .addArgument(new Argument("<shell>", "your shell").choices(["bash", "zsh", "fish"]))
    .action((shell: keyof typeof scripts) => deps.out(scripts[shell](completedCommands(program)).trimEnd()));
}

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
