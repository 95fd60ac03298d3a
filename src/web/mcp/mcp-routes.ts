import express, { type Request, type Response, Router } from "express";
import { isKeyed, keyParameter, opensSection } from "../../documents/section-access.ts";
import { createTokenGuards } from "../api/token-guards.ts";
import { searchOf } from "../page/search-of.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * `/mcp`: the Model Context Protocol over streamable HTTP, without sessions. Access follows the API's rules: a caller
 * with the editors' token sees everything; `?key=` opens sections as it does for feeds; any other caller sees only what
 * is public.
 */
export function createMcpRoutes(deps: WebDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const tokens = createTokenGuards(deps);
  const answerPublic = (request: Request, response: Response) => answer(request, response, deps, false);
  const editorDeps = { ...deps, store: deps.editorStore ?? deps.store };
  const answerEditor = (request: Request, response: Response) => answer(request, response, editorDeps, true);
  router.post("/mcp", express.json({ limit: bodyBytesMax }), tokens.optional(answerPublic, answerEditor));
  return router;
}

async function answer(request: Request, response: Response, deps: WebDeps, isEditor: boolean): Promise<void> {
  // The protocol's modules are large, and most services never get such a request. So they are loaded by the first one.
  const [{ StreamableHTTPServerTransport }, { createMcpServer }] = await Promise.all([
    import("@modelcontextprotocol/sdk/server/streamableHttp.js"),
    import("./mcp-server.ts"),
  ]);
  const key = new URLSearchParams(searchOf(request)).get(keyParameter);
  const sections = deps.sections.flatMap((section) => {
    if (!isKeyed(section) || isEditor) return [section];
    return opensSection(section, key) ? [{ ...section, filter: { ...section.filter, opensPrivate: true } }] : [];
  });
  const server = createMcpServer({ deps: { ...deps, sections }, isEditor });
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.once("close", () => void Promise.all([transport.close(), server.close()]));
  response.setHeader("Cache-Control", "no-store");
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
}

const bodyBytesMax = 64 * 1024;
