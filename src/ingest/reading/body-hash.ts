import type { RawDocument } from "../../domain/document.ts";
import { readingHash } from "./reading-hash.ts";
import { readingVersion } from "./reading-version.ts";

/**
 * A hash of the bytes, of the content type (which decides how they are decoded), of the address (which is the base of
 * links), and of `readingVersion`. Documents with equal hashes read the same.
 */
export function bodyHash({ bytes, url, contentType }: RawDocument): string {
  return readingHash(JSON.stringify([readingVersion, url, contentType]), bytes);
}
