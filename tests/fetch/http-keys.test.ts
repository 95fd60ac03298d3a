import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { queryKeysOf } from "../../src/fetch/query-keys.ts";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { type HttpWorld, host, openHttpWorld, other, rss } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, get } = world);
});
afterEach(() => world.close());

/**
 * /feed redirects to another path of the first host and repeats the query. That path redirects to the other host and
 * repeats the query again.
 */
function passOn(): void {
  const query = (path = "") => new URL(path, "http://x/").search;
  hosts.on(host, "/feed", (q, r) => r.writeHead(302, { location: `/feed2${query(q.url)}` }).end());
  hosts.on(host, "/feed2", (q, r) => r.writeHead(302, { location: hosts.url(other, `/feed${query(q.url)}`) }).end());
  hosts.on(other, "/feed", (_q, r) => r.end(rss));
}

describe("createHttp(): keys of a feed", () => {
  test("headers and the address's credentials are sent along redirects within the host, not beyond", async () => {
    passOn();
    const url = hosts.url(host, "/feed").replace("http://", "http://wire:p%40ss@");
    const result = await get(url, { headers: { "X-Api-Key": "hush" } });
    const [first, second, third] = hosts.seen;
    const basic = `Basic ${Buffer.from("wire:p@ss").toString("base64")}`;
    expect(first?.headers).toMatchObject({ "x-api-key": "hush", authorization: basic });
    expect(second?.headers).toMatchObject({ "x-api-key": "hush", authorization: basic });
    expect(third?.headers).not.toHaveProperty("x-api-key");
    expect(third?.headers).not.toHaveProperty("authorization");
    expect(JSON.stringify(result)).not.toContain("p%40ss");
  });

  test("query keys are sent only to the feed's own host, whatever a server repeats", async () => {
    passOn();
    const result = await get("/feed?lang=en", { query: { apikey: "hush", sub: "7" } });
    expect(hosts.seen.map(({ path }) => path)).toEqual([
      "/feed?lang=en&apikey=hush&sub=7",
      "/feed2?lang=en&apikey=hush&sub=7",
      "/feed?lang=en",
    ]);
    expect(result.kind).toBe("modified");
    expect(JSON.stringify(result)).not.toContain("hush");
  });

  test("a key in the address is not sent to another host", async () => {
    passOn();
    await get("/feed?token=hush&p=2");
    expect(hosts.seen.map(({ path }) => path)).toEqual(["/feed?token=hush&p=2", "/feed2?token=hush&p=2", "/feed?p=2"]);
  });

  test.each([
    [
      "an address to come back to",
      (url: string) => `/login?lang=en&return=${encodeURIComponent(url)}`,
      "/login?lang=en",
    ],
    ["one within another", (url: string) => `/a?b=${encodeURIComponent(`/c?d=${encodeURIComponent(url)}`)}`, "/a"],
    ["a name", () => "/login?hush-1234%26=1&lang=en", "/login?lang=en"],
  ])("a key that a server writes into %s goes to no other host and is told to nobody", async (_name, path, sent) => {
    const go = (url: string) => hosts.url(other, path(`http://${host}${url}`));
    hosts.on(host, "/feed", (q, r) => r.writeHead(302, { location: go(q.url ?? "") }).end());
    for (const name of ["/login", "/a"]) hosts.on(other, name, (_q, r) => r.end(rss));
    const result = await get("/feed", { query: { apikey: "hush-1234&" } });
    await get("/feed?token=hush-1234%26");
    const paths = hosts.seen.map((seen) => seen.path);
    expect([paths[1], paths[3]]).toEqual([sent, sent]);
    expect(JSON.stringify(result)).not.toContain("hush");
  });

  test("a redirect with a key in its path is not followed to another host", async () => {
    hosts.on(host, "/feed", (_q, r) => r.writeHead(302, { location: hosts.url(other, "/x/hush-1234/feed") }).end());
    const result = await get("/feed", { query: { apikey: "hush-1234" } });
    expect(result).toMatchObject({ kind: "failed", error: { code: "url-invalid" } });
    expect(hosts.seen).toHaveLength(1);
    expect(JSON.stringify([result.hops, result.finalUrl])).not.toContain("hush");
    expect(String(result.kind === "failed" && result.error.message)).not.toContain("hush");
  });

  test("a redirect to the same address with the key in it is a loop", async () => {
    hosts.on(host, "/round", (q, r) => r.writeHead(302, { location: q.url ?? "" }).end());
    const result = await get("/round", { query: { apikey: "hush" } });
    expect(result).toMatchObject({ kind: "failed", error: { code: "redirect-loop" } });
    expect(String(result.kind === "failed" && result.error.message)).not.toContain("hush");
  });
});

test("queryKeysOf() leaves the rest of the address unchanged, to the byte", () => {
  const keys = queryKeysOf({ query: { key: "k" } }, new URL("https://a.example/feed"));
  const plain = new URL("https://b.example/feed?a=%7E&b=c+d&e");
  expect(keys.withoutKeys(plain).href).toBe("https://b.example/feed?a=%7E&b=c+d&e");
  expect(keys.withKeys(plain).href).toBe("https://b.example/feed?a=%7E&b=c+d&e");
});
