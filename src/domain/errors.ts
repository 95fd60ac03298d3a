/**
 * The codes of all failures that are expected to happen in use. Any other thrown value is a bug. Codes are stable: they
 * are stored with a feed's failures, printed with `--json` and mapped to HTTP statuses in `web/`.
 */
export type WireErrorCode =
  | "usage" // a command was called with arguments it cannot take
  | "config-invalid"
  | "url-invalid"
  | "address-refused" // the address guard: private, loopback, metadata …
  | "dns-failed"
  | "connect-failed"
  | "tls-failed"
  | "timeout"
  | "reset" // the connection ended in the middle of an answer
  | "too-large" // over the byte limit, before or after decompression
  | "encoding-broken" // a Content-Encoding that does not decode
  | "redirect-loop"
  | "too-many-redirects"
  | "http-status" // any 4xx or 5xx that has no code of its own
  | "rate-limited" // 429, or 503 with Retry-After
  | "gone" // 410
  | "not-a-feed"
  | "parse-limit" // a document over a structural limit with nothing safe to keep
  | "parse-deadline" // a document whose reader had to be killed
  | "query-invalid"
  | "not-found"
  | "forbidden" // it exists, but this must not be done with it
  | "conflict"
  | "not-yet" // a command is recorded, and will be carried out later
  | "store-locked"
  | "store-away" // the store's server cannot be reached now; later calls try again
  | "store-corrupt"
  | "store-newer" // the schema was made by a newer wiredesk
  | "store-lost" // the store's file was deleted or moved while in use
  | "store-replaced" // another file is in the place of the store's file, or the file was cut short
  | "io-failed";

/** An expected failure: a code for machines, a sentence for people, and the cause for the log. */
export class WireError extends Error {
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "WireError";
    this.code = code;
  }
}

/**
 * True when the store's file is missing or was replaced, or when its server cannot be reached. The serving process
 * watches for this and logs it once, so that no other code needs to log it.
 */
export function isStoreLost(thrown: unknown): boolean {
  return thrown instanceof WireError && lostCodes.has(thrown.code);
}

const lostCodes: ReadonlySet<WireErrorCode> = new Set(["store-lost", "store-replaced", "store-away"]);

/** The message of any thrown value, with the messages of its causes. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return textOf(thrown);
  const cause = thrown.cause === undefined ? "" : `: ${messageOf(thrown.cause)}`;
  return thrown.message.includes(cause.slice(2)) && cause !== "" ? thrown.message : `${thrown.message}${cause}`;
}

/** The message of any object. Values that cross threads, or that other people's code throws, need not be Errors. */
function textOf(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  if ("message" in thrown && typeof thrown.message === "string") return thrown.message;
  return JSON.stringify(thrown) ?? "an error without a message";
}
