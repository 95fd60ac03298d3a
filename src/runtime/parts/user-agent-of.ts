import type { Config } from "../../config/config.ts";
import { defaultUserAgent } from "../../fetch/user-agent.ts";
import { version } from "../../version.ts";

/** The User-Agent of our requests: the configured one, or our name with the address of the service. */
export function userAgentOf({ polling, server }: Config): string {
  return polling.userAgent ?? defaultUserAgent({ version, baseUrl: server.baseUrl, subscribers: polling.subscribers });
}
