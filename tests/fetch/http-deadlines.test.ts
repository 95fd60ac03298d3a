import { once } from "node:events";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFakeClock } from "../support/fake-clock.ts";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { codeOf, type HttpWorld, host, messageOf, openHttpWorld, until } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let open: HttpWorld["open"];
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, open, get } = world);
});
afterEach(() => world.close());

describe("createHttp(): deadlines", () => {
  test("a server that sends nothing is cut off after the time for headers", async () => {
    const clock = createFakeClock();
    hosts.on(host, "/mute", () => undefined);
    const work = get("/mute", {}, open({}, { headersMsMax: 30_000 }, clock));
    await until(() => hosts.seen.length === 1);
    await clock.advance(29_000);
    await clock.advance(2_000);
    const result = await work;
    expect(codeOf(result)).toBe("timeout");
    expect(messageOf(result)).toBe("no answer within 30 s");
  });

  test("a redirect after the total time ends the fetch", async () => {
    const clock = createFakeClock();
    hosts.on(host, "/late", (_q, r) => r.writeHead(302, { location: "/feed" }).end());
    const turn = { moveTo: async () => undefined };
    // The clock runs on between the answer and the next request, outside every phase that is watched.
    const jumping = { ...clock, elapsed: () => clock.now() + (hosts.seen.length > 0 ? 121_000 : 0) };
    const result = await get("/late", { turn }, open({}, { totalMsMax: 120_000 }, jumping));
    expect(codeOf(result)).toBe("timeout");
  });

  test("a time for headers that is shorter than that for the connection is kept to the second", async () => {
    const clock = createFakeClock();
    hosts.on(host, "/mute3", () => undefined);
    const work = get("/mute3", {}, open({}, { connectMsMax: 10_000, headersMsMax: 3_000 }, clock));
    await until(() => hosts.seen.length === 1);
    expect((await clock.runUntil(work)).durationMs).toBe(3_000);
  });

  test("a body that stops is cut off after the idle time", async () => {
    const clock = createFakeClock();
    hosts.on(host, "/stalled", (_q, r) => void r.writeHead(200).write("<rss>"));
    const work = get("/stalled", {}, open({}, { idleMsMax: 20_000 }, clock));
    await until(() => hosts.seen.length === 1);
    await clock.advance(1000);
    const result = await clock.runUntil(work);
    expect(codeOf(result)).toBe("timeout");
    expect(result.durationMs).toBeLessThanOrEqual(32_000);
  });

  test("a body of one byte a second never ends, but the fetch does", async () => {
    const clock = createFakeClock();
    let dripping = true;
    hosts.on(host, "/drip", async (_q, r) => {
      r.writeHead(200);
      while (dripping && !r.destroyed) {
        r.write("x");
        await clock.sleep(1000);
      }
      r.destroy();
    });
    const result = await clock.runUntil(get("/drip", {}, open({}, { totalMsMax: 60_000, idleMsMax: 20_000 }, clock)));
    dripping = false;
    expect(codeOf(result)).toBe("timeout");
    expect(messageOf(result)).toBe("the answer was not complete within 60 s");
    expect(result.durationMs).toBe(60_000);
  });

  test("a server that never finishes the TLS handshake is cut off after the time for connections", async () => {
    const clock = createFakeClock();
    const server = net.createServer();
    server.listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    const sockets: net.Socket[] = [];
    server.on("connection", (socket) => void sockets.push(socket.on("error", () => socket.destroy())));
    const work = get(`https://${host}:${port}/`, {}, open({}, {}, clock));
    await until(() => sockets.length === 1);
    expect(codeOf(await clock.runUntil(work))).toBe("timeout");
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test("an error whose page stops half-way is still reported with its status", async () => {
    const clock = createFakeClock();
    hosts.on(host, "/stall503", (_q, r) => void r.writeHead(503, { "retry-after": "120" }).write("wait"));
    const work = get("/stall503", {}, open({}, {}, clock));
    await until(() => hosts.seen.length === 1);
    const result = await clock.runUntil(work);
    expect(codeOf(result)).toBe("rate-limited");
    expect(result.headers["retry-after"]).toBe("120");
  });

  test.each([3_600_000, -3_600_000])(
    "setting the clock by %i ms neither cuts a fetch off nor prolongs it",
    async (jumpMs) => {
      const clock = createFakeClock();
      hosts.on(host, "/jump", () => undefined);
      const work = get("/jump", {}, open({}, { headersMsMax: 30_000 }, clock));
      await until(() => hosts.seen.length === 1);
      await clock.advance(10_000);
      clock.jump(jumpMs);
      const result = await clock.runUntil(work);
      expect(messageOf(result)).toBe("no answer within 30 s");
      expect(result.durationMs).toBe(30_000);
    },
  );
});
