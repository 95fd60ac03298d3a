#!/usr/bin/env node
import { buffer } from "node:stream/consumers";
import { CommanderError } from "commander";
import { createCliDeps } from "./app.ts";
import { createProgram } from "./cli/program.ts";
import { messageOf, WireError } from "./domain/errors.ts";
import { serve } from "./serve.ts";
import { version } from "./version.ts";

/** The process entry: words in, exit code out. A reader that closes its end of the pipe (`| head`) ends the program quietly. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const deps = createCliDeps({
  env: process.env,
  isTerminal: process.stderr.isTTY === true,
  out: (line) => process.stdout.write(`${line}\n`),
  talk: (line) => process.stderr.write(`${line}\n`),
  readStdin: () => buffer(process.stdin),
  serve: (config) => serve(config, process.env),
});

try {
  await createProgram(deps, version).parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
  if (error instanceof WireError) deps.talk(`wiredesk: ${error.message}`);
  else if (!(error instanceof CommanderError)) deps.talk(`wiredesk: this is a bug: ${stackOf(error)}`);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof WireError && error.code === "usage" ? 2 : 1;
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : messageOf(error);
}
