import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import type { CliDeps } from "../../src/cli/cli-deps.ts";
import { makeFolder, removeFolder } from "./folders.ts";
import { importBuilt } from "./import-built.ts";

const mainFile = resolve("dist/main.js");

/** A temporary folder with a configuration in it. */
export interface Workspace {
  readonly folder: string;
  readonly configFile: string;
  writeConfig(config: object): void;
  path(name: string): string;
  remove(): void;
}

/** `store`: absent: a file in the folder. */
export function createWorkspace(config: object = { sources: [] }, store?: string): Workspace {
  const folder = makeFolder();
  const configFile = join(folder, "wiredesk.yaml");
  const writeConfig = (content: object) =>
    writeFileSync(configFile, stringify({ store: store ?? `sqlite:${join(folder, "wire.db")}`, ...content }));
  writeConfig(config);
  return {
    folder,
    configFile,
    writeConfig,
    path: (name) => join(folder, name),
    remove: () => removeFolder(folder),
  };
}

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `wiredesk` in a separate process, as a user would. */
export function startCli(
  workspace: Workspace,
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, [mainFile, "--config", workspace.configFile, ...args], {
    cwd: workspace.folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/**
 * Runs one command of the built program to its end in this process. Its output and its log lines are not separated.
 * `changed`: parts of the outside world that the test replaces, such as the clock. Without a `configFile` the command
 * looks for its configuration.
 */
export async function runCli(
  workspace: { readonly configFile: string | null },
  args: readonly string[],
  env: Record<string, string> = {},
  changed: Partial<CliDeps> = {},
): Promise<CliRun> {
  const { createCliDeps } =
    await importBuilt<typeof import("../../src/runtime/create-cli-deps.ts")>("runtime/create-cli-deps.js");
  const { runProgram } = await importBuilt<typeof import("../../src/cli/run-program.ts")>("cli/run-program.js");
  const out: string[] = [];
  const talk: string[] = [];
  const deps = createCliDeps({
    env: { WIREDESK_LOG_LEVEL: "silent", ...env },
    isTerminal: false,
    out: (line) => out.push(`${line}\n`),
    talk: (line) => talk.push(`${line}\n`),
    readStdin: async () => new Uint8Array(),
    serve: async () => undefined,
  });
  const config = workspace.configFile === null ? [] : ["--config", workspace.configFile];
  const code = await runProgram({ ...deps, ...changed }, [...config, ...args], "0.0.0");
  return { code, stdout: out.join(""), stderr: talk.join("") };
}

/** Runs `wiredesk` to its end in a separate process. */
export async function runProcess(
  workspace: Workspace,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CliRun> {
  const child = startCli(workspace, args, env);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout: stdout(), stderr: stderr() };
}

export interface Service {
  readonly pid: number;
  readonly baseUrl: string;
  readonly log: () => string;
  /** The exit code, after the process ends by itself. */
  ended(): Promise<number | null>;
  /** Stops the process as an operator would. Returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `wiredesk serve` on a free port and waits until it reports that it serves. */
export async function startService(workspace: Workspace, env: Record<string, string> = {}): Promise<Service> {
  const port = await freePort();
  const child = startCli(workspace, ["serve"], { WIREDESK_HOST: "127.0.0.1", WIREDESK_PORT: String(port), ...env });
  const log = collect(child.stderr);
  const ended = once(child, "close") as Promise<[number | null]>;
  await new Promise<void>((ready, failed) => {
    child.stderr?.on("data", () => {
      if (log().includes('"serving ')) ready();
    });
    child.once("close", (code) => failed(new Error(`wiredesk serve ended with ${code}: ${log()}`)));
  });
  return {
    pid: child.pid ?? 0,
    baseUrl: `http://127.0.0.1:${port}`,
    log,
    ended: async () => (await ended)[0],
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

/**
 * Calls `read` repeatedly until `done` accepts the result. For states of another process, which sends no event. `ms`: a
 * limit for tests that hang, since a busy machine may take many seconds for a poll.
 */
export async function eventually<T>(read: () => Promise<T>, done: (value: T) => boolean, ms = 60_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await read();
    if (done(value)) return value;
    if (performance.now() > end) throw new Error(`still not so after ${ms} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

/** A port of loopback that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
