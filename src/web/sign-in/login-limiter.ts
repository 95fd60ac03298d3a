import type { Clock } from "../../domain/ports.ts";
import { minuteMs, secondMs } from "../../domain/time.ts";

/** Makes guessing slow without keeping anybody out: who has the right token is never asked to wait. */
export interface GuessBrake {
  /**
   * Call it for a wrong token, and answer when it resolves: each wrong token of a client doubles the wait. False: too
   * many answers are held back already, so refuse at once.
   */
  readonly failed: (client: string) => Promise<boolean>;
}

const windowMs = 10 * minuteMs;
const waitMsMin = secondMs / 4;
const waitMsMax = 30 * secondMs;
/** Held answers cost a connection each. */
const heldMax = 200;
/** Clients whose failures are known; the one that failed longest ago goes. */
const clientsMax = 10_000;

export function createGuessBrake(clock: Clock): GuessBrake {
  const clients = new Map<string, { readonly count: number; readonly until: number }>();
  let held = 0;

  function count(client: string): number {
    const now = clock.now();
    const known = clients.get(client);
    const failures = known !== undefined && known.until > now ? known.count + 1 : 1;
    // To the end of the map: the first is the one to go.
    clients.delete(client);
    clients.set(client, { count: failures, until: now + windowMs });
    const [oldest] = clients.keys();
    if (clients.size > clientsMax && oldest !== undefined) clients.delete(oldest);
    return failures;
  }

  return {
    async failed(client) {
      const failures = count(client);
      if (held >= heldMax) return false;
      held += 1;
      try {
        await clock.sleep(Math.min(waitMsMax, waitMsMin * 2 ** Math.min(failures - 1, doublingsMax)));
      } finally {
        held -= 1;
      }
      return true;
    },
  };
}

const doublingsMax = 10;
