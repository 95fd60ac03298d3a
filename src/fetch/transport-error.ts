import { messageOf, WireError, type WireErrorCode } from "../domain/errors.ts";

/** Names what a socket, a resolver, TLS or undici threw. `host` is for the sentence. */
export function transportError(thrown: unknown, host: string): WireError {
  if (thrown instanceof WireError) return thrown;
  const cause = firstOf(thrown);
  const code = codeOf(cause);
  // OpenSSL ends its sentences with a line.
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

/** Trying several addresses at once ends in an AggregateError: the first tells the story. */
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
  // A peer that hangs up during the handshake is reported as ECONNRESET too; only the message tells.
  if (message.includes("before secure TLS connection")) return "tls-failed";
  // What is left broke an answer: ECONNRESET, EPIPE, UND_ERR_SOCKET, a length that does not match, HPE_* for what is
  // not HTTP.
  return "reset";
}
