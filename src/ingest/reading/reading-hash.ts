import { createHash } from "node:crypto";

/** A hash of all parts, one after the other. It is short, because the store keeps one for each item. */
export function readingHash(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("base64url").slice(0, hashChars);
}

/** 22 characters of base64url hold 132 bits. */
const hashChars = 22;
