import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What this machine lets a trial do; null where it can be done, else what is missing. */
export interface Machine {
  readonly mount: string | null;
  readonly ownHosts: string | null;
  readonly fakeClock: string | null;
}

const isRoot = process.platform === "linux" && process.getuid?.() === 0;

export function readMachine(): Machine {
  return {
    mount: isRoot ? null : "only root may mount a small disk",
    ownHosts:
      isRoot && succeeds("unshare", ["-m", "true"]) ? null : "only root may give a process an /etc/hosts of its own",
    fakeClock: fakeTimeLibrary === null ? "libfaketime is not installed" : null,
  };
}

/** Of libfaketime, the one for programs with threads. */
export const fakeTimeLibrary: string | null =
  ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/local/lib"]
    .map((folder) => `${folder}/faketime/libfaketimeMT.so.1`)
    .find(existsSync) ?? null;

export function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
