import { createHash, hash } from "node:crypto";

/** A hash of both parts, one after the other. It is short, because the store keeps one for each item. */
export function readingHash(context: string, content: string | Uint8Array): string {
  const whole =
    typeof content === "string"
      ? hash("sha256", context + content, "base64url")
      : createHash("sha256").update(context).update(content).digest("base64url");
  return whole.slice(0, hashChars);
}

/** 22 characters of base64url hold 132 bits. */
const hashChars = 22;
