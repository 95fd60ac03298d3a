import { createHash } from "node:crypto";
import type { RawDocument } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { dayMs, hourMs, type Instant } from "../domain/time.ts";

/**
 * A document of a feed that is not read until `until`, because the thread or parser that read it died `count` times.
 */
export interface Quarantined {
  readonly feedId: number;
  readonly hash: string;
  readonly count: number;
  readonly until: Instant;
}

/** Keeps dangerous documents from being read again and again. It holds one document for each feed. */
export interface Quarantine {
  /** The documents in quarantine, for the next ingest thread. */
  list(): readonly Quarantined[];
  /** Throws WireError parse-limit for a document that must not be read now. */
  check(feedId: number, hash: string): void;
  /** Records that the reader died of the document, or was killed because of it. */
  add(feedId: number, hash: string): Quarantined;
}

/** How many feeds are kept. The feed whose reader died longest ago is dropped first. */
const feedsMax = 1_000;
const waitMsMin = hourMs;
const waitMsMax = dayMs;

export function createQuarantine(clock: Clock, known: readonly Quarantined[] = []): Quarantine {
  const kept = new Map(known.map((one) => [one.feedId, one]));
  return {
    list: () => [...kept.values()],
    check(feedId, hash) {
      const found = kept.get(feedId);
      if (found === undefined || found.hash !== hash || found.until <= clock.now()) return;
      throw new WireError(
        "parse-limit",
        `quarantined: its reader died of this document; it is read again at ${minuteOf(found.until)}, or when it changes`,
      );
    },
    add(feedId, hash) {
      const before = kept.get(feedId);
      const count = before?.hash === hash ? before.count + 1 : 1;
      const until = clock.now() + Math.min(waitMsMax, waitMsMin * 4 ** Math.min(count - 1, quadruplingsMax));
      const one = { feedId, hash, count, until };
      kept.delete(feedId);
      kept.set(feedId, one);
      const [oldest] = kept.keys();
      if (kept.size > feedsMax && oldest !== undefined) kept.delete(oldest);
      return one;
    },
  };
}

const quadruplingsMax = 5;

/** A hash of the document's bytes; null for a document that is too small to kill its reader. */
export function quarantineHash({ bytes }: RawDocument): string | null {
  return bytes.length < bytesMin ? null : createHash("sha256").update(bytes).digest("base64url");
}

const bytesMin = 64 * 1024;

function minuteOf(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
