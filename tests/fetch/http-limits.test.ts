import type { ServerResponse } from "node:http";
import zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { codeOf, type HttpWorld, host, messageOf, openHttpWorld, rss, until } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let open: HttpWorld["open"];
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, open, get } = world);
});
afterEach(() => world.close());

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

describe("createHttp(): limits", () => {
  test("a gzip bomb ends at the limit, and the error names the ratio", async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024));
    hosts.on(host, "/bomb", (_q, r) => r.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    const before = process.memoryUsage().rss;
    const result = await get("/bomb", {}, open({}, { bodyBytesMax: 4 * 1024 * 1024 }));
    expect(codeOf(result)).toBe("too-large");
    expect(messageOf(result)).toMatch(/over 4 MB after decompression from \d+ KB on the wire, more than \d+ to 1/);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  test("a document over the limit is refused by its Content-Length without reading it", async () => {
    hosts.on(host, "/huge", (_q, r) => {
      r.writeHead(200, { "content-length": String(40 * 1024 * 1024) });
      r.write("<rss>");
    });
    expect(codeOf(await get("/huge"))).toBe("too-large");
  });

  test("40 MB without a Content-Length are cut off at the limit", async () => {
    let sent = 0;
    hosts.on(host, "/stream", async (_q, r) => {
      const piece = Buffer.alloc(256 * 1024, "x");
      while (sent < 40 * 1024 * 1024 && !r.destroyed) {
        sent += piece.length;
        if (!r.write(piece)) await drained(r);
      }
      r.end();
    });
    const result = await get("/stream", {}, open({}, { wireBytesMax: 2 * 1024 * 1024 }));
    expect(codeOf(result)).toBe("too-large");
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  test("endless headers are too large", async () => {
    hosts.on(host, "/headers", (_q, r) => {
      for (let index = 0; index < 200; index += 1) r.setHeader(`x-${index}`, "y".repeat(1000));
      r.end(rss);
    });
    expect(codeOf(await get("/headers"))).toBe("too-large");
  });

  test("a long error page is not read", async () => {
    let wasCut = false;
    hosts.on(host, "/longerror", async (_q, r) => {
      r.writeHead(500);
      const piece = Buffer.alloc(64 * 1024, "e");
      for (let index = 0; index < 400 && !r.destroyed; index += 1) {
        if (!r.write(piece)) await drained(r);
      }
      wasCut = r.destroyed;
      r.end();
    });
    expect(codeOf(await get("/longerror"))).toBe("http-status");
    await until(() => wasCut);
  });
});
