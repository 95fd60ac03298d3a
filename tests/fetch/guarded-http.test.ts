import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { startLoopbackProxy } from "../support/loopback-proxy.ts";
import { codeOf, type HttpWorld, host, messageOf, openHttpWorld, other, rss, textOf, until } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let open: HttpWorld["open"];
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, open, get } = world);
});
afterEach(() => world.close());

describe("createHttp(): a plain request", () => {
  test("returns the document with its type, address and validators", async () => {
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

  test("sends a user agent, accepts compressed feeds, and sends no cookie, no Referer and no validators of its own", async () => {
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

  test("sends a Last-Modified back unchanged, even when it is not a valid date", async () => {
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

  test("a 304 to an unconditional request is a failure", async () => {
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

describe("createHttp(): connections", () => {
  test("no origin gets more than connectionsPerOriginMax requests at a time", async () => {
    for (const connectionsPerOriginMax of [1, 3]) {
      const held: (() => void)[] = [];
      // No request is answered before the maximum number of requests has arrived.
      hosts.on(host, "*", (_q, r) => {
        held.push(() => r.end(rss));
        if (held.length >= connectionsPerOriginMax) for (const answer of held) answer();
      });
      const client = open({ connectionsPerOriginMax });
      const asked = ["/a", "/b", "/c", "/d", "/e"].map((path) => get(path, {}, client));
      expect((await Promise.all(asked)).map(textOf)).toEqual([rss, rss, rss, rss, rss]);
      expect(Math.max(...hosts.seen.splice(0).map(({ parallel }) => parallel))).toBe(connectionsPerOriginMax);
    }
  });
});

describe("createHttp(): redirects", () => {
  test.each([301, 302, 303, 307, 308])("follows %i and reports the hop", async (status) => {
    hosts.on(host, "/moved", (_q, r) => r.writeHead(status, { location: hosts.url(other, "/feed") }).end());
    hosts.on(other, "/feed", (_q, r) => r.end(rss));
    const result = await get("/moved");
    expect(textOf(result)).toBe(rss);
    expect(result.hops).toEqual([{ status, from: hosts.url(host, "/moved"), to: hosts.url(other, "/feed") }]);
    expect(result.finalUrl).toBe(hosts.url(other, "/feed"));
  });
});

test("a request through a proxy names the host and sends credentials; the proxy resolves the name", async () => {
  const proxy = await startLoopbackProxy(host);
  hosts.on(host, "/proxied", (_request, response) => response.end(rss));
  const route = { certificate: null, proxy: `http://me:hunter2@${proxy.address}` };
  expect(textOf(await get(`http://feeds.invalid:${hosts.port}/proxied`, { route }))).toBe(rss);
  const credentials = `Basic ${btoa("me:hunter2")}`;
  expect(proxy.asked).toEqual([[`feeds.invalid:${hosts.port}`, credentials]]);
  proxy.close();
});

describe("createHttp(): stopping", () => {
  test("an aborted fetch fails at once", async () => {
    hosts.on(host, "/wait", () => undefined);
    const abort = new AbortController();
    const work = get("/wait", { signal: abort.signal });
    await until(() => hosts.seen.length === 1);
    abort.abort(new Error("enough"));
    expect((await work).kind).toBe("failed");
  });

  test("close() ends everything in progress", async () => {
    hosts.on(host, "/wait2", () => undefined);
    const client = open();
    const work = Promise.all([get("/wait2", {}, client), get("/wait2", {}, client)]);
    await until(() => hosts.seen.length === 2);
    await client.close();
    expect((await work).map(codeOf)).toEqual(["io-failed", "io-failed"]);
  });
});
