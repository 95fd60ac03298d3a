// What Linux tells of another process: memory and CPU.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/**
 * Megabytes (MiB) now and at most, CPU seconds so far. `rssPeak` is the kernel's own high-water mark: no sampling
 * misses it.
 */
export function readProcess(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mb = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  // The command's name stands in parentheses and may hold spaces: fields are counted behind it (proc(5): utime 14,
  // stime 15).
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  return {
    rss: mb("VmRSS"),
    rssPeak: mb("VmHWM"),
    anonymous: mb("RssAnon"),
    threads: mb("Threads") * 1024,
    cpuSeconds,
  };
}

/**
 * Follows a process until it is told to stop. Answers what was seen: the peak, and the median of the last third of the
 * samples.
 */
export function followProcess(pid, everyMs = 250) {
  const samples = [];
  let last = readProcess(pid);
  const timer = setInterval(() => {
    last = readProcess(pid);
    samples.push(last.rss);
  }, everyMs);
  return {
    now: () => readProcess(pid),
    stop() {
      clearInterval(timer);
      const late = samples.slice(Math.floor((samples.length * 2) / 3)).sort((a, b) => a - b);
      return { ...last, rssSteady: late[Math.floor(late.length / 2)] ?? last.rss, samples };
    },
  };
}
