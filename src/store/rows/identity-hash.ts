import { createHash } from "node:crypto";

/** 128 bits of SHA-256. Only this hash remains of an identity after its entry is purged. */
export function identityHash(identity: string): Buffer {
  return createHash("sha256").update(identity).digest().subarray(0, 16);
}
