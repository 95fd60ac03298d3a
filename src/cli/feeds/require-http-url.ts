import { WireError } from "../../domain/errors.ts";
import { feedAddress } from "../../domain/feed-address.ts";

/**
 * Reads an http(s) address that a person typed or pasted, and adds what people often leave out, such as the scheme.
 * Throws WireError "url-invalid" if the text is no such address.
 */
export function requireHttpUrl(text: string): string {
  const url = feedAddress(text);
  if (url !== null) return url;
  throw new WireError("url-invalid", `${text}: expected an http:// or https:// address`);
}
