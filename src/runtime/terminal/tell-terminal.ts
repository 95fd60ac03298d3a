import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Config } from "../../config/config.ts";
import type { IngestFigures } from "../../domain/figures/figures.ts";
import type { Log } from "../../domain/ports.ts";
import type { StoreCounts } from "../../domain/store.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import { version } from "../../version.ts";
import { isPlain } from "../parts/create-log.ts";
import { systemClock } from "../system-clock.ts";
import { summariseMinutes } from "./minute-summary.ts";

interface Telling {
  readonly config: Config;
  readonly log: Log;
  readonly readCounts: () => Promise<StoreCounts>;
  readonly readFigures: () => IngestFigures | null;
}

/**
 * Tells a person at a terminal what is served, and then once a minute what the service has done, until the returned
 * function is called. Does nothing when the log is JSON or silent.
 */
export async function tellTerminal({ config, log, readCounts, readFigures }: Telling): Promise<() => void> {
  if (!isPlain(config) || config.logLevel === "silent") return () => undefined;
  const write = (line: string) => void process.stderr.write(`${line}\n`);
  for (const line of servingLines(config, await readCounts())) write(line);
  const stop = new AbortController();
  summariseMinutes({ readFigures, write, clock: systemClock }, stop.signal).catch((err: unknown) =>
    log.error({ err }, "the summary of each minute stopped"),
  );
  return () => stop.abort();
}

/** The four lines that a person sees when the service has started: version, address, feeds and store. */
export function servingLines(config: Pick<Config, "server" | "store" | "file">, counts: StoreCounts): string[] {
  const { baseUrl } = config.server;
  return [
    `wiredesk ${version}`,
    `address  ${baseUrl}/ (merged feed: ${baseUrl}/feeds/all.rss)`,
    `feeds    ${counts.feeds} of ${counts.sources} sources; ${originOf(config.file)}`,
    `store    ${toldStore(config.store)}: ${counts.entries} entries in ${counts.stories} stories`,
  ];
}

const shippedFile = fileURLToPath(new URL("../../../config/wiredesk.yaml", import.meta.url));

/** A person should not edit the configuration in the package, because an update of the package replaces it. */
function originOf(file: string): string {
  if (file !== shippedFile) return `configured in ${file}`;
  return 'the built-in configuration ("wiredesk init" writes one of your own)';
}

function toldStore(store: string): string {
  if (!store.startsWith("sqlite:")) return redactUrl(store);
  const file = store.replace(/^sqlite:/, "");
  return existsSync(file) ? `${file} (${(statSync(file).size / 2 ** 20).toFixed(1)} MB)` : file;
}
