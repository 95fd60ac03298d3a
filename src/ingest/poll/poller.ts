import { setMaxListeners } from "node:events";
import { elapsedOf } from "../../domain/ports.ts";
import { createHostGate } from "./host-gate.ts";
import { createShards } from "./keep-shards.ts";
import type { PollerDeps } from "./poll-claimed.ts";
import { createPollLeases } from "./poll-leases.ts";
import { createPass, type Pass } from "./poll-pass.ts";
import { sumPass } from "./poll-report.ts";
import type { Poller, PollReport } from "./poll-types.ts";
import { createShardGate } from "./shard-gate.ts";

/** Polls feeds that are due, each through its host's gate. No failure of a single feed ends a pass. */
export function createPoller(deps: PollerDeps): Poller {
  const { clock, polling } = deps;
  /**
   * `closing` aborts first: from then on no request starts. `cutting` aborts when the time for stopping is over:
   * running requests are cut off.
   */
  const closing = new AbortController();
  const cutting = new AbortController();
  // The poll of every claimed feed listens to these signals, so the number of listeners has no limit.
  setMaxListeners(0, closing.signal, cutting.signal);
  const hosts = createHostGate({ ...polling, clock, closing: closing.signal });
  const restMs = Math.max(polling.hostGapMs, ...Object.values(polling.hosts).map(({ gapMs }) => gapMs));
  const shards = deps.sharesHosts === true ? createShards({ ...deps, restMs }) : null;
  const gate = shards === null ? hosts : createShardGate(hosts, shards);
  const leases = createPollLeases({ ...deps, leaseMs: polling.leaseMs });
  let pass: Pass | null = null;

  const startPass = async (dueOnly: boolean, lookAheadMs: number, onPolled: (report: PollReport) => void) => {
    const startedAt = elapsedOf(clock);
    const sum = sumPass();
    const limits = { gate, leases, shards, closing: closing.signal, cutting: cutting.signal };
    const current = createPass(deps, limits, { dueOnly, lookAheadMs }, (report) => {
      sum.add(report);
      onPolled(report);
    });
    pass = current;
    try {
      await current.done;
    } finally {
      pass = null;
    }
    return sum.read(elapsedOf(clock) - startedAt);
  };
  return {
    async tick() {
      if (pass === null) return startPass(true, polling.lookAheadMs, () => undefined);
      pass.lookAgain();
      return { ...sumPass().read(0), joined: true };
    },
    async pollAll({ dueOnly, onPolled }) {
      // The caller that started the other pass receives its failure.
      while (pass !== null) await Promise.allSettled([pass.done]);
      return startPass(dueOnly, 0, onPolled ?? (() => undefined));
    },
    renewLeases: leases.renew,
    async shareHosts() {
      if (shards === null || closing.signal.aborted || !(await shards.beat())) return false;
      pass?.lookAgain();
      return pass === null;
    },
    async stop() {
      closing.abort(new Error("the poller is stopping"));
      const done = pass === null ? Promise.resolve() : Promise.allSettled([pass.done]);
      const patience = new AbortController();
      await Promise.race([done, clock.sleep(polling.stopMsMax, patience.signal)]);
      cutting.abort(new Error("the poller is stopping"));
      await done;
      patience.abort();
      await deps.store.releaseLeases(deps.owner, clock.now() + restMs);
    },
  };
}
