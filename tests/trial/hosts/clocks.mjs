import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const library = ["x86_64-linux-gnu", "aarch64-linux-gnu"]
  .map((machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));
const skewSeconds = 30;
const sharedFolder = "/dev/shm";

/**
 * The environment in which time passes `speed` times as fast. `folder` gets a small library that is built for it with
 * the C compiler.
 */
export function fastClock(speed, folder) {
  const clock = join(folder, "fast-clock.so");
  const source = join(import.meta.dirname, "fast-clock.c");
  const built = spawnSync("cc", ["-shared", "-fPIC", "-O2", "-Wall", "-o", clock, source, "-ldl"], {
    stdio: "inherit",
  });
  if (built.status !== 0) throw new Error("--speed takes a C compiler (Debian: apt-get install gcc)");
  // PostgreSQL's server runs as another user.
  chmodSync(folder, 0o755);
  return { LD_PRELOAD: `${clock}:${faketime()}`, FAKETIME: `+0 x${speed}` };
}

/**
 * The environment in which the wall clock of a process is half a minute ahead (`skew` is 1) or back (-1), while the
 * elapsed time is as it is. Empty when `skew` is 0.
 */
export function skewedClock(skew) {
  if (skew === 0) return {};
  const offset = `${skew < 0 ? "" : "+"}${skew * skewSeconds}`;
  return { LD_PRELOAD: faketime(), FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: "1" };
}

function faketime() {
  if (library === undefined) throw new Error("there is no libfaketime (Debian: apt-get install faketime)");
  return library;
}

/**
 * A fast clock counts from the start of the first process, which libfaketime tells the processes that it starts through
 * shared memory. PostgreSQL's server runs as another user, and without this its clock would begin anew at each start.
 * Returns a function that removes that memory, which would stay when a process is killed.
 */
export function shareClock() {
  const names = (process.env.FAKETIME_SHARED ?? "").split(" ").filter((name) => name !== "");
  const files = readdirSync(sharedFolder)
    .filter((file) => names.some((name) => file.endsWith(name.slice(1))))
    .map((file) => join(sharedFolder, file));
  for (const file of files) chmodSync(file, 0o666);
  return () => {
    for (const file of files) rmSync(file, { force: true });
  };
}

/** Of two processes with a role, one has a clock that is ahead and the other one that is behind. */
export function skewOf(name) {
  if (name.endsWith("-1")) return 1;
  return name.endsWith("-2") ? -1 : 0;
}
