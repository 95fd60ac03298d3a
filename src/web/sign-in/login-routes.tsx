import { type Request, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { allSections } from "../../documents/section-access.ts";
import { clientOf } from "../client-of.ts";
import { readForm } from "../page/read-form.ts";
import { localPath, searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import type { DeskDeps } from "../web-deps.ts";
import { editorOnly, sessionCookieOf } from "./editor-only.ts";
import { createGuessBrake } from "./login-limiter.ts";
import { LoginPage } from "./login-page.tsx";
import { readViewer } from "./read-viewer.ts";
import { type Sessions, sessionCookie, sessionMsMax } from "./sessions.ts";

/**
 * `/login` and `/logout`: exchange the admin token for a session, and end it. Without a configured token there is
 * nothing to sign in to.
 */
export function createLoginRoutes(deps: DeskDeps, sessions: Sessions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const brake = createGuessBrake(deps.clock);
  const cookie = { path: "/", httpOnly: true, sameSite: "strict", secure: deps.baseUrl.startsWith("https:") } as const;

  router.get("/login", (request, response) => {
    show(request, response, { next: new URLSearchParams(searchOf(request)).get("next") ?? "/", name: "", error: null });
  });
  router.post("/login", readForm, async (request, response) => {
    const form = request.body as Readonly<Record<string, unknown>>;
    const [name, token, next] = [form.name, form.token, form.next].map((value) => String(value ?? "").trim());
    const client = clientOf(request);
    if (sessions.isToken(token ?? "")) {
      deps.log.info({ client, name }, "signed in");
      response.cookie(sessionCookie, sessions.open(name || "editor"), { ...cookie, maxAge: sessionMsMax });
      response.setHeader("Cache-Control", "no-store");
      return response.redirect(303, localPath(next ?? "/"));
    }
    if (!(await brake.failed(client))) {
      response.setHeader("Retry-After", "60");
      response.status(429);
      const error = "Too many wrong tokens right now. The correct token is always accepted.";
      return show(request, response, { next: next ?? "/", name: name ?? "", error });
    }
    deps.log.warn({ client }, "sign-in with a wrong token");
    response.status(403);
    show(request, response, { next: next ?? "/", name: name ?? "", error: "That is not the admin token." });
  });
  router.post("/logout", readForm, editorOnly(deps, sessions), async (request, response) => {
    const ended = sessions.end(sessionCookieOf(request));
    response.clearCookie(sessionCookie, cookie);
    response.setHeader("Cache-Control", "no-store");
    if (ended !== null) await deps.commands.run({ kind: "endSession", ...ended });
    response.redirect(303, "/");
  });
  return router;

  function show(
    request: Request,
    response: Response,
    { next, name, error }: { readonly next: string; readonly name: string; readonly error: string | null },
  ): void {
    const viewer = readViewer(request, deps);
    const page = (
      <LoginPage
        next={localPath(next)}
        name={name}
        error={error}
        viewer={viewer}
        sections={allSections(deps.sections)}
      />
    );
    sendPage(deps, response, render(page));
  }
}
