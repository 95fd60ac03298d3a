#!/usr/bin/env node
import { buffer } from "node:stream/consumers";
import { createCliDeps } from "./app.ts";
import { runProgram } from "./cli/run-program.ts";
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

process.exitCode = await runProgram(deps, process.argv.slice(2), version);
