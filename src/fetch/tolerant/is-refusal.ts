import { errors } from "undici";

/**
 * Whether undici refused an answer that the tolerant reader may be able to read. undici refuses an answer that is not
 * correct HTTP, states several lengths in its head, or is an unexpected interim answer or upgrade. An answer that only
 * broke off was not refused.
 */
export function isRefusal(thrown: unknown, hasHead: boolean): boolean {
  if (thrown instanceof errors.HTTPParserError) return !/EOF/.test(thrown.message);
  if (thrown instanceof errors.ResponseContentLengthMismatchError) return !hasHead;
  return thrown instanceof errors.SocketError && /^bad (?:response|upgrade)$/.test(thrown.message);
}
