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

  const gzip = (body: Buffer) => zlib.gzipSync(body);
  const asIs = (body: Buffer) => body;

  test.each<[string, string[], (body: Buffer) => Buffer]>([
    ["a name that is no coding", ["UTF-8"], asIs],
    ["8bit", ["8bit"], asIs],
    ["aws-chunked", ["aws-chunked"], asIs],
    ["gzip and aws-chunked", ["gzip,aws-chunked"], gzip],
    ["aws-chunked before gzip", ["aws-chunked, gzip"], gzip],
    ["gzip that was not applied", ["gzip"], asIs],
    ["brotli that was not applied", ["br"], asIs],
    ["deflate that was not applied", ["deflate"], asIs],
    ["zstd that was not applied", ["zstd"], asIs],
    ["two codings, neither applied", ["gzip, br"], asIs],
    ["two codings, the first alone applied", ["gzip, br"], gzip],
    ["two codings, the second alone applied", ["gzip, br"], (body) => zlib.brotliCompressSync(body)],
    ["gzip said twice and applied once", ["gzip", "gzip"], gzip],
    ["gzip said twice on one line and applied once", ["gzip, gzip"], gzip],
    ["gzip said once and applied twice", ["gzip"], (body) => gzip(gzip(body))],
    ["gzip that nobody said", [], gzip],
    ["gzip called brotli", ["br"], gzip],
    ["gzip called deflate", ["deflate"], gzip],
    ["gzip that nobody said inside brotli", ["br"], (body) => zlib.brotliCompressSync(gzip(body))],
    ["gzip without its end", ["gzip"], (body) => gzip(body).subarray(0, -8)],
    ["gzip with something behind it", ["gzip"], (body) => Buffer.concat([gzip(body), Buffer.from("\0\0\0rest")])],
    ["a bare deflate stream", ["deflate"], (body) => zlib.deflateRawSync(body)],
  ])("believes the bytes: %s", async (_name, encoding, encode) => {
    hosts.on(host, "/claimed", (_q, r) => {
      r.writeHead(
        200,
        encoding.flatMap((name) => ["content-encoding", name]),
      ).end(encode(Buffer.from(rss)));
    });
    expect(textOf(await get("/claimed"))).toBe(rss);
  });

  test.each([
    ["a byte order mark", `\ufeff${rss}`, "utf8" as const],
    ["UTF-16", `\ufeff<?xml version="1.0" encoding="utf-16"?>${rss}`, "utf16le" as const],
    ["a warning before the document", `Warning: foo() in line 3\n${rss}`, "utf8" as const],
    ["JSON", '{"version":"https://jsonfeed.org/version/1.1","items":[]}', "utf8" as const],
  ])("sees that a body is in the clear: %s", async (_name, body, charset) => {
    hosts.on(host, "/clear", (_q, r) => r.writeHead(200, { "content-encoding": "br" }).end(Buffer.from(body, charset)));
    const result = await get("/clear");
    expect(result.kind === "modified" && Buffer.from(result.document.bytes).toString(charset)).toBe(body);
  });

  test.each([
    ["a coding that nobody knows", "compress", Buffer.from([0x1f, 0x9d, 0x90, 1, 2, 3])],
    ["gzip that was cut in the middle of the document", "gzip", gzip(Buffer.from(rss)).subarray(0, -20)],
    ["gzip over and over", "gzip", gzip(gzip(gzip(gzip(Buffer.from(rss)))))],
    ["many codings", "gzip, br, gzip, br, gzip", Buffer.from([0x1f, 0x8b, 8])],
  ])("refuses %s", async (_name, encoding, body) => {
    hosts.on(host, "/refused", (_q, r) => r.writeHead(200, { "content-encoding": encoding }).end(body));
    expect(codeOf(await get("/refused"))).toBe("encoding-broken");
  });

  test.each([
    ["RSS", rss, "modified"],
    ["RSS with space behind it", `${rss}\n\n`, "modified"],
    ["JSON", '{"items":[{"id":"1"}]}', "modified"],
    ["a document that ends in the middle", rss.slice(0, -3), "reset"],
    ["JSON that ends in the middle", '{"items":[{"id":"1"}', "reset"],
    ["an element that closes another than the first", "<a><rss></rss>", "reset"],
  ])("a connection that breaks behind %s", async (_name, body, code) => {
    hosts.on(host, "/short", (_q, r) => {
      r.writeHead(200, { "content-length": String(body.length + 100) });
      r.write(body, () => r.destroy());
    });
    expect(codeOf(await get("/short"))).toBe(code);
  });

  test("reads a compressed body that arrives byte by byte", async () => {
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

  test("a body that cannot be decoded to its end is encoding-broken, with the received status", async () => {
    const body = Buffer.concat([zlib.gzipSync("x").subarray(0, 10), Buffer.alloc(30, 0xee)]);
    hosts.on(host, "/broken", (_q, r) => r.writeHead(200, { "content-encoding": "gzip" }).end(body));
    const result = await get("/broken");
    expect([codeOf(result), result.status]).toEqual(["encoding-broken", 200]);
  });
});
