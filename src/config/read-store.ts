import type { ConfigFile } from "./config-schema.ts";

/**
 * Reads where the store is. `fill` inserts environment variables into the file's address of a server; each value is
 * percent-encoded. A path of SQLite and an address `fromEnvironment` stay as they are. Adds a fault when backups are
 * configured for a store on a server.
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
