import type { LookupFunction } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Http } from "../../src/domain/ports.ts";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { codeOf, type HttpWorld, host, messageOf, openHttpWorld, other, rss, textOf } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let open: HttpWorld["open"];
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, open, get } = world);
});
afterEach(() => world.close());

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
