import { errors } from "undici";

/**
 * Whether undici refused an answer that a more tolerant reader may read: its parser found it no HTTP, or found lengths
 * that differ before it read a head, or met an interim answer or an upgrade that nobody asked for. An answer that
 * merely broke off is none of these.
 */
export function isRefusal(thrown: unknown, hasHead: boolean): boolean {
  if (thrown instanceof errors.HTTPParserError) return !/EOF/.test(thrown.message);
  if (thrown instanceof errors.ResponseContentLengthMismatchError) return !hasHead;
  return thrown instanceof errors.SocketError && /^bad (?:response|upgrade)$/.test(thrown.message);
}
