import { lookup } from "node:dns/promises";
import { existsSync, statSync } from "node:fs";
import type { Command } from "commander";
import type { Config } from "../../../config/config.ts";
import { WireError } from "../../../domain/errors.ts";
import type { StoreFiles } from "../../../domain/files/store-files.ts";
import type { CliDeps } from "../../cli-deps.ts";
import { configOf } from "../../with-store.ts";
import { type Check, toldCheck, well, wrong } from "./check.ts";
import { checkDatabase } from "./check-database.ts";
import { checkDatabaseModule, checkNode, checkOpenFiles } from "./check-machine.ts";
import { checkClock, checkFirstFeed, checkNames, checkPort } from "./check-network.ts";
import { checkDisk, checkPermissions, checkStore } from "./check-store.ts";

/** `wiredesk doctor [--json]`: checks everything that the service needs, and says what to do. It changes nothing. */
export function addDoctorCommand(program: Command, deps: CliDeps): void {
  program
    .command("doctor")
    .description("check everything that wiredesk needs on this machine, and say what to do about each fault")
    .option("--json", "print the checks as one JSON line")
    .action(async ({ json }: { json?: true }, command: Command) => {
      const checks: Check[] = [];
      const print = (check: Check): void => {
        checks.push(check);
        if (!json) for (const line of toldCheck(check)) deps.out(line);
      };
      for await (const check of allChecks(deps, command)) print(check);
      const faults = checks.filter(({ state }) => state === "wrong").length;
      if (json) deps.out(JSON.stringify({ ok: faults === 0, checks }));
      if (faults > 0) throw new WireError("io-failed", `${faults} of ${checks.length} checks found a fault`);
    });
}

async function* allChecks(deps: CliDeps, command: Command): AsyncGenerator<Check> {
  yield checkNode(process.versions.node);
  const module = await checkDatabaseModule(
    async () => (await deps.storeFiles()).databaseVersion(),
    deps.env.PATH ?? "",
  );
  yield module;
  yield checkOpenFiles();
  const config = readConfig(deps, command);
  if ("state" in config) return yield config;
  yield well("configuration", `${config.file}: ${config.feeds.length} feeds, ${config.sections.length} sections`);
  if (module.state === "ok") yield* storeChecks(await deps.storeFiles(), config.store);
  yield await checkPort(config.server);
  yield await checkNames(
    config.feeds.map(({ url }) => url),
    lookup,
  );
  const http = await deps.createHttp(config);
  try {
    const { check, serverTime } = await checkFirstFeed(config, http);
    yield check;
    yield checkClock(serverTime, deps.clock);
  } finally {
    await http.close();
  }
}

async function* storeChecks(files: StoreFiles, store: string): AsyncGenerator<Check> {
  if (files.isOnServer(store)) return yield await checkDatabase(files, store);
  const file = readFile(files, store);
  if (typeof file !== "string") return yield file;
  yield checkStore(files, file);
  yield checkPermissions(file);
  yield checkDisk(file, existsSync(file) ? statSync(file).size : 0);
}

function readFile(files: StoreFiles, store: string): string | Check {
  try {
    return files.fileOf(store);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return wrong("store", error.message, "change the setting store, or WIREDESK_STORE");
  }
}

/** The configuration; or, if it has faults, the check that reports them. The other checks need the configuration. */
function readConfig(deps: CliDeps, command: Command): Config | Check {
  try {
    return configOf(deps, command);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return wrong("configuration", error.message, "correct these faults; the other checks need the configuration");
  }
}
