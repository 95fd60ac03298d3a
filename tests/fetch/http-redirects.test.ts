import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { codeOf, type HttpWorld, host, messageOf, openHttpWorld, other, rss, textOf } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, get } = world);
});
afterEach(() => world.close());

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
});
