import type { Request, RequestHandler, Response } from "express";
import type { DeskDeps } from "../web-deps.ts";
import { readCookies } from "./read-cookies.ts";
import { type Session, type Sessions, sessionCookie } from "./sessions.ts";

/**
 * Accepts only forms that an editor sent from our own pages. There are three safeguards: the session cookie is
 * SameSite=Strict; the browser must not report that another site sent the form (Origin, Sec-Fetch-Site); and the form
 * must contain the session's own secret.
 */
export function editorOnly(deps: DeskDeps, sessions: Sessions): RequestHandler {
  return (request, response, next) => {
    const session = sessionOf(request, sessions);
    const form = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    if (session === null) {
      refuse(response, 401, "Sign in first: your session has ended.");
      return;
    }
    if (!isOwnPage(request, deps.baseUrl) || !sessions.isCsrf(session, String(form.csrf ?? ""))) {
      refuse(
        response,
        403,
        "This form did not come from a page of this desk. Load the page again and repeat what you did.",
      );
      return;
    }
    next();
  };
}

/** The session of a request's cookie. */
export function sessionOf(request: Request, sessions: Sessions): Session | null {
  return sessions.read(sessionCookieOf(request));
}

/** The session cookie of a request, valid or not. */
export function sessionCookieOf(request: Pick<Request, "headers">): string | undefined {
  return readCookies(request.headers.cookie).get(sessionCookie);
}

function isOwnPage(request: Request, baseUrl: string): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  const { origin, host } = request.headers;
  // A page under a strict referrer policy may send "null". Then the secret in the form is the only safeguard.
  if (origin === undefined || origin === "null") return true;
  return origin === new URL(baseUrl).origin || (URL.canParse(origin) && new URL(origin).host === host);
}

function refuse(response: Response, status: number, text: string): void {
  response.status(status).setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.end(`${text}\n`);
}
