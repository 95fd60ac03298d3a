import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { isStoreLost, messageOf, WireError } from "../domain/errors.ts";
import { problemOf } from "./http-problem.ts";
import type { RouteDeps } from "./web-deps.ts";

/**
 * Handles every error of a request. An error of ours is logged once; a refusal is counted. The client gets problem+json
 * (RFC 9457) under /api and plain text elsewhere. A command that is recorded but not yet in effect also ends here, with
 * 202.
 */
export function createErrorHandler({ log, refusals }: Pick<RouteDeps, "log" | "refusals">): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const problem = problemOf(thrown);
    // A client that has disconnected was not refused anything.
    const isAbandoned = response.closed && thrown instanceof WireError && thrown.code === "timeout";
    if (problem.status >= 500 && !isStoreLost(thrown) && !isAbandoned && !refusals.note(thrown)) {
      const stack = thrown instanceof Error ? thrown.stack : undefined;
      log.error({ method: request.method, path: request.path, error: messageOf(thrown), stack }, "request failed");
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.retryAfterSeconds !== null) response.setHeader("Retry-After", String(problem.retryAfterSeconds));
    sendProblem(response, request.path, problem);
  };
}

/** The last route: nothing has this address. */
export const notFound: RequestHandler = (request, response) => {
  sendProblem(response, request.path, { status: 404, title: "Not found", detail: "There is nothing at this address." });
};

/** Sends an error: problem+json under /api, plain text elsewhere. */
export function sendProblem(
  response: Response,
  path: string,
  problem: { readonly status: number; readonly title: string; readonly detail: string },
): void {
  const { status, title, detail } = problem;
  // The handler may have failed after it set a document's headers, which do not fit the text of an error.
  for (const name of documentHeaders) response.removeHeader(name);
  response.status(status).setHeader("Cache-Control", "no-store");
  if (path.startsWith("/api/") && status === 202) {
    response.setHeader("Content-Type", "application/json; charset=utf-8");
    response.end(JSON.stringify({ done: false, detail }));
    return;
  }
  if (path.startsWith("/api/")) {
    response.setHeader("Content-Type", "application/problem+json");
    response.end(JSON.stringify({ type: "about:blank", title, status, detail }));
    return;
  }
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.end(`${detail === "" ? title : detail}\n`);
}

const documentHeaders = [
  ...["Content-Length", "Content-Encoding", "Content-Type", "Content-Location"],
  ...["ETag", "Last-Modified", "Expires", "Link"],
];
