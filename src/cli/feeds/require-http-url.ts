import { WireError } from "../../domain/errors.ts";
import { feedAddress } from "../../domain/feed-address.ts";

/**
 * The http(s) address that is meant by one that was given to a command, as people paste addresses. Throws WireError
 * "url-invalid" where there is none.
 */
export function requireHttpUrl(text: string): string {
  const url = feedAddress(text);
  if (url !== null) return url;
  throw new WireError("url-invalid", `${text}: expected an http:// or https:// address`);
}
