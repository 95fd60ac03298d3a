import { createHash } from "node:crypto";
import type { RawDocument } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import type { Quarantined } from "../domain/feeds/quarantine-store.ts";
import { dayMs, hourMs, type Instant } from "../domain/time.ts";

const waitMsMin = hourMs;
const waitMsMax = dayMs;
const quadruplingsMax = 5;

/** The error for a document that must not be read now; null when it may be read. Pure. */
export function quarantineError(found: Quarantined | null, hash: string, now: Instant): WireError | null {
  if (found === null || found.hash !== hash || found.until <= now) return null;
  return new WireError(
    "parse-limit",
    `quarantined: this document crashed its reader; it is read again at ${minuteOf(found.until)}, or when it changes`,
  );
}

/**
 * The quarantine of a document that crashed its reader: an hour the first time, four times as long each further time,
 * at most a day. Pure.
 */
export function quarantineAfter(
  found: Quarantined | null,
  { feedId, hash }: Pick<Quarantined, "feedId" | "hash">,
  now: Instant,
): Quarantined {
  const count = found?.hash === hash ? found.count + 1 : 1;
  const until = now + Math.min(waitMsMax, waitMsMin * 4 ** Math.min(count - 1, quadruplingsMax));
  return { feedId, hash, count, until };
}

/** A hash of the document's bytes; null for a document that is too small to crash its reader. */
export function quarantineHash({ bytes }: RawDocument): string | null {
  return bytes.length < bytesMin ? null : createHash("sha256").update(bytes).digest("base64url");
}

const bytesMin = 64 * 1024;

function minuteOf(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
