import { STATUS_CODES } from "node:http";
import type { Headers } from "../domain/document.ts";
import { messageOf, WireError, type WireErrorCode } from "../domain/errors.ts";

/** Turns an error of a socket, a resolver, TLS or undici into a WireError. `host` is for the message. */
export function transportError(thrown: unknown, host: string): WireError {
  if (thrown instanceof WireError) return thrown;
  const cause = firstOf(thrown);
  const code = codeOf(cause);
  // OpenSSL's messages end with a line break.
  const message = messageOf(cause).trim();
  const kind = kindOf(code, message);
  return new WireError(kind, `${host}: ${sentences[kind] ?? "the connection failed"} (${message})`, { cause: thrown });
}

const sentences: Partial<Record<WireErrorCode, string>> = {
  "dns-failed": "the name does not resolve",
  "connect-failed": "no connection",
  timeout: "no connection in time",
  "tls-failed": "no secure connection",
  reset: "the connection broke",
  "too-large": "the answer's headers are too large",
  "config-invalid": "the request cannot be made",
};

/** When several addresses are tried at once, an AggregateError results. Its first error is reported. */
function firstOf(thrown: unknown): unknown {
  return thrown instanceof AggregateError && thrown.errors.length > 0 ? thrown.errors[0] : thrown;
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return "";
  return String(thrown.code);
}

const codes: Readonly<Record<string, WireErrorCode>> = {
  ENOTFOUND: "dns-failed",
  ENODATA: "dns-failed",
  ESERVFAIL: "dns-failed",
  ECONNREFUSED: "connect-failed",
  EHOSTUNREACH: "connect-failed",
  ENETUNREACH: "connect-failed",
  EADDRNOTAVAIL: "connect-failed",
  EACCES: "connect-failed",
  EPERM: "connect-failed",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_OVERFLOW: "too-large",
  UND_ERR_INVALID_ARG: "config-invalid",
  EPROTO: "tls-failed",
  HOSTNAME_MISMATCH: "tls-failed",
};

const tlsPrefixes = [
  "ERR_TLS_",
  "ERR_SSL_",
  "CERT_",
  "UNABLE_TO_",
  "SELF_SIGNED_",
  "DEPTH_ZERO_",
  "CRL_",
  "INVALID_CA",
];

function kindOf(code: string, message: string): WireErrorCode {
  const known = codes[code];
  if (known !== undefined) return known;
  if (code.startsWith("EAI_")) return "dns-failed";
  if (tlsPrefixes.some((prefix) => code.startsWith(prefix))) return "tls-failed";
  // A peer that closes the connection during the TLS handshake is also reported as ECONNRESET; only the message
  // differs.
  if (message.includes("before secure TLS connection")) return "tls-failed";
  // All other errors ended a response early: ECONNRESET, EPIPE, UND_ERR_SOCKET, a wrong length, or HPE_* for bytes that
  // are not HTTP.
  return "reset";
}

/**
 * The error of a final response (one that does not redirect) without a document; null for a document or a proper 304.
 * Pure.
 */
export function statusError(
  status: number,
  headers: Headers,
  wasConditional: boolean,
  body: Uint8Array | null,
): WireError | null {
  const named = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  if (status === 304) {
    return wasConditional
      ? null
      : new WireError("http-status", "304 Not Modified, although the request was unconditional");
  }
  if (status === 410) return new WireError("gone", named);
  if (status === 429 || (status === 503 && headers["retry-after"] !== undefined)) {
    return new WireError("rate-limited", `${named}${retryNote(headers)}`);
  }
  if (status >= 300 || body === null) return new WireError("http-status", `${named}${bodyNote(status)}`);
  return body.byteLength === 0 ? new WireError("not-a-feed", `${named} with an empty body`) : null;
}

function retryNote(headers: Headers): string {
  const value = headers["retry-after"];
  return value === undefined ? "" : `, Retry-After: ${value.slice(0, 64)}`;
}

function bodyNote(status: number): string {
  return status < 300 ? " brings no document" : "";
}
