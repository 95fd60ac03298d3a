import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/**
 * A random part of the lease name. Process numbers and host names repeat; in a container they are the same at each
 * start.
 */
const start = randomBytes(4).toString("hex");

/**
 * The name under which this process holds leases: host and process number for people, the random part of this start,
 * and `part`.
 */
export function processOwner(part: string): string {
  return `${hostname()}:${process.pid}:${start}:${part}`;
}

/**
 * The last part of the desk owner's name when a service runs the desk. A command that runs the desk has another part.
 */
export const servicePart = "desk";

export function isServiceOwner(owner: string): boolean {
  return owner.endsWith(`:${servicePart}`);
}

/** False only when the owner is a process of this host that no longer runs. Owners on other hosts count as alive. */
export function isOwnerAlive(owner: string): boolean {
  const [host, pid, started] = owner.split(":");
  if (host !== hostname()) return true;
  if (Number(pid) === process.pid) return started === start;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    // EPERM means that the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the owner is a process other than this one. */
export function isOtherOwner(owner: string): boolean {
  const [host, pid, started] = owner.split(":");
  return host !== hostname() || Number(pid) !== process.pid || started !== start;
}
