import { hash } from "node:crypto";

/** 128 bits of SHA-256. Only this hash remains of an identity after its entry is purged. */
export function identityHash(identity: string): Buffer {
  return hash("sha256", identity, "buffer").subarray(0, 16);
}
