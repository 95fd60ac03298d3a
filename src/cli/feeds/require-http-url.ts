import { WireError } from "../../domain/errors.ts";

/** Throws WireError "url-invalid" for an address given to a command that is not http or https. */
export function requireHttpUrl(text: string): void {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return;
  throw new WireError("url-invalid", `${text}: expected an http:// or https:// address`);
}
