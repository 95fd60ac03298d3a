import { gunzipSync } from "node:zlib";
import type { RawDocument } from "../../domain/document.ts";
import type { Capture } from "../../domain/feeds/feed-store.ts";

const captureBytesMax = 256 * 1024 * 1024;

/** The raw document of a capture, as it was fetched. */
export function capturedDocument({ gzip, url, contentType }: Capture): RawDocument {
  return { bytes: gunzipSync(gzip, { maxOutputLength: captureBytesMax }), url, contentType };
}
