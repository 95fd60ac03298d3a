import express, { type RequestHandler, Router } from "express";
import { searchOf } from "../page/search-of.ts";
import type { WebDeps } from "../web-deps.ts";
import { decodeDelivery } from "./decode-delivery.ts";

/**
 * `/websub/TOKEN`: the callback for hubs and clouds of feeds. They ask here whether we really subscribed, and deliver
 * here (WebSub sections 5.3 and 7).
 */
export function createUpstreamHubRoutes({ commands }: Pick<WebDeps, "commands">): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get("/websub/:token", async (request, response) => {
    const asked = new URLSearchParams(searchOf(request));
    const lease = asked.get("hub.lease_seconds") ?? "";
    // An rssCloud sends only a challenge and the address of the feed.
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
      // Some hubs sign the encoded bytes, others the decoded content.
      encoded: body.byteLength === received.byteLength ? null : new Uint8Array(received),
    };
    await commands.run({ kind: "takeDelivery", delivery });
    response.writeHead(204, sealed);
    response.end();
  });
  return router;
}

/** Keeps the encoded bytes, which the hub may have signed. The body parser would decode them and drop the originals. */
const keepEncoded: RequestHandler = (request, response, next) => {
  response.locals.encoding = request.headers["content-encoding"] ?? "";
  delete request.headers["content-encoding"];
  next();
};

const sealed = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" } as const;

/** The size limit of a delivery. A delivery contains only the new items of a feed, or the whole feed. */
const deliveryBytesMax = 4 * 1024 * 1024;
const readBody = express.raw({ type: () => true, limit: deliveryBytesMax });
