import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ChaosWorld, publicUrl } from "../chaos-world.ts";
import type { Fault } from "../fault.ts";

const callbacks = 40;
let server: Server | null = null;

/** Dozens subscribe at the hub; some never answer, the others are told of everything. */
export const hubStorm: Fault = {
  name: "hub storm",
  can: () => null,
  async do(world) {
    server = await startSubscribers(world);
    const { port } = server.address() as AddressInfo;
    const answers = await Promise.all(Array.from({ length: callbacks }, (_, at) => subscribe(world, port, at)));
    const refused = answers.filter((status) => status !== 202 && status !== 429);
    if (refused.length > 0) throw new Error(`the hub answered ${refused[0]} to a subscriber`);
    world.publish();
  },
  async heal() {
    server?.closeAllConnections();
    server?.close();
    server = null;
  },
  line: /hub: confirmed/,
  healedLine: null,
  stopsServing: false,
};

async function subscribe({ service, pick }: ChaosWorld, port: number, at: number): Promise<number> {
  const topic = `${publicUrl}/feeds/${pick(["all.rss", "all.atom", "bridges.json", "bridges.rss"])}`;
  const callback = `http://127.0.6.${1 + at}:${port}/${at % 4 === 0 ? "hang" : "take"}`;
  const form = { "hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback };
  return (await service.ask("/hub", { method: "POST", body: new URLSearchParams(form) })).status;
}

async function startSubscribers(world: ChaosWorld): Promise<Server> {
  const started = createServer((request, response) => {
    if (request.url?.startsWith("/hang") === true) return;
    const challenge = new URL(request.url ?? "/", "http://subscriber").searchParams.get("hub.challenge");
    if (request.method === "GET") return void response.end(challenge);
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      world.sent.push(body);
      response.writeHead(204).end();
    });
  });
  started.listen(0, "0.0.0.0");
  await once(started, "listening");
  return started;
}
