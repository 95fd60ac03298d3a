import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const startMsMaxDefault = 120_000;
/** What the unit and the container set, too. */
const asPackaged = { MALLOC_ARENA_MAX: "1" };

/** A folder of its own for a trial; `remove()` takes it away. */
export function makeFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `wiredesk-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Where a service runs by default: on this host, at a port that is free. */
const here = { address: "127.0.0.1", port: null, command: (args) => args };

/**
 * Starts `wiredesk serve` of the build in `build` (a checkout that was built, or its folder `dist`) and waits until it
 * serves. `port`: null takes one that is free. `place`: the address at which it listens, and `command` that runs
 * another command there.
 */
export async function startBuilt({
  build,
  folder,
  config,
  nodeFlags = [],
  env = {},
  port: given = null,
  place = here,
  startMsMax = startMsMaxDefault,
}) {
  const port = given ?? place.port ?? (await freePort());
  const file = join(folder, "wiredesk.yaml");
  writeFileSync(file, JSON.stringify(config));
  const program = [process.execPath, ...nodeFlags, join(distOf(build), "main.js"), "--config", file, "serve"];
  const [first, ...args] = place.command(program);
  const child = spawn(first, args, {
    cwd: folder,
    env: { ...asPackaged, ...process.env, WIREDESK_PORT: String(port), WIREDESK_HOST: place.address, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    log += chunk;
  });
  const ended = once(child, "close");
  const from = performance.now();
  while (!(await answers(place.address, port))) {
    if (child.exitCode !== null || performance.now() - from > startMsMax) {
      child.kill("SIGKILL");
      throw new Error(`the service does not start: ${log.slice(-2_000)}`);
    }
    await sleep(100);
  }
  return {
    pid: child.pid,
    port,
    reload: () => child.kill("SIGHUP"),
    log: () => log,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await ended;
    },
  };
}

async function answers(address, port) {
  const response = await fetch(`http://${address}:${port}/healthz`).catch(() => null);
  await response?.arrayBuffer();
  return response?.status === 200;
}

/** The folder with the compiled program. */
export function distOf(build) {
  const path = resolve(build);
  return path.endsWith("dist") ? path : join(path, "dist");
}

/** A port of loopback that nobody has at the moment. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
