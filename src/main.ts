#!/usr/bin/env node
import { buffer } from "node:stream/consumers";
import { tellSystemError } from "./cli/system-error.ts";
import { growHeapsSlowly, holdNewSpace } from "./runtime/v8-heap.ts";

/**
 * The process entry: words in, exit code out. A reader that closes its end of the pipe (`| head`) ends the program
 * quietly.
 */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

growHeapsSlowly();
const release = holdNewSpace();
process.exitCode = await loadAndRun().catch((error: unknown) => {
  const refused = tellSystemError(error);
  if (refused === null) throw error;
  // Before the command line is read nobody else can say it: too few open files are allowed to load the program.
  process.stderr.write(`wiredesk: ${refused}\n`);
  return 1;
});

async function loadAndRun(): Promise<number> {
  const { createCliDeps } = await import("./runtime/create-cli-deps.ts");
  const { runProgram } = await import("./cli/run-program.ts");
  const { serve } = await import("./runtime/serve.ts");
  const { version } = await import("./version.ts");
  release();
  const deps = createCliDeps({
    env: process.env,
    isTerminal: process.stderr.isTTY === true,
    out: (line) => process.stdout.write(`${line}\n`),
    talk: (line) => process.stderr.write(`${line}\n`),
    readStdin: () => buffer(process.stdin),
    serve,
  });
  return runProgram(deps, process.argv.slice(2), version);
}
