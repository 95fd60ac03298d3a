import { existsSync } from "node:fs";

const library = ["x86_64-linux-gnu", "aarch64-linux-gnu"]
  .map((machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));
const skewSeconds = 30;

/**
 * The environment that gives a process the trial's clock: real time, or `speed` times as fast (libfaketime). `skew`:
 * 1 or -1 sets the wall clock of the process half a minute ahead or back, and leaves the elapsed time as it is.
 */
export function clockOf({ speed, skew = 0 }) {
  if (speed === 1 && skew === 0) return {};
  if (library === undefined) throw new Error("there is no libfaketime (Debian: apt-get install faketime)");
  // A fast clock starts at the real time of its process. The trial's own clock has gained this much since its start.
  const gained = (1 - 1 / speed) * process.uptime();
  const offset = (gained + skew * skewSeconds).toFixed(3);
  return {
    LD_PRELOAD: library,
    FAKETIME: `${offset.startsWith("-") ? "" : "+"}${offset}${speed === 1 ? "" : ` x${speed}`}`,
    ...(speed === 1 ? { FAKETIME_DONT_FAKE_MONOTONIC: "1" } : {}),
  };
}

/** Of two processes with a role, one has a clock that is ahead and the other one that is behind. */
export function skewOf(name) {
  if (name.endsWith("-1")) return 1;
  return name.endsWith("-2") ? -1 : 0;
}
