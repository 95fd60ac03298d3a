import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { news } from "./invented-news.mjs";
import { sources } from "./invented-sources.mjs";
import { newest, writeFeed } from "./write-feed.mjs";

/**
 * The publishers of all invented sources, their hubs, and the subscribers of our own hub, at one loopback address.
 * Their feeds stay as they are until the next visit is set. `visitAt`: the time of each visit.
 */
export async function startPublisher(port, visitAt) {
  const base = `http://127.0.0.1:${port}`;
  const publisher = {
    base,
    visitAt,
    /** Set it to the number of the visit. */
    visit: 0,
    /** Set it to a source whose feed is not answered any more. */
    hangs: null,
    /** The callbacks that were given to hubs and clouds, by the name of the hub. */
    callbacks: new Map(),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
  const server = createServer((request, response) => void answer(publisher, request, response));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return publisher;
}

/** Delivers a document as a hub does that was given `callback` and `secret`. */
export async function deliverSigned({ callback, secret }, text) {
  const signature = `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
  const headers = { "content-type": "application/rss+xml", "x-hub-signature": signature };
  const { status } = await fetch(callback, { method: "POST", body: text, headers });
  if (status !== 204) throw new Error(`the delivery was answered with ${status}`);
}

async function answer(publisher, request, response) {
  response.sendDate = false;
  const url = new URL(request.url, publisher.base);
  const [, first, second] = url.pathname.split("/");
  switch (first) {
    case "hub":
    case "hub-east":
      return askBack(publisher, first, new URLSearchParams(await readBody(request)), response);
    case "deaf-hub":
      return send(response, 503, "The hub is closed.");
    case "cloud":
      return registerAtCloud(publisher, new URLSearchParams(await readBody(request)), response);
    case "subscriber":
      return answerOurHub(second, request, url, response);
    default:
      return sendFeed(publisher, url.pathname, request, response);
  }
}

/** A hub takes the subscription, then asks whether it was meant. */
async function askBack(publisher, hub, form, response) {
  const callback = form.get("hub.callback");
  publisher.callbacks.set(hub, { callback, secret: form.get("hub.secret") });
  send(response, 202, "");
  const question = new URLSearchParams({
    "hub.mode": form.get("hub.mode"),
    "hub.topic": form.get("hub.topic"),
    "hub.challenge": "meant",
    "hub.lease_seconds": "864000",
  });
  await fetch(`${callback}?${question}`);
}

/** A cloud asks first, then answers. */
async function registerAtCloud(publisher, form, response) {
  const callback = `http://${form.get("domain")}:${form.get("port")}${form.get("path")}`;
  const topic = form.get("url1");
  publisher.callbacks.set("cloud", { callback, topic });
  await fetch(`${callback}?${new URLSearchParams({ url: topic, challenge: "meant" })}`);
  send(response, 200, '<notifyResult success="true" msg=""/>', "text/xml");
}

/** Both subscribers confirm; then "good" takes every delivery, and "bad" fails. */
function answerOurHub(subscriber, request, url, response) {
  request.resume();
  if (request.method === "GET") return send(response, 200, url.searchParams.get("hub.challenge") ?? "");
  return send(response, subscriber === "good" ? 204 : 500, "");
}

function sendFeed(publisher, path, request, response) {
  const name = path.replace("/feeds/", "").replace("beacon-new", "beacon");
  const source = sources[name];
  if (source === undefined) return send(response, 404, "Nothing here.");
  if (publisher.hangs === name) return undefined;
  if (source.status !== undefined) return send(response, source.status, "No feed.", "text/plain", retryLater(source));
  if (source.movesTo !== undefined && path !== source.movesTo)
    return send(response, 301, "", "text/plain", { location: source.movesTo });
  const published = newest(news.filter((one) => one.source === name && one.visit <= publisher.visit));
  const { type, text } = writeFeed(name, published.slice(0, source.shows), publisher);
  const etag = `"${createHmac("sha256", "etag").update(text).digest("hex").slice(0, 12)}"`;
  if (request.headers["if-none-match"] === etag) return send(response, 304, "", type, { etag });
  return send(response, 200, text, type, { etag, "cache-control": "max-age=120" });
}

function retryLater({ status }) {
  return status === 503 ? { "retry-after": "3600" } : {};
}

function send(response, status, text, type = "text/plain", headers = {}) {
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(text);
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
