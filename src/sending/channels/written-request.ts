import type { OutgoingMessage } from "../../domain/alerts/outgoing.ts";
import type { Instant } from "../../domain/time.ts";

/** A request to a channel, which is sent by POST. */
export interface WrittenRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The input of the functions that write requests. */
export interface Writing {
  readonly message: OutgoingMessage;
  /** The id that the channel gave to the first message of the thread; null when there is none. */
  readonly threadReceipt: string | null;
  /** The time of this try. */
  readonly now: Instant;
}

/** A request with a JSON body. */
export function jsonRequest(url: string, body: object, headers: Readonly<Record<string, string>> = {}): WrittenRequest {
  return { url, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}
