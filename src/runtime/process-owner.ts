import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/**
 * Process numbers and host names repeat; in a container they are the same at each start. So the lease name has a random
 * part.
 */
const start = randomBytes(4).toString("hex");

/** The name under which this process holds leases: host and process for people, this start, and a part of its own. */
export function processOwner(part: string): string {
  return `${hostname()}:${process.pid}:${start}:${part}`;
}

/** The part of a service that decides: whoever holds the desk's lease under it polls, too. */
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
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the owner is another process than this one. */
export function isOtherOwner(owner: string): boolean {
  const [host, pid, started] = owner.split(":");
  return host !== hostname() || Number(pid) !== process.pid || started !== start;
}
