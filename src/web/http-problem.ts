import { WireError, type WireErrorCode } from "../domain/errors.ts";

/**
 * The answer that a client gets for an error. This is the only table from codes to statuses. `retryAfterSeconds` is
 * null when trying again is useless.
 */
export function problemOf(thrown: unknown): {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds: number | null;
} {
  if (thrown instanceof WireError) {
    const status = statuses[thrown.code] ?? 500;
    // Internal errors are for the log; the client's own errors are for the client.
    const detail = status < 500 ? thrown.message : (titles[status] ?? "");
    return { status, title: titles[status] ?? "Error", detail, retryAfterSeconds: status === 503 ? 5 : null };
  }
  const status = clientStatusOf(thrown);
  return { status, title: titles[status] ?? "Error", detail: titles[status] ?? "", retryAfterSeconds: null };
}

/**
 * The status of a client's mistake. Express and its body parsers mark such errors with a 4xx `status` (a path that
 * cannot be decoded, a body that is too large).
 */
function clientStatusOf(thrown: unknown): number {
  const status = thrown instanceof Error && "status" in thrown ? thrown.status : null;
  return typeof status === "number" && status >= 400 && status < 500 ? status : 500;
}

const statuses: Partial<Record<WireErrorCode, number>> = {
  "not-yet": 202,
  usage: 400,
  "config-invalid": 400,
  "url-invalid": 400,
  "query-invalid": 400,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  gone: 410,
  "too-large": 413,
  "encoding-broken": 415,
  "rate-limited": 503,
  timeout: 503,
  "store-locked": 503,
  "store-away": 503,
  "store-lost": 503,
  "store-replaced": 503,
};

const titles: Readonly<Record<number, string>> = {
  202: "Accepted",
  400: "Bad request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  410: "Gone",
  413: "Content too large",
  415: "Unsupported media type",
  500: "Internal error",
  503: "Busy, try again shortly",
};
