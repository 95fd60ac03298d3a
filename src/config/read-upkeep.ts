import type { Config } from "./config.ts";
import type { ConfigFile } from "./config-schema.ts";
import { Secret } from "./secret.ts";

/** Reads the backups and the ping. `fill` inserts environment variables into the ping's address. */
export function readUpkeep(
  { backup, ping }: Pick<ConfigFile, "backup" | "ping">,
  fill: (template: string, fault: (message: string) => void) => string,
  fault: (path: readonly PropertyKey[], message: string) => void,
): Pick<Config, "backup" | "ping"> {
  return {
    backup: backup === undefined ? null : { at: backup.at, folder: backup.to, keep: backup.keep },
    ping: ping === undefined ? null : { url: new Secret(urlOf(ping.url)), everyMs: ping.every },
  };

  function urlOf(template: string): string {
    const url = fill(template, (message) => fault(["ping", "url"], message));
    if (!URL.canParse(url)) fault(["ping", "url"], "expected an absolute http:// or https:// address");
    return url;
  }
}
