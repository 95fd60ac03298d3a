import type { Entry } from "../../domain/entry.ts";
import { urlKey } from "./url-key.ts";

const positionCharsMax = 3;
const wordCharsMax = 20;

/**
 * Whether a guid may stand on one item after another: some feeds number their places ("1", "2", "3"), or give one word
 * or their home page to all.
 */
export function isPoorGuid(entry: Pick<Entry, "guid" | "guidOrigin">): boolean {
  if (entry.guidOrigin !== "guid") return false;
  if (/^https?:\/\//i.test(entry.guid)) return urlKey(entry.guid) === null;
  return entry.guid.length <= positionCharsMax || (entry.guid.length <= wordCharsMax && !/\d/.test(entry.guid));
}
