import { once } from "node:events";
import type { LookupFunction } from "node:net";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { codeOf, type HttpWorld, host, openHttpWorld, rss, textOf } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let open: HttpWorld["open"];
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, open, get } = world);
});
afterEach(() => world.close());

describe("createHttp(): answers that are no document", () => {
  test.each([
    [400, "http-status"],
    [401, "http-status"],
    [403, "http-status"],
    [404, "http-status"],
    [410, "gone"],
    [429, "rate-limited"],
    [500, "http-status"],
    [503, "http-status"],
    [204, "http-status"],
    [206, "http-status"],
    [300, "http-status"],
  ])("%i is %s", async (status, code) => {
    hosts.on(host, "/status", (_q, r) => r.writeHead(status).end());
    const result = await get("/status");
    expect(codeOf(result)).toBe(code);
    expect(result.status).toBe(status);
  });

  test("503 with Retry-After is rate-limited and keeps the header", async () => {
    hosts.on(host, "/busy", (_q, r) => r.writeHead(503, { "retry-after": "90" }).end("busy"));
    const result = await get("/busy");
    expect(codeOf(result)).toBe("rate-limited");
    expect(result.headers["retry-after"]).toBe("90");
  });

  test("a kept connection that the server closed causes no failure", async () => {
    const asked: number[] = [];
    const server = net.createServer((socket) => {
      const isFirst = asked.push(0) === 1;
      const index = asked.length - 1;
      socket.on("error", () => socket.destroy());
      socket.on("data", () => {
        asked[index] = (asked[index] ?? 0) + 1;
        if (isFirst && asked[index] === 2) socket.destroy();
        else socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${rss.length}\r\n\r\n${rss}`);
      });
    });
    server.listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    expect(textOf(await get(`http://${host}:${port}/`))).toBe(rss);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(textOf(await get(`http://${host}:${port}/`))).toBe(rss);
    expect(asked).toEqual([2, 1]);
    server.close();
  });

  test("a port where nothing listens is connect-failed", async () => {
    expect(codeOf(await get("http://127.0.2.9:9/".replace(":9/", ":40009/")))).toBe("connect-failed");
  });

  test("a name that does not resolve is dns-failed", async () => {
    const lookup: LookupFunction = (name, _options, done) =>
      done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" }), "", 0);
    expect(codeOf(await get("http://gone.example/", {}, open({ lookup })))).toBe("dns-failed");
  });

  test.each(["ftp://example.org/feed", "file:///etc/passwd", "no address"])("%s is url-invalid", async (url) => {
    const result = await open().fetch({
      url,
      validators: { etag: null, lastModified: null },
      headers: {},
      signal: null,
    });
    expect(codeOf(result)).toBe("url-invalid");
  });
});
