import type { Command } from "commander";
import type { CliDeps } from "../cli-deps.ts";
import { configOf } from "../with-store.ts";

/** `wiredesk mcp` */
export function addMcpCommand(program: Command, deps: CliDeps): void {
  program
    .command("mcp")
    .description(
      "let a model read the wire: a read-only server of the Model Context Protocol on standard input and output; the service may run meanwhile",
    )
    .option("--licensed", "show private sources too")
    .action(async (options: { licensed?: boolean }, command: Command) => {
      await deps.serveMcp(configOf(deps, command), { licensed: options.licensed === true });
    });
}
