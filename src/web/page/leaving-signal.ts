import type { ServerResponse } from "node:http";

/** Aborts when the client has gone before it got its answer. */
export function leavingSignal(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) left.abort();
  });
  return left.signal;
}
