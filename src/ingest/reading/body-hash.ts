import type { RawDocument } from "../../domain/document.ts";
import { readingHash } from "./reading-hash.ts";
import { readingVersion } from "./reading-version.ts";

/** Equal hashes mean equal readings: the bytes, and what says how they are decoded and what their links lead to. */
export function bodyHash({ bytes, url, contentType }: RawDocument): string {
  return readingHash(JSON.stringify([readingVersion, url, contentType]), bytes);
}
