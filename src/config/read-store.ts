import type { ConfigFile } from "./config-schema.ts";

/**
 * Reads where the store is. `fill` inserts environment variables into the address of a server, where each value is
 * written as an address needs it. A path of SQLite stays as it is. Adds a fault when the service is asked to copy a
 * store that is no file.
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
