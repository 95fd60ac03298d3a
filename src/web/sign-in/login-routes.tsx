import { type Request, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { allSections } from "../../documents/section-access.ts";
import { readForm } from "../page/read-form.ts";
import { localPath, searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import type { DeskDeps } from "../web-deps.ts";
import { editorOnly } from "./editor-only.ts";
import { createAttemptGate } from "./login-limiter.ts";
import { LoginPage } from "./login-page.tsx";
import { readViewer } from "./read-viewer.ts";
import { type Sessions, sessionCookie, sessionMsMax } from "./sessions.ts";

/**
 * `/login` and `/logout`: the admin token for a session. Where no token is configured there is nothing to sign in to.
 */
export function createLoginRoutes(deps: DeskDeps, sessions: Sessions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const gate = createAttemptGate(deps.clock);
  const cookie = { path: "/", httpOnly: true, sameSite: "strict", secure: deps.baseUrl.startsWith("https:") } as const;

  router.get("/login", (request, response) => {
    show(request, response, new URLSearchParams(searchOf(request)).get("next") ?? "/", null);
  });
  router.post("/login", readForm, (request, response) => {
    const form = request.body as Readonly<Record<string, unknown>>;
    const [name, token, next] = [form.name, form.token, form.next].map((value) => String(value ?? "").trim());
    const client = request.socket.remoteAddress ?? "";
    if (!gate.mayTry(client)) {
      response.setHeader("Retry-After", "300");
      response.status(429);
      return show(request, response, next ?? "/", "Too many wrong tokens. Try again in five minutes.");
    }
    if (!sessions.isToken(token ?? "")) {
      gate.failed(client);
      deps.log.warn({ client }, "sign-in with a wrong token");
      response.status(403);
      return show(request, response, next ?? "/", "That is not the admin token.");
    }
    deps.log.info({ client, name }, "signed in");
    response.cookie(sessionCookie, sessions.open(name || "editor"), { ...cookie, maxAge: sessionMsMax });
    response.setHeader("Cache-Control", "no-store");
    response.redirect(303, localPath(next ?? "/"));
  });
  router.post("/logout", readForm, editorOnly(deps, sessions), (_request, response) => {
    response.clearCookie(sessionCookie, cookie);
    response.setHeader("Cache-Control", "no-store");
    response.redirect(303, "/");
  });
  return router;

  function show(request: Request, response: Response, next: string, error: string | null): void {
    const viewer = readViewer(request, deps);
    const page = (
      <LoginPage next={localPath(next)} error={error} viewer={viewer} sections={allSections(deps.sections)} />
    );
    sendPage(response, render(page));
  }
}
