import type { Config } from "../../config/config.ts";
import type { Clock, Http } from "../../domain/ports.ts";
import { defaultFetchLimits } from "../../fetch/fetch-limits.ts";
import { createHttp } from "../../fetch/guarded-http.ts";
import { userAgentOf } from "./user-agent-of.ts";

/**
 * Makes the HTTP client from the configuration's limits and address guard. `clock`: the clock by which polls are
 * scheduled, because a Retry-After counts from the time of its answer.
 */
export function createHttpOf(config: Config, clock: Clock): Http {
  const { bodyBytesMax, timeoutMs, allowPrivateAddresses, allowAddresses } = config.polling;
  return createHttp({
    userAgent: userAgentOf(config),
    allowPrivateAddresses,
    allowAddresses,
    limits: { ...defaultFetchLimits, bodyBytesMax, wireBytesMax: bodyBytesMax, totalMsMax: timeoutMs },
    clock,
    // The largest number of simultaneous requests that the poller may send to one domain.
    connectionsPerOriginMax: Math.max(1, ...Object.values(config.polling.hosts).map(({ parallel }) => parallel)),
  });
}
