import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresFolderVariable } from "./postgres-server.ts";

/**
 * Before a run of tests: names a folder for its PostgreSQL server. The first test that needs the server starts it
 * (`postgres-server.ts`). After the run the server is stopped and the folder removed.
 */
export default function setup(): () => void {
  // Each project of the run calls this; the first one's server serves all.
  if (process.env[postgresFolderVariable] !== undefined) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-postgres-"));
  // Another user may run the server.
  chmodSync(folder, 0o755);
  process.env[postgresFolderVariable] = folder;
  return () => {
    stop(join(folder, "server/data/postmaster.pid"));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** An immediate shutdown: the data are thrown away. */
function stop(pidFile: string): void {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  process.kill(pid, "SIGQUIT");
  // Waits for the end of the server, so that it writes nothing into a folder that is being removed.
  spawnSync("tail", [`--pid=${pid}`, "-f", "/dev/null"], { timeout: 10_000 });
}
