import ipaddr from "ipaddr.js";
import { domainRules } from "../domain/feeds/domain-rules.ts";
import type { PollingConfig } from "./config.ts";
import type { ConfigFile } from "./config-schema.ts";

type Report = (path: readonly PropertyKey[], message: string) => void;

/**
 * Reads the `polling` part. A host or range that could never apply is a fault, because an exception without effect
 * hides a mistake.
 */
export function readPolling({ polling }: ConfigFile, fault: Report): PollingConfig {
  const hosts = Object.entries(polling.hosts).map(([host, { gap, parallel }]) => {
    checkHost(host, fault);
    return [host.toLowerCase(), { gapMs: gap ?? polling.hostGap, parallel }] as const;
  });
  polling.allowAddresses.forEach((range, index) => {
    if (!isRange(range))
      fault(
        ["polling", "allowAddresses", index],
        `"${range}" is neither an IP address nor a range such as "10.1.0.0/16"`,
      );
  });
  return {
    cron: polling.cron,
    concurrency: polling.concurrency,
    allowPrivateAddresses: polling.allowPrivateAddresses,
    allowAddresses: polling.allowAddresses,
    userAgent: polling.userAgent ?? null,
    subscribers: polling.subscribers,
    intervalMsMin: polling.minInterval,
    intervalMsMax: Math.max(polling.maxInterval, polling.minInterval),
    hostGapMs: polling.hostGap,
    hosts: Object.fromEntries(hosts),
    websub: polling.websub,
    bodyBytesMax: polling.maxBytes,
    timeoutMs: polling.timeout,
  };
}

/** Requests are spaced by registrable domain, so a subdomain cannot have a rule of its own. */
function checkHost(host: string, fault: Report): void {
  const path = ["polling", "hosts", host];
  const { hostname, domain } = domainRules().parse(host);
  if (hostname !== host.toLowerCase())
    fault(path, 'expected a host without scheme, port and path, such as "example.org"');
  else if (domain !== null && domain !== hostname)
    fault(path, `its requests are counted under "${domain}"; use that name`);
}

function isRange(text: string): boolean {
  return text.includes("/") ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}
