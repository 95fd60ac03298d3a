import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { z } from "zod";
import { allSections } from "../../documents/section-access.ts";
import { WireError } from "../../domain/errors.ts";
import { clientOf } from "../client-of.ts";
import { leavingSignal } from "../page/leaving-signal.ts";
import { parseForm } from "../page/read-form.ts";
import { searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import { createGuessBrake } from "../sign-in/login-limiter.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import { createSessions } from "../sign-in/sessions.ts";
import type { WebDeps } from "../web-deps.ts";
import type { ApiOperation } from "./api-operation.ts";
import { apiOperations } from "./api-operations.ts";
import { ApiPage } from "./api-page.tsx";
import { openApiDocument } from "./openapi-document.ts";

/**
 * `/api/v1/…`, `/api/openapi.json`, and `/api`, a page on which to try the API. Errors are problem+json
 * (error-handler.ts).
 */
export function createApiRoutes(deps: WebDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const readBody = express.json({ limit: 256 * 1024 });
  const guard = tokenOnly(deps);
  for (const one of apiOperations) {
    const path = one.path.replace("{id}", ":id");
    if (one.method === "post") router.post(path, guard, readBody, answer(deps, one));
    else if (one.editor) router.get(path, guard, answer(deps, one));
    else router.get(path, answer(deps, one));
  }
  const document = JSON.stringify(openApiDocument(apiOperations, deps));
  router.get("/api/openapi.json", (_request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    sendJson(response, document);
  });
  router.get("/api", (request, response) => {
    const viewer = readViewer(request, { clock: deps.clock, sessions: null });
    sendPage(
      response,
      render(<ApiPage operations={apiOperations} viewer={viewer} sections={allSections(deps.sections)} />),
    );
  });
  return router;
}

function answer(deps: WebDeps, one: ApiOperation): RequestHandler {
  return async (request, response) => {
    if (one.pathSchema !== null && !/^[1-9]\d{0,14}$/.test(String(request.params.id)))
      throw new WireError("not-found", "There is nothing with that number.");
    const search = searchOf(request);
    const query = one.querySchema === null ? null : parseForm(one.querySchema, queryObject(search, one.querySchema));
    const body = one.bodySchema === null ? null : parseForm(one.bodySchema, bodyOf(request));
    const leaving = leavingSignal(response);
    sendJson(response, JSON.stringify(await one.run(deps, { path: request.params, query, body, search, leaving })));
  };
}

function bodyOf(request: Request): unknown {
  if (request.is("application/json") === false) throw new WireError("usage", "The body must be application/json.");
  return request.body;
}

/** Repeatable parameters become lists; the others keep their first value; unknown ones are ignored. */
function queryObject(search: string, schema: z.ZodObject): Record<string, unknown> {
  const given = new URLSearchParams(search);
  const entries = Object.entries(schema.shape).map(([name, part]) => {
    const isList = part instanceof z.ZodOptional && part.unwrap() instanceof z.ZodArray;
    return [name, given.has(name) ? (isList ? given.getAll(name) : given.get(name)) : undefined];
  });
  return Object.fromEntries(entries);
}

/** RFC 6750: `Authorization: Bearer TOKEN`. Cookies do not open the API, so another site's page cannot use it. */
function tokenOnly(deps: WebDeps): RequestHandler {
  const sessions = deps.adminToken === null ? null : createSessions(deps.adminToken, deps.clock);
  const brake = createGuessBrake(deps.clock);
  return async (request, response, next) => {
    if (sessions === null) return refuse(response, 403, "No admin token is configured: this desk is read-only.");
    const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (token !== undefined && sessions.isToken(token)) return next();
    if (token !== undefined && !(await brake.failed(clientOf(request)))) {
      response.setHeader("Retry-After", "60");
      return refuse(response, 429, "Too many wrong tokens right now. The correct token is always accepted.");
    }
    response.setHeader("WWW-Authenticate", 'Bearer realm="wiredesk"');
    refuse(response, 401, "This needs the admin token: Authorization: Bearer TOKEN.");
  };
}

function refuse(response: Response, status: number, detail: string): void {
  const title = { 401: "Unauthorized", 403: "Forbidden", 429: "Too many requests" }[status];
  response.status(status).setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Type", "application/problem+json");
  response.end(JSON.stringify({ type: "about:blank", title, status, detail }));
}

function sendJson(response: Response, json: string): void {
  response.setHeader("Cache-Control", "no-cache");
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.end(json);
}
