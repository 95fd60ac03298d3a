#!/usr/bin/env node
import { buffer } from "node:stream/consumers";
import { startLean } from "./lean-heap.ts";

/** The process entry: words in, exit code out. A reader that closes its end of the pipe (`| head`) ends the program quietly. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const { createCliDeps, runProgram, serve, version } = await startLean(async () => ({
  ...(await import("./create-cli-deps.ts")),
  ...(await import("./cli/run-program.ts")),
  ...(await import("./serve.ts")),
  ...(await import("./version.ts")),
}));

const deps = createCliDeps({
  env: process.env,
  isTerminal: process.stderr.isTTY === true,
  out: (line) => process.stdout.write(`${line}\n`),
  talk: (line) => process.stderr.write(`${line}\n`),
  readStdin: () => buffer(process.stdin),
  serve,
});

process.exitCode = await runProgram(deps, process.argv.slice(2), version);
