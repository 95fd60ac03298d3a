import zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { codeOf, type HttpWorld, host, openHttpWorld, rss, textOf } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, get } = world);
});
afterEach(() => world.close());

describe("createHttp(): encodings", () => {
  test.each<[string, string, (body: Buffer) => Buffer]>([
    ["x-gzip", "x-gzip", (body) => zlib.gzipSync(body)],
    ["gzip inside brotli", "gzip, br", (body) => zlib.brotliCompressSync(zlib.gzipSync(body))],
    ["identity", "identity", (body) => body],
    [
      "two gzip members",
      "gzip",
      (body) => Buffer.concat([zlib.gzipSync(body.subarray(0, 9)), zlib.gzipSync(body.subarray(9))]),
    ],
  ])("reads %s", async (_name, encoding, encode) => {
    hosts.on(host, "/encoded", (_q, r) => {
      r.writeHead(200, { "content-encoding": encoding }).end(encode(Buffer.from(rss)));
    });
    expect(textOf(await get("/encoded"))).toBe(rss);
  });

  test("reads a compressed body that comes byte by byte", async () => {
    const body = zlib.gzipSync(rss);
    hosts.on(host, "/drops", async (_q, r) => {
      r.writeHead(200, { "content-encoding": "gzip" });
      for (const byte of body) {
        r.write(Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      r.end();
    });
    expect(textOf(await get("/drops"))).toBe(rss);
  });

  test("a body that breaks while it is undone is encoding-broken, with the status that was heard", async () => {
    const body = Buffer.concat([zlib.gzipSync("x").subarray(0, 10), Buffer.alloc(30, 0xee)]);
    hosts.on(host, "/broken", (_q, r) => r.writeHead(200, { "content-encoding": "gzip" }).end(body));
    const result = await get("/broken");
    expect([codeOf(result), result.status]).toEqual(["encoding-broken", 200]);
  });
});
