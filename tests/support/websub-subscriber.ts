import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One request from the hub to a subscriber. */
export interface HubCall {
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * A subscriber as WebSub requires: it confirms what it requested, accepts correctly signed deliveries, and answers as a
 * test tells it to.
 */
export interface Subscriber {
  /** The callback's address, with a query of its own. */
  callback(path?: string): string;
  readonly calls: readonly HubCall[];
  readonly posts: readonly HubCall[];
  readonly gets: readonly HubCall[];
  /** What it wants to subscribe to. Any other verification is answered with 404 (section 5.3.1). */
  wishes: ReadonlySet<string>;
  /** Its answer: a status, or null for the correct one. */
  postStatus: number | null;
  getAnswer: ((call: HubCall) => SubscriberAnswer) | null;
  /** While set, POSTs are not answered until it resolves. */
  postGate: Promise<void> | null;
  /** While set, GETs are not answered until it resolves. */
  getGate: Promise<void> | null;
  close(): Promise<void>;
}

export interface SubscriberAnswer {
  readonly status: number;
  readonly body: string;
  readonly location?: string;
}

/** `address`: a loopback address. */
export async function startSubscriber(address = "127.0.0.1"): Promise<Subscriber> {
  const calls: HubCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const target = request.url ?? "/";
    const { searchParams } = new URL(target, "http://subscriber.example");
    const { method = "", headers } = request;
    const call: HubCall = { method, target, query: searchParams, headers, body: Buffer.concat(chunks) };
    calls.push(call);
    if (method === "POST") {
      await subscriber.postGate;
      const status = subscriber.postStatus ?? 204;
      response.writeHead(status, status >= 300 && status < 400 ? { Location: subscriber.callback("/elsewhere") } : {});
      response.end("what a subscriber says beside its status means nothing");
      return;
    }
    await subscriber.getGate;
    const answer = subscriber.getAnswer?.(call) ?? confirm(call);
    // Sections 5.3.1 and 8.2: a safe media type and nosniff.
    response.statusCode = answer.status;
    response.setHeader("Content-Type", "application/octet-stream");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (answer.location !== undefined) response.setHeader("Location", answer.location);
    response.end(answer.body);
  });
  function confirm(call: HubCall): SubscriberAnswer {
    // The hub's parameters come last, because the callback may have parameters with the same names.
    const wish = `${call.query.getAll("hub.mode").at(-1)} ${call.query.getAll("hub.topic").at(-1)}`;
    if (!subscriber.wishes.has(wish)) return { status: 404, body: "" };
    return { status: 200, body: call.query.get("hub.challenge") ?? "" };
  }
  server.listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const subscriber: Subscriber = {
    callback: (path = "/news?user=7&sign=%C3%A9") => `http://${address}:${port}${path}`,
    calls,
    get posts() {
      return calls.filter((call) => call.method === "POST");
    },
    get gets() {
      return calls.filter((call) => call.method === "GET");
    },
    wishes: new Set(),
    postStatus: null,
    getAnswer: null,
    postGate: null,
    getGate: null,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
  return subscriber;
}

/** Section 7.1.2: whether the signature matches the body. */
export function isSignedWith(secret: string, call: HubCall): boolean {
  const [method = "", signature = ""] = String(call.headers["x-hub-signature"] ?? "").split("=");
  if (!["sha1", "sha256", "sha384", "sha512"].includes(method)) return false;
  const expected = createHmac(method, secret).update(call.body).digest();
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
