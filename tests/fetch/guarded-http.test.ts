import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { LookupFunction } from "node:net";
import net from "node:net";
import zlib from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FetchResult } from "../../src/domain/document.ts";
import type { Clock, FetchRequest, Http } from "../../src/domain/ports.ts";
import { defaultFetchLimits, type FetchLimits } from "../../src/fetch/fetch-limits.ts";
import { createHttp, type HttpOptions } from "../../src/fetch/guarded-http.ts";
import { systemClock } from "../../src/system-clock.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { type LoopbackHosts, startLoopbackHosts } from "../support/loopback-host.ts";

const rss = "<rss version='2.0'><channel><title>Harbour wire</title></channel></rss>";
const host = "127.0.2.1";
const other = "127.0.2.2";
let hosts: LoopbackHosts;
let http: Http;
const opened: Http[] = [];

beforeAll(async () => {
  hosts = await startLoopbackHosts();
});
beforeEach(() => {
  hosts.seen.length = 0;
  http = open();
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.close();
});
afterAll(() => hosts.close());

function open(options: Partial<HttpOptions> = {}, limits: Partial<FetchLimits> = {}, clock: Clock = systemClock): Http {
  const client = createHttp({
    userAgent: "wiredesk-test (+https://example.org/wiredesk; 1 subscriber)",
    allowPrivateAddresses: true,
    allowAddresses: [],
    limits: { ...defaultFetchLimits, ...limits },
    clock,
    ...options,
  });
  opened.push(client);
  return client;
}

function get(path: string, request: Partial<FetchRequest> = {}, client: Http = http): Promise<FetchResult> {
  const url = path.includes("://") ? path : hosts.url(host, path);
  return client.fetch({ url, validators: { etag: null, lastModified: null }, headers: {}, signal: null, ...request });
}

function textOf(result: FetchResult): string {
  if (result.kind !== "modified") throw new Error(`expected a document, got ${JSON.stringify(result)}`);
  return Buffer.from(result.document.bytes).toString();
}

function codeOf(result: FetchResult): string {
  return result.kind === "failed" ? result.error.code : result.kind;
}

function messageOf(result: FetchResult): string {
  return result.kind === "failed" ? result.error.message : "";
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe("createHttp(): a plain request", () => {
  test("brings the document with its type, address and validators", async () => {
    hosts.on(host, "/feed", (_q, r) => {
      r.writeHead(200, {
        "content-type": "application/rss+xml; charset=utf-8",
        etag: 'W/"7"',
        "last-modified": "Sun, 22 Nov 2026 10:00:00 GMT",
      });
      r.end(rss);
    });
    const result = await get("/feed?x=1#part");
    expect(textOf(result)).toBe(rss);
    expect(result).toMatchObject({
      kind: "modified",
      status: 200,
      partial: false,
      hops: [],
      finalUrl: hosts.url(host, "/feed?x=1"),
      validators: { etag: 'W/"7"', lastModified: "Sun, 22 Nov 2026 10:00:00 GMT" },
      document: { contentType: "application/rss+xml; charset=utf-8" },
    });
  });

  test("says who asks, takes compressed feeds, and carries no cookie, no Referer, no validators of its own making", async () => {
    hosts.on(host, "/cookie", (_q, r) => r.writeHead(200, { "set-cookie": "a=1" }).end(rss));
    await get("/cookie");
    await get("/cookie");
    for (const { headers } of hosts.seen) {
      expect(headers["user-agent"]).toBe("wiredesk-test (+https://example.org/wiredesk; 1 subscriber)");
      expect(headers.accept).toContain("application/atom+xml");
      expect(headers["accept-encoding"]).toContain("gzip, br");
      for (const absent of ["cookie", "referer", "if-none-match", "if-modified-since", "a-im"]) {
        expect(headers).not.toHaveProperty(absent);
      }
    }
    expect(hosts.seen).toHaveLength(2);
  });

  test.each(['"plain"', 'W/"weak"', "unquoted", '"caf\u00e9"', '"a,b"', '""'])(
    "gives the ETag %s back byte for byte, beside A-IM: feed",
    async (etag) => {
      hosts.on(host, "/etag", (request, r) => {
        const index = request.rawHeaders.findIndex((name) => name.toLowerCase() === "if-none-match");
        const known = index >= 0 && request.rawHeaders[index + 1] === etag;
        expect(request.headers["a-im"]).toBe(known ? "feed" : undefined);
        r.writeHead(known ? 304 : 200, { etag }).end(known ? undefined : rss);
      });
      const first = await get("/etag");
      if (first.kind !== "modified") throw new Error(messageOf(first));
      expect(first.validators.etag).toBe(etag);
      const second = await get("/etag", { validators: first.validators });
      expect(second.kind).toBe("notModified");
    },
  );

  test("gives a Last-Modified back as it came, even when it is no proper date", async () => {
    hosts.on(host, "/lm", (request, r) =>
      r.writeHead(request.headers["if-modified-since"] === "yesterday" ? 304 : 200).end(),
    );
    const result = await get("/lm", { validators: { etag: null, lastModified: "yesterday" } });
    expect(result).toMatchObject({ kind: "notModified", validators: { etag: null, lastModified: "yesterday" } });
  });

  test("a 304 replaces the validators that it names and leaves the others", async () => {
    hosts.on(host, "/renew", (_q, r) => r.writeHead(304, { etag: '"new"' }).end());
    const result = await get("/renew", { validators: { etag: '"old"', lastModified: "then" } });
    expect(result).toMatchObject({ kind: "notModified", validators: { etag: '"new"', lastModified: "then" } });
  });

  test("a 304 that nobody asked for is a failure", async () => {
    hosts.on(host, "/odd304", (_q, r) => r.writeHead(304).end());
    expect(codeOf(await get("/odd304"))).toBe("http-status");
  });

  test("a 226 is a partial document", async () => {
    hosts.on(host, "/delta", (_q, r) => r.writeHead(226, { im: "feed", etag: '"2"' }).end(rss));
    const result = await get("/delta", { validators: { etag: '"1"', lastModified: null } });
    expect(result).toMatchObject({ kind: "modified", partial: true, validators: { etag: '"2"' } });
  });

  test("100 Continue and 103 Early Hints are not taken for the answer", async () => {
    hosts.on(host, "/hints", (_q, r) => {
      r.writeEarlyHints({ link: "</style.css>; rel=preload" });
      r.end(rss);
    });
    expect(textOf(await get("/hints"))).toBe(rss);
  });
});

describe("createHttp(): encodings", () => {
  test.each<[string, string, (body: Buffer) => Buffer]>([
    ["gzip", "gzip", (body) => zlib.gzipSync(body)],
    ["x-gzip", "x-gzip", (body) => zlib.gzipSync(body)],
    ["brotli", "br", (body) => zlib.brotliCompressSync(body)],
    ["deflate", "deflate", (body) => zlib.deflateSync(body)],
    ["deflate without its wrapping", "deflate", (body) => zlib.deflateRawSync(body)],
    ["gzip inside brotli", "gzip, br", (body) => zlib.brotliCompressSync(zlib.gzipSync(body))],
    ["identity", "identity", (body) => body],
    ["gzip that is none", "gzip", (body) => body],
    ["gzip that is not announced", "", (body) => zlib.gzipSync(body)],
    [
      "two gzip members",
      "gzip",
      (body) => Buffer.concat([zlib.gzipSync(body.subarray(0, 9)), zlib.gzipSync(body.subarray(9))]),
    ],
  ])("reads %s", async (_name, encoding, encode) => {
    hosts.on(host, "/encoded", (_q, r) => {
      const headers = encoding === "" ? {} : { "content-encoding": encoding };
      r.writeHead(200, headers).end(encode(Buffer.from(rss)));
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

  test.each([
    ["cut short", "gzip", zlib.gzipSync(rss.repeat(50)).subarray(0, 40)],
    ["damaged", "gzip", Buffer.concat([zlib.gzipSync("x").subarray(0, 10), Buffer.alloc(30, 0xee)])],
    ["unknown", "compress", Buffer.from(rss)],
    ["piled up", "gzip, gzip, gzip", Buffer.from(rss)],
  ])("a Content-Encoding that is %s is encoding-broken", async (_name, encoding, body) => {
    hosts.on(host, "/broken", (_q, r) => r.writeHead(200, { "content-encoding": encoding }).end(body));
    const result = await get("/broken");
    expect(codeOf(result)).toBe("encoding-broken");
    expect(result.status).toBe(200);
  });
});

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

  test("40 MB without a Content-Length end at the limit", async () => {
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

  test("headers without end are too large", async () => {
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

describe("createHttp(): deadlines", () => {
  test("a server that says nothing is cut off after the headers' time", async () => {
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

  test("a headers' time shorter than the connection's is kept to the second", async () => {
    const clock = createFakeClock();
    hosts.on(host, "/mute3", () => undefined);
    const work = get("/mute3", {}, open({}, { connectMsMax: 10_000, headersMsMax: 3_000 }, clock));
    await until(() => hosts.seen.length === 1);
    expect((await clock.runUntil(work)).durationMs).toBe(3_000);
  });

  test("a body that stands still is cut off after the idle time", async () => {
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

  test("a server that never finishes the TLS handshake is cut off after the connection's time", async () => {
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

  test("an error whose page stands still is still told by its status", async () => {
    const clock = createFakeClock();
    hosts.on(host, "/stall503", (_q, r) => void r.writeHead(503, { "retry-after": "120" }).write("wait"));
    const work = get("/stall503", {}, open({}, {}, clock));
    await until(() => hosts.seen.length === 1);
    const result = await clock.runUntil(work);
    expect(codeOf(result)).toBe("rate-limited");
    expect(result.headers["retry-after"]).toBe("120");
  });
});

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

  test("an empty 200 is not a feed", async () => {
    hosts.on(host, "/empty", (_q, r) => r.writeHead(200).end());
    expect(codeOf(await get("/empty"))).toBe("not-a-feed");
  });

  test("a connection that is reset in mid-body is reset, with the status that was heard", async () => {
    hosts.on(host, "/reset", (_q, r) => {
      r.writeHead(200, { "content-length": "5000" });
      r.write("<rss>", () => r.socket?.resetAndDestroy());
    });
    const result = await get("/reset");
    expect(codeOf(result)).toBe("reset");
    expect(result.status).toBe(200);
  });

  test("a body shorter than its Content-Length is reset", async () => {
    hosts.on(host, "/short", (_q, r) => {
      r.writeHead(200, { "content-length": "5000" });
      r.write("<rss>", () => r.socket?.end());
    });
    expect(codeOf(await get("/short"))).toBe("reset");
  });

  test("a server that hangs up without a word is reset", async () => {
    hosts.on(host, "/hangup", (_q, r) => void r.socket?.destroy());
    expect(codeOf(await get("/hangup"))).toBe("reset");
  });

  test("a server that does not speak HTTP is reset", async () => {
    const server = net.createServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n"));
    server.listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    expect(codeOf(await get(`http://${host}:${port}/`))).toBe("reset");
    server.close();
  });

  test("a kept connection that was closed meanwhile costs no failure", async () => {
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

  test("nothing listening is connect-failed", async () => {
    expect(codeOf(await get("http://127.0.2.9:9/".replace(":9/", ":40009/")))).toBe("connect-failed");
  });

  test("a server without TLS behind https is tls-failed", async () => {
    expect(codeOf(await get(hosts.url(host, "/").replace("http:", "https:")))).toBe("tls-failed");
  });

  test("a name that does not resolve is dns-failed", async () => {
    const lookup: LookupFunction = (name, _options, done) =>
      done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" }), "", 0);
    expect(codeOf(await get("http://gone.example/", {}, open({ lookup })))).toBe("dns-failed");
  });

  test.each(["ftp://example.org/feed", "file:///etc/passwd", "no address"])("%s is url-invalid", async (url) => {
    const result = await http.fetch({ url, validators: { etag: null, lastModified: null }, headers: {}, signal: null });
    expect(codeOf(result)).toBe("url-invalid");
  });
});

describe("createHttp(): redirects", () => {
  test.each([301, 302, 303, 307, 308])("follows %i and tells the hop", async (status) => {
    hosts.on(host, "/moved", (_q, r) => r.writeHead(status, { location: hosts.url(other, "/feed") }).end());
    hosts.on(other, "/feed", (_q, r) => r.end(rss));
    const result = await get("/moved");
    expect(textOf(result)).toBe(rss);
    expect(result.hops).toEqual([{ status, from: hosts.url(host, "/moved"), to: hosts.url(other, "/feed") }]);
    expect(result.finalUrl).toBe(hosts.url(other, "/feed"));
  });

  test("follows a relative Location with UTF-8 in it and drops its fragment", async () => {
    hosts.on(host, "/from", (_q, r) =>
      r.writeHead(302, { location: Buffer.from("../zür#x").toString("latin1") }).end(),
    );
    hosts.on(host, "/z%C3%BCr", (_q, r) => r.end(rss));
    expect((await get("/from")).finalUrl).toBe(hosts.url(host, "/z%C3%BCr"));
  });

  test("five hops are followed, six are too many, and the error names the chain", async () => {
    for (let index = 0; index < 6; index += 1) {
      hosts.on(host, `/hop${index}`, (_q, r) => r.writeHead(302, { location: `/hop${index + 1}` }).end());
    }
    hosts.on(host, "/hop6", (_q, r) => r.end(rss));
    expect(textOf(await get("/hop1"))).toBe(rss);
    const result = await get("/hop0");
    expect(codeOf(result)).toBe("too-many-redirects");
    expect(messageOf(result)).toContain("/hop0 -> ");
    expect(messageOf(result)).toContain("/hop5 -> ");
  });

  test("a loop is found at once and named, without the keys in it", async () => {
    hosts.on(host, "/ping", (_q, r) => r.writeHead(302, { location: "/pong?api_key=hush" }).end());
    hosts.on(host, "/pong", (_q, r) => r.writeHead(302, { location: "/ping" }).end());
    const result = await get("/ping");
    expect(codeOf(result)).toBe("redirect-loop");
    expect(messageOf(result)).toContain("/ping -> ");
    expect(messageOf(result)).not.toContain("hush");
    expect(hosts.seen).toHaveLength(2);
  });

  test.each(["", "javascript:alert(1)", "file:///etc/passwd", "http://"])(
    "a Location of %j is url-invalid",
    async (location) => {
      hosts.on(host, "/badloc", (_q, r) => r.writeHead(302, { location }).end());
      expect(codeOf(await get("/badloc"))).toBe("url-invalid");
    },
  );

  test("secrets stay with the first host: headers and credentials of the address do not cross over", async () => {
    hosts.on(host, "/secret", (_q, r) => r.writeHead(302, { location: "/secret2" }).end());
    hosts.on(host, "/secret2", (_q, r) => r.writeHead(302, { location: hosts.url(other, "/seen") }).end());
    hosts.on(other, "/seen", (_q, r) => r.end(rss));
    const url = hosts.url(host, "/secret").replace("http://", "http://wire:p%40ss@");
    const result = await get(url, { headers: { "X-Api-Key": "hush" } });
    const [first, second, third] = hosts.seen;
    const basic = `Basic ${Buffer.from("wire:p@ss").toString("base64")}`;
    expect(first?.headers).toMatchObject({ "x-api-key": "hush", authorization: basic });
    expect(second?.headers).toMatchObject({ "x-api-key": "hush", authorization: basic });
    expect(third?.headers).not.toHaveProperty("x-api-key");
    expect(third?.headers).not.toHaveProperty("authorization");
    expect(JSON.stringify(result)).not.toContain("p%40ss");
  });
});

describe("createHttp(): the address guard", () => {
  const strict = (lookup: LookupFunction | null = null, allowAddresses: string[] = []): Http =>
    open({ allowPrivateAddresses: false, allowAddresses, lookup });

  test("refuses literal addresses before a connection is made", async () => {
    const client = strict();
    for (const address of ["127.0.2.1", "[::1]", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"]) {
      expect(codeOf(await get(`http://${address}:${hosts.port}/`, {}, client))).toBe("address-refused");
    }
    expect(hosts.seen).toHaveLength(0);
  });

  test("refuses a public name that resolves to a private address, and says so", async () => {
    const client = strict((_name, _options, done) => done(null, [{ address: "127.0.2.1", family: 4 }]));
    const result = await get(`http://feeds.example:${hosts.port}/`, {}, client);
    expect(codeOf(result)).toBe("address-refused");
    expect(messageOf(result)).toContain("resolves to 127.0.2.1");
  });

  test("looks again on every connection: a name that is rebound to another address is refused", async () => {
    const answers = ["127.0.2.1", "127.0.2.2"];
    let lookups = 0;
    const client = strict(
      (_name, _options, done) => done(null, [{ address: answers[lookups++] ?? "127.0.2.2", family: 4 }]),
      ["127.0.2.1"],
    );
    hosts.on(host, "/once", (_q, r) => r.writeHead(200, { connection: "close" }).end(rss));
    const url = `http://rebind.example:${hosts.port}/once`;
    expect(textOf(await get(url, {}, client))).toBe(rss);
    expect(codeOf(await get(url, {}, client))).toBe("address-refused");
    expect(lookups).toBe(2);
    expect(hosts.seen.map((seen) => seen.address)).toEqual([host]);
  });

  test("of several addresses only the good ones are connected to", async () => {
    const client = strict(
      (_name, _options, done) =>
        done(null, [
          { address: "10.0.0.1", family: 4 },
          { address: "127.0.2.1", family: 4 },
        ]),
      ["127.0.2.1"],
    );
    hosts.on(host, "/mixed", (_q, r) => r.end(rss));
    expect(textOf(await get(`http://mixed.example:${hosts.port}/mixed`, {}, client))).toBe(rss);
  });

  test("guards every hop: a redirect into the inside is refused", async () => {
    hosts.on(host, "/inward", (_q, r) => r.writeHead(302, { location: hosts.url(other, "/admin") }).end());
    const result = await get("/inward", {}, strict(null, ["127.0.2.1"]));
    expect(codeOf(result)).toBe("address-refused");
    expect(result.hops).toHaveLength(1);
    expect(hosts.seen.map((seen) => seen.address)).toEqual([host]);
  });

  test("refuses ports that no feed is served on, even where private addresses are allowed", async () => {
    expect(codeOf(await get("http://127.0.2.1:22/"))).toBe("address-refused");
  });
});

describe("createHttp(): stopping", () => {
  test("an aborted fetch ends at once as failed", async () => {
    hosts.on(host, "/wait", () => undefined);
    const abort = new AbortController();
    const work = get("/wait", { signal: abort.signal });
    await until(() => hosts.seen.length === 1);
    abort.abort(new Error("enough"));
    expect((await work).kind).toBe("failed");
  });

  test("close() ends everything that is under way", async () => {
    hosts.on(host, "/wait2", () => undefined);
    const client = open();
    const work = Promise.all([get("/wait2", {}, client), get("/wait2", {}, client)]);
    await until(() => hosts.seen.length === 2);
    await client.close();
    expect((await work).map(codeOf)).toEqual(["io-failed", "io-failed"]);
  });
});
