import { messageOf } from "../../domain/errors.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import { secondMs } from "../../domain/time.ts";

export interface PingDeps {
  /** The monitor's address. It may contain a key, so it is never logged. */
  readonly url: string;
  readonly everyMs: number;
  /** Whether all is well. If it returns false or rejects, no request is sent to the monitor. */
  readonly isWell: () => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Requests a monitor's address regularly while all is well, until `stopped`. When the requests stop for any reason, the
 * monitor notices ("dead man's switch"). A monitor that cannot be reached is logged once.
 */
export async function pingMonitor({ url, everyMs, isWell, clock, log }: PingDeps, stopped: AbortSignal): Promise<void> {
  let isLost = false;
  while (!stopped.aborted) {
    const failure = await ping();
    if (failure !== null && !isLost) log.warn({ reason: failure }, "the monitor under ping.url cannot be reached");
    if (failure === null && isLost) log.info({}, "the monitor under ping.url can be reached again");
    isLost = failure !== null;
    await clock.sleep(everyMs, stopped).catch((thrown: unknown) => {
      if (!stopped.aborted) throw thrown;
    });
  }

  /** Returns the reason why the monitor could not be reached; null when it was reached, or when no request was sent. */
  async function ping(): Promise<string | null> {
    if (!(await isWell().catch(() => false))) return null;
    try {
      const response = await fetch(url, { signal: AbortSignal.any([stopped, AbortSignal.timeout(pingMsMax)]) });
      await response.body?.cancel();
      return response.ok ? null : `HTTP status ${response.status}`;
    } catch (thrown) {
      if (stopped.aborted) return null;
      return messageOf(thrown).replaceAll(url, "…");
    }
  }
}

const pingMsMax = 10 * secondMs;
