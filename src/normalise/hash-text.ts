import { createHash } from "node:crypto";

/** SHA-256 of the parts, 32 hex digits (128 bits). Parts are told apart: ["ab", "c"] and ["a", "bc"] differ. */
export function hashText(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest("hex").slice(0, 32);
}
