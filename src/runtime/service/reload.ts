import type { Config } from "../../config/config.ts";
import { messageOf, WireError } from "../../domain/errors.ts";
import { deferred } from "../deferred.ts";
import { createLogOf } from "../parts/create-log.ts";
import type { FrontDoor } from "./front-door.ts";
import { type ProcessControl, type Serving, startServing } from "./serving.ts";

/**
 * Reads the configuration again while the service runs. A reload takes effect completely or not at all. One reload runs
 * at a time.
 */
export interface Reloads extends ProcessControl {
  /**
   * Call this when the pages of `serving` answer requests to `door`. Reloads can run from then on, and a reload that
   * was requested earlier starts now.
   */
  begin(serving: Serving, door: FrontDoor): void;
  /** The serving parts that answer now. Call it after `begin`. */
  present(): Serving;
  /** Reloads, and logs the result. Never rejects. */
  bySignal(): Promise<void>;
  /** Rejects when a reload has stopped the running parts and could not start any others. */
  readonly failed: Promise<never>;
  /**
   * Waits for the running reload, and refuses further ones. Returns the serving parts that answer afterwards; null
   * before `begin`.
   */
  end(): Promise<Serving | null>;
}

export function createReloads(readConfig: () => Config): Reloads {
  let present: Serving | null = null;
  let isEnding = false;
  const failed = deferred<never>();
  failed.promise.catch(() => undefined);
  const begun = deferred<FrontDoor>();
  let last: Promise<unknown> = begun.promise;
  const presentOne = (): Serving => {
    if (present === null) throw new Error("nothing is served yet");
    return present;
  };

  function reload(): Promise<void> {
    if (isEnding) return Promise.reject(new WireError("conflict", "the service is stopping"));
    const turn = last.then(replace);
    last = Promise.allSettled([turn]);
    return turn;
  }

  async function replace(): Promise<void> {
    const door = await begun.promise;
    const old = presentOne();
    const config = readConfig();
    refuseFixed(old.config, config);
    present = await exchange(old, { config, log: createLogOf(config), control: { reload } }).catch(
      (thrown: unknown) => {
        failed.reject(thrown);
        throw thrown;
      },
    );
    const oldAnswered = door.lead(present.handler);
    await present.begin();
    old.stop(oldAnswered).catch((err: unknown) => presentOne().log.error({ err }, "could not stop the earlier parts"));
    if (present.config !== config) throw new WireError("io-failed", "the earlier configuration was started again");
    present.log.info({ feeds: config.feeds.length, sections: config.sections.length }, "configuration read again");
  }

  return {
    reload,
    failed: failed.promise,
    present: presentOne,
    begin(serving, door) {
      present = serving;
      begun.resolve(door);
    },
    async bySignal() {
      await reload().catch((thrown: unknown) => {
        const code = thrown instanceof WireError ? thrown.code : undefined;
        const told = `${messageOf(thrown)}; the service continues with the earlier configuration`;
        present?.log.error({ signal: "SIGHUP", ...(code === undefined ? { err: thrown } : { code }) }, told);
      });
    },
    async end() {
      isEnding = true;
      if (present !== null) await last;
      return present;
    },
  };
}

/**
 * Ends the polling of `old`, which still answers reads, and starts the parts for the new configuration. If they cannot
 * be started, the parts for the old configuration are started again.
 */
async function exchange(
  old: Serving,
  next: { readonly config: Config; readonly log: Serving["log"]; readonly control: ProcessControl },
): Promise<Serving> {
  await old.halt();
  try {
    return await startServing(next.config, next.log, next.control);
  } catch (thrown) {
    old.log.error({ err: thrown }, "the new configuration cannot be started; starting the earlier one again");
    return startServing(old.config, old.log, next.control);
  }
}

/** Refuses changes of settings that a reload cannot change: the store, the port and the host. */
function refuseFixed(present: Config, next: Config): void {
  const fixed = [
    ["store", present.store, next.store],
    ["server.port", present.server.port, next.server.port],
    ["server.host", present.server.host, next.server.host],
  ] as const;
  const changed = fixed.filter(([, before, after]) => before !== after).map(([name]) => name);
  if (changed.length === 0) return;
  const names = changed.join(" and ");
  throw new WireError("config-invalid", `${names} cannot change while the service runs; restart it to change ${names}`);
}
