import { CommanderError } from "commander";
import { messageOf, WireError } from "../domain/errors.ts";
import type { CliDeps } from "./cli-deps.ts";
import { createProgram } from "./program.ts";
import { tellSystemError } from "./system-error.ts";

/**
 * Runs one command line (`words` does not contain the names of node and of the script) and returns the exit code: 0 for
 * success, 2 for wrong usage, 1 for any other failure.
 */
export async function runProgram(deps: CliDeps, words: readonly string[], version: string): Promise<number> {
  try {
    const program = await createProgram(deps, version, words);
    await program.parseAsync(words, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const refused = error instanceof WireError ? null : tellSystemError(error);
    if (refused !== null) {
      deps.talk(`wiredesk: ${refused}`);
      return 1;
    }
    if (!(error instanceof WireError)) {
      deps.talk(
        `wiredesk: this is a bug: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`,
      );
      return 1;
    }
    deps.talk(`wiredesk: ${error.message}`);
    return error.code === "usage" ? 2 : 1;
  }
}
