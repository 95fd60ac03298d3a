import { WireError } from "../../domain/errors.ts";
import type { HostGate, Turn } from "./host-gate.ts";
import type { Pass, Shards } from "./keep-shards.ts";

/**
 * A gate that lets only requests to this poller's hosts through. `enter` rejects with conflict when another poller has
 * the host. A redirect to such a host ends the fetch, and `handedOver` names its address.
 */
export function createShardGate(gate: HostGate, shards: Shards): HostGate {
  return {
    waitingCount: gate.waitingCount,
    async enter(url) {
      const pass = requirePass(shards.passFor(url));
      return passTurn(await gate.enter(url), pass, shards);
    },
  };
}

function passTurn(turn: Turn, first: Pass, shards: Shards): Turn {
  let pass: Pass | null = null;
  let handedOver: string | null = null;
  const leave = (): void => {
    pass?.leave();
    pass = null;
  };
  const enter = (next: Pass): void => {
    requirePass(next.isValid() ? next : null);
    next.enter();
    pass = next;
  };
  try {
    enter(first);
  } catch (thrown) {
    turn.end();
    throw thrown;
  }
  return {
    get handedOver() {
      return handedOver;
    },
    leaveHost() {
      turn.leaveHost();
      leave();
    },
    async moveTo(url, signal) {
      const next = shards.passFor(url);
      if (next === null) handedOver = url;
      const allowed = requirePass(next);
      // Leave the present host before waiting for the turn at the next one.
      leave();
      await turn.moveTo(url, signal);
      enter(allowed);
    },
    end() {
      turn.end();
      leave();
    },
  };
}

function requirePass(pass: Pass | null): Pass {
  if (pass === null) throw new WireError("conflict", "another poller sends the requests to this host");
  return pass;
}
