import { once } from "node:events";
import { createServer } from "node:http";

/** A subscriber of the service's hub. It notes which stories it was sent, and when first. */
export async function startSubscriber(address) {
  const sentAt = new Map();
  let isVerified = false;
  let deliveries = 0;
  let open = 0;
  let openMax = 0;
  const server = createServer(async (request, response) => {
    if (request.method === "GET") {
      isVerified = true;
      return response.end(new URL(request.url, "http://any").searchParams.get("hub.challenge"));
    }
    open += 1;
    openMax = Math.max(openMax, open);
    response.on("close", () => {
      open -= 1;
    });
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    deliveries += 1;
    const now = performance.now();
    for (const [, number] of text.matchAll(/story-(\d+)/g))
      if (!sentAt.has(Number(number))) sentAt.set(Number(number), now);
    response.writeHead(204).end();
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  return {
    async subscribe(web, topic) {
      const form = new URLSearchParams({
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": `http://${address}:${server.address().port}/news`,
      });
      const { status } = await fetch(`${web}/hub`, { method: "POST", body: form });
      if (status !== 202) throw new Error(`the hub answered ${status} to a subscription`);
    },
    host: `${address}:${server.address().port}`,
    /** The most deliveries that were under way at the same time. */
    openMax: () => openMax,
    isVerified: () => isVerified,
    deliveries: () => deliveries,
    sentAt: (story) => sentAt.get(story),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
