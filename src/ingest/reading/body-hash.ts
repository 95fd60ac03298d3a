import { createHash } from "node:crypto";
import type { RawDocument } from "../../domain/document.ts";
import { readingVersion } from "./reading-version.ts";

/** Equal hashes mean equal readings: the bytes, and what says how they are decoded and what their links lead to. */
export function bodyHash({ bytes, url, contentType }: RawDocument): string {
  return createHash("sha256")
    .update(JSON.stringify([readingVersion, url, contentType]))
    .update(bytes)
    .digest("base64url")
    .slice(0, hashChars);
}

/** 22 characters of base64url hold 132 bits. */
const hashChars = 22;
