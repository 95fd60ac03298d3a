import { WireError } from "../errors.ts";

/**
 * The work of a process of the service. `poll`: fetches feeds and stores their entries. `desk`: decides copies and
 * stories, carries out rulings, purges, migrates; one process does it at a time, and the others wait. `web`: answers
 * HTTP. `send`: sends the hub's deliveries and the alerts; one process does it at a time.
 */
export const allRoles = ["poll", "desk", "web", "send"] as const;
export type Role = (typeof allRoles)[number];

/** Reads a list such as "poll,desk", or "poll-desk" as in the names of systemd units. Error: usage. */
export function readRoles(text: string): readonly Role[] {
  const names = text.split(/[,-]/).map((name) => name.trim().toLowerCase());
  const unknown = names.find((name) => !isRole(name));
  if (unknown !== undefined)
    throw new WireError("usage", `roles: there is no role "${unknown}"; expected some of ${allRoles.join(", ")}`);
  return allRoles.filter((role) => names.includes(role));
}

/** Whether a process has all roles. */
export function isWhole(roles: readonly Role[]): boolean {
  return allRoles.every((role) => roles.includes(role));
}

function isRole(name: string): name is Role {
  return allRoles.some((role) => role === name);
}
