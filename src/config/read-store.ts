import type { ConfigFile } from "./config-schema.ts";

/**
 * Reads where the store is. If the configuration file states the address of a server, `fill` inserts environment
 * variables into it; each value is percent-encoded. A path of SQLite stays as it is, and so does an address
 * `fromEnvironment`. Adds a fault when backups are configured for a store on a server.
 */
export function readStore(
  read: Pick<ConfigFile, "store" | "backup">,
  fromEnvironment: string | undefined,
  fill: (template: string, report: (message: string) => void) => string,
  fault: (path: readonly PropertyKey[], message: string) => void,
): string {
  const store = fromEnvironment ?? read.store;
  if (store.startsWith("sqlite:")) return store;
  if (read.backup !== undefined)
    fault(["backup"], "the server makes the backups of a store in PostgreSQL; see docs/postgresql.md");
  if (fromEnvironment !== undefined) return store;
  return store.replace(/\$\{[^}]*\}/g, (name) =>
    encodeURIComponent(fill(name, (message) => fault(["store"], message))),
  );
}
