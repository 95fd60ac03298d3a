import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { z } from "zod";
import { allSections } from "../../documents/section-access.ts";
import { WireError } from "../../domain/errors.ts";
import { createChangeWaits } from "../changes/change-waits.ts";
import { clientOf } from "../client-of.ts";
import { leavingSignal } from "../page/leaving-signal.ts";
import { parseForm } from "../page/read-form.ts";
import { searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import type { DeskDeps, WebDeps } from "../web-deps.ts";
import type { ApiOperation } from "./api-operation.ts";
import { apiOperations } from "./api-operations.ts";
import { ApiPage } from "./api-page.tsx";
import { openApiDocument } from "./openapi-document.ts";
import { createTokenGuards } from "./token-guards.ts";

/**
 * `/api/v1/…`, `/api/openapi.json`, and `/api`, a page on which to try the API. Errors are problem+json
 * (error-handler.ts).
 */
export function createApiRoutes(given: DeskDeps): Router {
  const deps = { ...given, changeWaits: createChangeWaits(given) };
  const router = Router({ caseSensitive: true, strict: true });
  const readBody = express.json({ limit: 256 * 1024 });
  const tokens = createTokenGuards(deps);
  const editorDeps = { ...deps, store: deps.editorStore ?? deps.store };
  for (const one of apiOperations) {
    const path = one.path.replace(/\{(\w+)\}/, ":$1");
    if (one.method !== "get") router[one.method](path, tokens.required, readBody, answer(deps, one, true));
    else if (one.editor) router.get(path, tokens.required, answer(deps, one, true));
    else router.get(path, tokens.optional(answer(deps, one, false), answer(editorDeps, one, true)));
  }
  const document = JSON.stringify(openApiDocument(apiOperations, deps));
  router.get("/api/openapi.json", (_request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    sendJson(response, document);
  });
  router.get("/api", (request, response) => {
    const viewer = readViewer(request, deps);
    sendPage(
      deps,
      response,
      render(
        <ApiPage
          operations={apiOperations}
          viewer={viewer}
          sections={allSections(deps.sections)}
          baseUrl={deps.baseUrl}
        />,
      ),
    );
  });
  return router;
}

function answer(deps: WebDeps, one: ApiOperation, isEditor: boolean): RequestHandler {
  return async (request, response) => {
    if (one.path.includes("{id}") && !/^[1-9]\d{0,14}$/.test(String(request.params.id)))
      throw new WireError("not-found", "There is nothing with that number.");
    const search = searchOf(request);
    const query = one.querySchema === null ? null : parseForm(one.querySchema, queryObject(search, one.querySchema));
    const body = one.bodySchema === null ? null : parseForm(one.bodySchema, bodyOf(request));
    const leaving = leavingSignal(response);
    const asked = { path: request.params, query, body, search, leaving, isEditor, client: clientOf(request) };
    const json = JSON.stringify(await one.run(deps, asked));
    sendJson(response, json, isEditor);
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

/** Answers to editors may contain licensed copy, so no cache may keep them. */
function sendJson(response: Response, json: string, isEditor = false): void {
  response.setHeader("Cache-Control", isEditor ? "no-store" : "no-cache");
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.end(json);
}
