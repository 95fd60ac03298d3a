import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import type { Clock } from "../../src/domain/ports.ts";
import type { Instant } from "../../src/domain/time.ts";
import { chatRules } from "./chat-rules.ts";

export type ServiceName = keyof typeof chatRules | "hook" | "webhook";

/** A message that a service took. */
export interface TakenMessage {
  readonly at: Instant;
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A stand-in for one service. It refuses what the service documents as wrong. */
export interface Service {
  readonly taken: TakenMessage[];
  /** What it refused as wrong. Our writers never write such a message. */
  readonly faults: string[];
  /** When requests came, refused ones too. */
  readonly askedAt: Instant[];
  /** "dead": breaks every connection; "slow": answers with a byte a second; null: works. */
  state: "dead" | "slow" | null;
  /** Until then it answers 429, and names the time. */
  busyUntil: Instant;
  /** A body with this text is called wrong; null: none. */
  refuses: string | null;
  /** At most one message in so many milliseconds; 0: no limit. */
  everyMs: number;
}

export interface ChatServices {
  readonly url: string;
  readonly of: Readonly<Record<ServiceName, Service>>;
  /** How many requests wait for the clock. */
  held(): number;
  close(): Promise<void>;
}

export const webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** One server for all of them: `/slack/…`, `/telegram/…` and so on. `clock` is the test's. */
export async function startChatServices(clock: Clock): Promise<ChatServices> {
  const make = (): Service => ({
    taken: [],
    faults: [],
    askedAt: [],
    state: null,
    refuses: null,
    busyUntil: 0,
    everyMs: 0,
  });
  const of = {
    ...{ slack: make(), teams: make(), discord: make(), telegram: make(), ntfy: make() },
    ...{ hook: make(), webhook: make() },
  };
  const sockets = new Set<Socket>();
  let held = 0;

  async function answer(name: ServiceName, headers: IncomingHttpHeaders, body: Buffer, response: ServerResponse) {
    const service = of[name];
    const now = clock.now();
    service.askedAt.push(now);
    if (service.state === "dead") return void response.socket?.destroy();
    const last = service.taken.at(-1)?.at ?? 0;
    const waitMs = Math.max(service.busyUntil - now, last + service.everyMs - now, 0);
    if (waitMs > 0) return tooMany(name, response, Math.ceil(waitMs / 1000));
    const json = JSON.parse(body.toString("utf8"));
    const fault = faultOf(name, service, { headers, json, body });
    if (fault !== null) {
      service.faults.push(fault);
      return refuse(name, response, fault);
    }
    service.taken.push({ at: now, id: idOf(name, headers), headers, body: json });
    await confirm(name, service, response);
  }

  async function confirm(name: ServiceName, service: Service, response: ServerResponse): Promise<void> {
    const text = confirmation(name, service.taken.length);
    if (service.state !== "slow") return void response.end(text);
    response.flushHeaders();
    for (const letter of text.padEnd(10)) {
      held += 1;
      await clock.sleep(1000);
      held -= 1;
      response.write(letter);
    }
    response.end();
  }

  const server = createServer(async (request, response) => {
    const [, name = ""] = (request.url ?? "").split("/");
    const body = await buffer(request);
    if (!(name in of)) return void response.writeHead(404).end();
    await answer(name as ServiceName, request.headers, body, response);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of,
    held: () => held,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly json: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

function faultOf(name: ServiceName, service: Service, { headers, json, body }: Seen): string | null {
  if (service.refuses !== null && body.includes(service.refuses)) return "wrong";
  if (!String(headers["content-type"]).startsWith("application/json")) return "content type";
  switch (name) {
    case "webhook":
      return signatureFault(headers, body);
    case "hook":
      return chatRules.slack(json) ?? ("thread_ts" in json ? "an incoming webhook has no threads" : null);
    case "slack":
      if (headers.authorization !== "Bearer xoxb-1" || json.channel !== "C1") return "not_authed";
      if ("thread_ts" in json && !hasMessage(service, String(json.thread_ts))) return "thread_not_found";
      return chatRules.slack(json);
    case "telegram": {
      const { message_id: id } = (json.reply_parameters ?? {}) as { message_id?: number };
      return id !== undefined && !hasMessage(service, String(id))
        ? "message to be replied not found"
        : chatRules.telegram(json);
    }
    default:
      return chatRules[name](json);
  }
}

function hasMessage(service: Service, receipt: string): boolean {
  return service.taken.some((_taken, index) => receiptOf(index + 1) === receipt || String(index + 1) === receipt);
}

function receiptOf(number: number): string {
  return `1700000000.${String(number).padStart(6, "0")}`;
}

/** The library compares the time with the machine's clock, so the signature is made again for the present time. */
function signatureFault(headers: IncomingHttpHeaders, body: Buffer): string | null {
  const id = String(headers["webhook-id"]);
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  const signed = new Webhook(webhookSecret).sign(id, at, body.toString("utf8"));
  return headers["webhook-signature"] === signed ? null : "signature";
}

function idOf(name: ServiceName, headers: IncomingHttpHeaders): string {
  return name === "webhook" ? String(headers["webhook-id"]) : "";
}

function confirmation(name: ServiceName, number: number): string {
  if (name === "slack") return JSON.stringify({ ok: true, channel: "C1", ts: receiptOf(number) });
  if (name === "telegram") return JSON.stringify({ ok: true, result: { message_id: number } });
  return name === "ntfy" ? JSON.stringify({ id: String(number) }) : "ok";
}

function refuse(name: ServiceName, response: ServerResponse, fault: string): void {
  if (name === "slack") return void response.end(JSON.stringify({ ok: false, error: fault }));
  response.writeHead(name === "teams" ? 413 : 400);
  response.end(JSON.stringify({ ok: false, error_code: 400, description: `Bad Request: ${fault}`, message: fault }));
}

/** Each service tells the wait as it documents. */
function tooMany(name: ServiceName, response: ServerResponse, seconds: number): void {
  if (name === "telegram") {
    const parameters = { retry_after: seconds };
    response.writeHead(429);
    return void response.end(
      JSON.stringify({ ok: false, error_code: 429, description: "Too Many Requests", parameters }),
    );
  }
  if (name === "discord") {
    response.writeHead(429);
    return void response.end(
      JSON.stringify({ message: "You are being rate limited.", retry_after: seconds, global: false }),
    );
  }
  response.writeHead(429, { "Retry-After": String(seconds) });
  response.end(name === "slack" ? JSON.stringify({ ok: false, error: "ratelimited" }) : "slow down");
}
