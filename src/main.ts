#!/usr/bin/env node
import { buffer } from "node:stream/consumers";
import { tellSystemError } from "./cli/system-error.ts";
import { boundNewSpace, growHeapsSlowly, optimiseLater } from "./runtime/v8-heap.ts";

/**
 * The entry point of the process: reads the command line and sets the exit code. When a reader closes its end of the
 * pipe (`| head`), the program ends quietly.
 */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

growHeapsSlowly();
optimiseLater();
boundNewSpace();
process.exitCode = await loadAndRun().catch((error: unknown) => {
  const refused = tellSystemError(error);
  if (refused === null) throw error;
  // Only this place can report the error: with too few open files allowed, the program cannot load its own files.
  process.stderr.write(`wiredesk: ${refused}\n`);
  return 1;
});

async function loadAndRun(): Promise<number> {
  const { createCliDeps } = await import("./runtime/create-cli-deps.ts");
  const { runProgram } = await import("./cli/run-program.ts");
  const { version } = await import("./version.ts");
  const deps = createCliDeps({
    env: process.env,
    isTerminal: process.stderr.isTTY === true,
    out: (line) => process.stdout.write(`${line}\n`),
    talk: (line) => process.stderr.write(`${line}\n`),
    readStdin: () => buffer(process.stdin),
    serve: async (config, readConfig) => {
      const { serve } = await import("./runtime/serve.ts");
      return serve(config, readConfig);
    },
  });
  return runProgram(deps, process.argv.slice(2), version);
}
