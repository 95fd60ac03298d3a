import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { h } from "preact";
import { render } from "preact-render-to-string";
import { allSections } from "../documents/section-access.ts";
import { isStoreLost, messageOf, WireError } from "../domain/errors.ts";
import { problemOf } from "./http-problem.ts";
import { backFrom, ErrorPage } from "./page/error-page.tsx";
import { sendPage } from "./page/send-page.ts";
import { readViewer } from "./sign-in/read-viewer.ts";
import type { DeskDeps, RouteDeps } from "./web-deps.ts";

/**
 * Handles every error of a request. An error of ours is logged once; a refusal is counted. The client gets problem+json
 * (RFC 9457) under /api, a page if a browser requested one, and plain text otherwise. A command that is recorded but
 * not yet in effect also ends here, with 202.
 */
export function createErrorHandler({ log, refusals, ...page }: ErrorDeps): ErrorRequestHandler {
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
    sendProblem(request, response, problem, page);
  };
}

type ErrorDeps = Pick<RouteDeps, "log" | "refusals"> & PageDeps;
type PageDeps = Pick<DeskDeps, "sections" | "clock" | "sessions" | "baseUrl">;

/** The last route, for addresses that no other route has. */
export function notFound(deps: PageDeps): RequestHandler {
  const problem = { status: 404, title: "Page not found", detail: "There is nothing at this address." };
  return (request, response) => sendProblem(request, response, problem, deps);
}

/** Sends an error: problem+json under /api, a page to browsers, plain text to programs. */
export function sendProblem(
  request: Request,
  response: Response,
  problem: { readonly status: number; readonly title: string; readonly detail: string },
  deps: PageDeps,
): void {
  const { status, title, detail } = problem;
  const { path } = request;
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
  if (isForPerson(request)) {
    const sections = allSections(deps.sections);
    const view = {
      title: titleOf(status, title, path),
      detail,
      back: backFrom(path),
      sections,
      viewer: readViewer(request, deps),
    };
    sendPage(deps, response, render(h(ErrorPage, view)));
    return;
  }
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.end(`${detail === "" ? title : detail}\n`);
}

/**
 * Whether a browser shows the answer to a person. For a feed, the browser must also say (in Sec-Fetch-Dest) that it
 * opens the feed as a page.
 */
function isForPerson({ headers, path }: Request): boolean {
  if (!String(headers.accept ?? "").includes("text/html")) return false;
  return !isDocument(path) || (path.startsWith("/feeds") && headers["sec-fetch-dest"] === "document");
}

/** Whether programs read this address, whatever their Accept header says. */
function isDocument(path: string): boolean {
  return /^\/(?:feeds|hub|healthz|readyz|metrics|events|assets|domain)(?:[/.]|$)/.test(path);
}

function titleOf(status: number, title: string, path: string): string {
  if (status === 404 && /^\/(?:stories|entries)\//.test(path)) return "Story not found";
  if (status === 202) return "Recorded, not yet in effect";
  return status === 400 ? "That did not work" : title;
}

const documentHeaders = [
  ...["Content-Length", "Content-Encoding", "Content-Type", "Content-Location"],
  ...["ETag", "Last-Modified", "Expires", "Link"],
];
