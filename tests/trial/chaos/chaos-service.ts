import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { eventually, freePort, type Workspace } from "../../support/cli.ts";
import { namedAddress, namedHost } from "./chaos-agencies.ts";
import { fakeTimeLibrary, type Machine } from "./machine.ts";

/** `wiredesk serve` of the build, with a clock and a table of names of its own where the machine can give them. */
export interface ChaosService {
  readonly baseUrl: string;
  /** Since when it runs and is not held up, by a clock that nobody sets; null where it does not. */
  readonly upSince: number | null;
  /** What all its processes have logged so far. */
  log(): string;
  /** The lines since they were taken last. */
  takeLines(): readonly string[];
  start(): Promise<void>;
  /** Ends it; answers its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Waits until it ends by itself, and answers its exit code. */
  ended(): Promise<number | null>;
  /** Stops the process in mid-step, or lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Sets its clock by so many seconds off the true time. */
  shiftClock(seconds: number): void;
  setNamesFound(found: boolean): void;
  rssMb(): number | null;
  ask(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly text: string }>;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

const askMsMax = 30_000;
const startMsMax = 60_000;

export function createChaosService(workspace: Workspace, machine: Machine): ChaosService {
  const files = {
    hosts: workspace.path("hosts"),
    resolver: workspace.path("resolv.conf"),
    clock: workspace.path("clock"),
  };
  const known = `127.0.0.1 localhost\n${namedAddress} ${namedHost}\n`;
  writeFileSync(files.hosts, known);
  // Nobody answers there: what the table of names does not hold is not found, and at once.
  writeFileSync(files.resolver, "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
  writeFileSync(files.clock, "+0");
  const state: { log: string; running: Running | null; upSince: number | null; baseUrl: string } = {
    log: "",
    running: null,
    upSince: null,
    baseUrl: "",
  };
  let taken = 0;
  const signal = (name: NodeJS.Signals) => state.running?.child.kill(name);
  const ended = async (): Promise<number | null> => {
    const code = await (state.running?.ended ?? null);
    state.running = null;
    state.upSince = null;
    return code;
  };
  return {
    get baseUrl() {
      return state.baseUrl;
    },
    get upSince() {
      return state.running?.child.exitCode === null ? state.upSince : null;
    },
    log: () => state.log,
    takeLines() {
      const end = state.log.lastIndexOf("\n") + 1;
      const lines = state.log.slice(taken, end).split("\n").slice(0, -1);
      taken = end;
      return lines;
    },
    async start() {
      const port = await freePort();
      state.baseUrl = `http://127.0.0.1:${port}`;
      const told = state.log.length;
      state.running = launch(workspace, { machine, files, port }, (text) => {
        state.log += text;
      });
      await eventually(
        async () => state.log.slice(told),
        (log) => log.includes('"serving ') || state.running?.child.exitCode !== null,
        startMsMax,
      );
      if (state.running.child.exitCode !== null)
        throw new Error(`the service does not start: ${state.log.slice(told, told + 2_000)}`);
      state.upSince = performance.now();
    },
    end: (name) => {
      signal(name);
      return ended();
    },
    ended,
    freeze() {
      signal("SIGSTOP");
      state.upSince = null;
    },
    thaw() {
      signal("SIGCONT");
      state.upSince = performance.now();
    },
    shiftClock: (seconds) => writeFileSync(files.clock, `${seconds < 0 ? "" : "+"}${seconds}`),
    setNamesFound: (found) => writeFileSync(files.hosts, found ? known : "127.0.0.1 localhost\n"),
    rssMb: () => (state.running === null ? null : rssMbOf(state.running.child.pid ?? 0)),
    async ask(path, init) {
      const answer = await fetch(state.baseUrl + path, { signal: AbortSignal.timeout(askMsMax), ...init });
      return { status: answer.status, text: await answer.text() };
    },
  };
}

function launch(
  workspace: Workspace,
  given: { machine: Machine; files: { hosts: string; resolver: string; clock: string }; port: number },
  hear: (text: string) => void,
): Running {
  const { machine, files, port } = given;
  const main = [process.execPath, resolve("dist/main.js"), "--config", workspace.configFile, "serve"];
  const mounts = `mount --bind ${files.hosts} /etc/hosts && mount --bind ${files.resolver} /etc/resolv.conf && exec "$@"`;
  // The namespace and the shell are left behind by exec: the process is the service itself.
  const [command = "", ...args] =
    machine.ownHosts === null ? ["unshare", "-m", "sh", "-c", mounts, "sh", ...main] : main;
  const clock =
    fakeTimeLibrary === null
      ? {}
      : {
          LD_PRELOAD: fakeTimeLibrary,
          FAKETIME_TIMESTAMP_FILE: files.clock,
          FAKETIME_NO_CACHE: "1",
          FAKETIME_DONT_FAKE_MONOTONIC: "1",
          NO_FAKE_STAT: "1",
        };
  const child = spawn(command, args, {
    cwd: workspace.folder,
    env: { ...process.env, ...clock, WIREDESK_HOST: "127.0.0.1", WIREDESK_PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr?.setEncoding("utf8").on("data", hear);
  return { child, ended: once(child, "close").then(([code]) => code as number | null) };
}

function rssMbOf(pid: number): number | null {
  if (process.platform !== "linux") return null;
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kb === undefined ? null : Number(kb) / 1024;
}
