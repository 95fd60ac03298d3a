import { hostname } from "node:os";

/** The name under which this process holds leases: host, process, and a part of its own. */
export function processOwner(part: string): string {
  return `${hostname()}:${process.pid}:${part}`;
}

/** False only when the owner is a process of this host that no longer runs; of other hosts nothing is known. */
export function isOwnerAlive(owner: string): boolean {
  const [host, pid] = owner.split(":");
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
