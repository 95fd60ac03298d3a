import express, { type RequestHandler, Router } from "express";
import { createFeedDirectory } from "../../documents/feed-directory.ts";
import { readTopicView } from "../../documents/topic-view.ts";
import { WireError } from "../../domain/errors.ts";
import type { HubRequest } from "../../domain/hub.ts";
import { readHubRequest } from "../../hub/websub-request.ts";
import { clientOf } from "../client-of.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * `/hub`: accepts subscription requests (WebSub section 5.1). They take effect after the subscriber has confirmed them.
 */
export function createHubRoutes(deps: WebDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const directory = createFeedDirectory(deps);

  router.post("/hub", requireForm, readBody, async (request, response) => {
    const asked = readHubRequest(String(request.body));
    await refuseTopic(asked);
    await deps.commands.run({ kind: "askHub", request: asked, client: clientOf(request) });
    response.writeHead(202, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
    response.end("The hub now asks the callback to confirm.\n");
  });
  router.all("/hub", (_request, response) => {
    response.writeHead(405, { Allow: "POST", "Content-Type": "text/plain; charset=utf-8" });
    response.end("This is a WebSub hub. Send subscription requests with POST.\n");
  });
  return router;

  /** Checks the topic of a subscription. Section 5: an unsubscription is not checked, because the feed may be gone. */
  async function refuseTopic({ mode, topic }: HubRequest): Promise<void> {
    if (mode === "subscribe") await readTopicView({ ...deps, directory }, topic);
  }
}

const formType = "application/x-www-form-urlencoded";
const formBytesMax = 16 * 1024;
const readBody = express.text({ type: formType, limit: formBytesMax, defaultCharset: "utf-8" });

const requireForm: RequestHandler = (request, _response, next) => {
  if (request.is(formType) === formType) return next();
  next(new WireError("usage", `Send requests to the hub as ${formType}.`));
};
