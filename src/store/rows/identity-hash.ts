import { createHash } from "node:crypto";

/** 128 bits of SHA-256. This is what remains of an identity when its entry is purged. */
export function identityHash(identity: string): Buffer {
  return createHash("sha256").update(identity).digest().subarray(0, 16);
}
