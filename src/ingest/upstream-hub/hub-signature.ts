import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether X-Hub-Signature is the body's under our secret (WebSub section 7.1): "method=hex", sha1 to sha512, compared
 * in constant time. Without a header it is not.
 */
export function isSignedBy(secret: string, body: Uint8Array, header: string | null): boolean {
  const [, method = "", hex = ""] =
    /^(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})$/i.exec(header?.trim() ?? "") ?? [];
  if (method === "") return false;
  const given = Buffer.from(hex, "hex");
  const right = createHmac(method.toLowerCase(), secret).update(body).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}
