import type { Request, RequestHandler, Response } from "express";
import { clientOf } from "../client-of.ts";
import { createGuessBrake } from "../sign-in/login-limiter.ts";
import { createSessions } from "../sign-in/sessions.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * RFC 6750: `Authorization: Bearer TOKEN`. Cookies do not open the API, so that a page of another site cannot use it
 * through a signed-in browser.
 */
export interface TokenGuards {
  /** Lets only requests with the admin token pass. */
  readonly required: RequestHandler;
  /** Calls `forEditors` for requests with the admin token, and `forPublic` for those without any. */
  optional(forPublic: RequestHandler, forEditors: RequestHandler): RequestHandler;
}

export function createTokenGuards(deps: Pick<WebDeps, "adminToken" | "clock">): TokenGuards {
  const sessions = deps.adminToken === null ? null : createSessions(deps.adminToken, deps.clock);
  const brake = createGuessBrake(deps.clock);

  /** Whether the token is the admin token. If it is not, this has already answered the request. */
  async function holds(request: Request, response: Response, token: string | null): Promise<boolean> {
    if (sessions === null) {
      refuse(response, 403, "No admin token is configured: this desk is read-only.");
      return false;
    }
    if (token !== null && sessions.isToken(token)) return true;
    if (token !== null && !(await brake.failed(clientOf(request)))) {
      response.setHeader("Retry-After", "60");
      refuse(response, 429, "Too many wrong tokens right now. The correct token is always accepted.");
      return false;
    }
    response.setHeader("WWW-Authenticate", 'Bearer realm="wiredesk"');
    refuse(response, 401, "This needs the admin token: Authorization: Bearer TOKEN.");
    return false;
  }

  return {
    required: async (request, response, next) => {
      if (await holds(request, response, tokenOf(request))) next();
    },
    optional: (forPublic, forEditors) => async (request, response, next) => {
      const token = tokenOf(request);
      if (token === null) await forPublic(request, response, next);
      else if (await holds(request, response, token)) await forEditors(request, response, next);
    },
  };
}

function tokenOf(request: Request): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

function refuse(response: Response, status: number, detail: string): void {
  const title = { 401: "Unauthorized", 403: "Forbidden", 429: "Too many requests" }[status];
  response.status(status).setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Type", "application/problem+json");
  response.end(JSON.stringify({ type: "about:blank", title, status, detail }));
}
