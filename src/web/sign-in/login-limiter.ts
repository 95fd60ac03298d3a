import type { Clock } from "../../domain/ports.ts";
import { minuteMs, secondMs } from "../../domain/time.ts";

/** Slows down guessing without keeping anybody out: the correct token is never delayed. */
export interface GuessBrake {
  /**
   * Call this for a wrong token, and send the answer when it resolves. The wait doubles with each wrong token of a
   * client. Resolves to false at once when too many answers are already waiting; then refuse the request.
   */
  readonly failed: (client: string) => Promise<boolean>;
}

const windowMs = 10 * minuteMs;
const waitMsMin = secondMs / 4;
const waitMsMax = 30 * secondMs;
/** How many answers may wait at the same time. Each of them occupies a connection. */
const heldMax = 200;
/** How many clients' failures are remembered. The client that failed longest ago is dropped first. */
const clientsMax = 10_000;

export function createGuessBrake(clock: Clock): GuessBrake {
  const clients = new Map<string, { readonly count: number; readonly until: number }>();
  let held = 0;

  function count(client: string): number {
    const now = clock.now();
    const known = clients.get(client);
    const failures = known !== undefined && known.until > now ? known.count + 1 : 1;
    // Move the client to the end of the map; the first one is dropped first.
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
