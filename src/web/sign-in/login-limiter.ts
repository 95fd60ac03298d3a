import type { Clock } from "../../domain/ports.ts";
import { minuteMs } from "../../domain/time.ts";

/** Counts failures by client and in all, so that a token cannot be guessed. */
export interface AttemptGate {
  /** Whether this client may try now. */
  readonly mayTry: (client: string) => boolean;
  readonly failed: (client: string) => void;
}

const windowMs = 5 * minuteMs;
const failuresByClientMax = 5;
/** From all clients together: many addresses do not help either. */
const failuresMax = 50;

export function createAttemptGate(clock: Clock): AttemptGate {
  let failures: { readonly client: string; readonly at: number }[] = [];
  const recent = () => {
    const since = clock.now() - windowMs;
    failures = failures.filter(({ at }) => at > since);
    return failures;
  };
  return {
    mayTry(client) {
      const known = recent();
      return known.length < failuresMax && known.filter((one) => one.client === client).length < failuresByClientMax;
    },
    failed(client) {
      recent();
      failures.push({ client, at: clock.now() });
    },
  };
}
