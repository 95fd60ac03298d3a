import type { Command } from "commander";
import { WireError } from "../../domain/errors.ts";
import { tidyDocument } from "../../parse/tidy-feed.ts";
import type { CliDeps } from "../cli-deps.ts";
import { readDocuments } from "./read-documents.ts";

/** `wiredesk tidy PATH|URL` */
export function addTidyCommand(program: Command, deps: CliDeps): void {
  program
    .command("tidy")
    .description("print any feed as clean RSS 2.0")
    .argument("<target>", 'a file, an address, or "-" for standard input')
    .option("--base <url>", "the address that relative links are resolved against")
    .action(async (target: string, options: { base?: string }, command: Command) => {
      for await (const { name, document } of readDocuments(deps, command, [target], options.base ?? null)) {
        if (document instanceof WireError) throw document;
        const tidy = tidyDocument(document);
        deps.out(tidy.xml.trimEnd());
        for (const problem of tidy.problems) {
          deps.talk(`${name}:${problem.line ?? "?"}:${problem.column ?? "?"}: ${problem.message}`);
        }
      }
    });
}
