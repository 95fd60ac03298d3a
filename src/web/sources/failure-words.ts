import type { WireErrorCode } from "../../domain/errors.ts";
import type { FeedFailure } from "../../domain/feed.ts";

/** Says in plain words why a poll failed: "page not found (404)". */
export function failureWords({ code, message }: Pick<FeedFailure, "code" | "message">): string {
  const status = /\b([45]\d\d)\b/.exec(message)?.[1];
  if (status !== undefined && code === "http-status")
    return `${statusWords[status] ?? "the server refuses"} (${status})`;
  return words[code] ?? message;
}

const statusWords: Readonly<Record<string, string>> = {
  400: "the server does not understand the request",
  401: "a key or password is missing or wrong",
  402: "the server asks for money",
  403: "the server forbids us to read it",
  404: "page not found",
  406: "the server has no such format",
  410: "removed for good",
  429: "we ask too often",
  451: "blocked for legal reasons",
  500: "the server has an internal error",
  502: "the server behind the site's gateway does not answer",
  503: "the server is overloaded",
  504: "the server behind the site's gateway is too slow",
};

const words: Partial<Record<WireErrorCode, string>> = {
  "address-refused": "its address is not on the public internet",
  "dns-failed": "its name does not resolve",
  "connect-failed": "no connection",
  "tls-failed": "its certificate is not valid",
  timeout: "no answer in time",
  reset: "the connection breaks off",
  "too-large": "the document is too large",
  "encoding-broken": "its compression is broken",
  "redirect-loop": "its redirects form a loop",
  "too-many-redirects": "too many redirects",
  "rate-limited": "the server asks us to wait",
  gone: "removed for good (410)",
  "not-a-feed": "the address is not a feed",
  "parse-limit": "the document is too large to read",
  "parse-deadline": "the document cannot be read in time",
};
