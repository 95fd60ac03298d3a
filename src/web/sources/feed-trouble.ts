import type { WireErrorCode } from "../../domain/errors.ts";
import type { FeedFailure, FeedStatus } from "../../domain/feed.ts";
import { failureWords } from "./failure-words.ts";

/**
 * A notice for the case that many feeds fail: "44 of 44 feeds fail: no name resolves. Is this machine offline?" Without
 * it, a page to which nothing arrives would look as usual. null when only a few feeds fail.
 */
export function feedTrouble(feeds: readonly FeedStatus[]): string | null {
  const polled = feeds.filter(({ feed }) => feed.state === "active");
  const failures = polled.map(({ poll }) => poll.failure).filter((failure) => failure !== null);
  if (failures.length < failuresMin || failures.length < polled.length / 2) return null;
  const [code, alike] = mostAlike(failures);
  const count = `${failures.length} of ${polled.length} feeds fail`;
  const [first] = alike;
  if (first === undefined || alike.length < failures.length * alikeShareMin)
    return `${count}, for different reasons. See the sources.`;
  return `${count}: ${commonWords[code] ?? `${failureWords(first)}.`}`;
}

function mostAlike(failures: readonly FeedFailure[]): readonly [WireErrorCode, readonly FeedFailure[]] {
  const codes = [...new Set(failures.map(({ code }) => code))];
  const groups = codes.map((code) => [code, failures.filter((failure) => failure.code === code)] as const);
  return groups.reduce((most, group) => (group[1].length > most[1].length ? group : most));
}

const failuresMin = 3;
const alikeShareMin = 0.6;

/** What it means when many feeds fail with the same code. */
const commonWords: Partial<Record<WireErrorCode, string>> = {
  "dns-failed": "no name resolves. Is this machine offline?",
  "connect-failed": "no connection succeeds. Is this machine offline, or behind a firewall?",
  timeout: "nothing answers in time. Is this machine's connection down?",
  "tls-failed": "no certificate is valid. Is this machine's clock right?",
  "address-refused": "their addresses are not on the public internet. Does the name server give correct answers?",
  "io-failed": "they could not be fetched. See the log of the service.",
};
