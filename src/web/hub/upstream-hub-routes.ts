import express, { type RequestHandler, Router } from "express";
import { searchOf } from "../page/search-of.ts";
import type { WebDeps } from "../web-deps.ts";
import { decodeDelivery } from "./decode-delivery.ts";

/**
 * `/websub/TOKEN`: where the hubs and clouds of feeds ask whether we meant a subscription, and deliver (WebSub sections
 * 5.3 and 7).
 */
export function createUpstreamHubRoutes({ commands }: Pick<WebDeps, "commands">): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get("/websub/:token", async (request, response) => {
    const asked = new URLSearchParams(searchOf(request));
    const lease = asked.get("hub.lease_seconds") ?? "";
    // A cloud (rssCloud) asks with a challenge and the address of the feed alone.
    const isCloud = !asked.has("hub.mode") && asked.has("challenge");
    const question = {
      token: String(request.params.token),
      mode: isCloud ? "rsscloud" : (asked.get("hub.mode") ?? ""),
      topic: asked.get(isCloud ? "url" : "hub.topic") ?? "",
      leaseSeconds: /^\d{1,10}$/.test(lease) ? Number(lease) : null,
    };
    const meant = await commands.run({ kind: "confirmHub", question });
    // Return the challenge unchanged, as plain text that no browser renders as a page.
    response.writeHead(meant ? 200 : 404, { "Content-Type": "text/plain; charset=utf-8", ...sealed });
    response.end(meant ? (asked.get(isCloud ? "challenge" : "hub.challenge") ?? "") : "");
  });

  router.post("/websub/:token", keepEncoded, readBody, async (request, response) => {
    const received = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const body = await decodeDelivery(received, String(response.locals.encoding), deliveryBytesMax);
    const delivery = {
      token: String(request.params.token),
      contentType: request.get("content-type") ?? null,
      signature: request.get("x-hub-signature") ?? null,
      body,
      // Some hubs sign what they send, others what is in it.
      encoded: body.byteLength === received.byteLength ? null : new Uint8Array(received),
    };
    await commands.run({ kind: "takeDelivery", delivery });
    response.writeHead(204, sealed);
    response.end();
  });
  return router;
}

/** The parser of bodies undoes encodings itself and forgets the bytes that came, which the hub may have signed. */
const keepEncoded: RequestHandler = (request, response, next) => {
  response.locals.encoding = request.headers["content-encoding"] ?? "";
  delete request.headers["content-encoding"];
  next();
};

const sealed = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" } as const;

/** A delivery holds the new items, or at most one whole feed. */
const deliveryBytesMax = 4 * 1024 * 1024;
const readBody = express.raw({ type: () => true, limit: deliveryBytesMax });
