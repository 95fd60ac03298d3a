import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createChainCookies } from "../../src/fetch/chain-cookies.ts";
import type { LoopbackHosts } from "../support/loopback-host.ts";
import { codeOf, type HttpWorld, host, openHttpWorld, other, rss, textOf } from "./http-world.ts";

let world: HttpWorld;
let hosts: LoopbackHosts;
let get: HttpWorld["get"];

beforeEach(async () => {
  world = await openHttpWorld();
  ({ hosts, get } = world);
});
afterEach(() => world.close());

/** The Cookie headers that `address` was sent, request by request. */
const cookiesAt = (address: string) =>
  hosts.seen.filter((request) => request.address === address).map(({ headers }) => headers.cookie ?? "");

/** Lets in who brings `gate=1`, and sends others to `location` with that cookie. */
function gate(path: string, location: string, cookie = "gate=1; Path=/; HttpOnly"): void {
  hosts.on(host, path, (q, r) => {
    if ((q.headers.cookie ?? "").includes("gate=1")) r.end(rss);
    else r.writeHead(302, { location, "set-cookie": ["seen=0; Expires=Sun, 06 Dec 2026 10:00:00 GMT", cookie] }).end();
  });
}

describe("createHttp(): a cookie gate by redirect", () => {
  test("a redirect to the same address with a cookie is gone through, and the cookie forgotten", async () => {
    gate("/feed", "/feed");
    expect(textOf(await get("/feed"))).toBe(rss);
    expect(cookiesAt(host)).toEqual(["", "seen=0; gate=1"]);
    expect(textOf(await get("/feed"))).toBe(rss);
    expect(cookiesAt(host)).toEqual(["", "seen=0; gate=1", "", "seen=0; gate=1"]);
  });

  test("a redirect to a page that looks for the cookie and back is gone through", async () => {
    gate("/feed", "/check?back=/feed");
    hosts.on(host, "/check", (_q, r) => r.writeHead(302, { location: "/feed" }).end());
    expect(textOf(await get("/feed"))).toBe(rss);
  });

  test("a page elsewhere that sends the fetch back hears no cookie of the first host", async () => {
    gate("/feed", hosts.url(other, "/sso"));
    hosts.on(other, "/sso", (_q, r) =>
      r.writeHead(302, { location: hosts.url(host, "/feed"), "set-cookie": "sso=2" }).end(),
    );
    expect(textOf(await get("/feed"))).toBe(rss);
    expect(cookiesAt(other)).toEqual([""]);
    expect(cookiesAt(host)).toEqual(["", "seen=0; gate=1"]);
  });

  test("a cookie of the configuration goes along to the feed's own host", async () => {
    gate("/feed", "/feed");
    await get("/feed", { headers: { Cookie: "account=7" } });
    expect(cookiesAt(host)).toEqual(["account=7", "account=7; seen=0; gate=1"]);
  });

  test("a gate that never opens is a loop", async () => {
    hosts.on(host, "/feed", (_q, r) => r.writeHead(302, { location: "/feed", "set-cookie": "gate=1" }).end());
    expect(codeOf(await get("/feed"))).toBe("redirect-loop");
    hosts.on(host, "/count", (_q, r) =>
      r.writeHead(302, { location: "/count", "set-cookie": `n=${hosts.seen.length}` }).end(),
    );
    expect(codeOf(await get("/count"))).toBe("too-many-redirects");
  });

  test("a server that sends the first request back to the same address without a cookie is asked once more", async () => {
    let times = 0;
    hosts.on(host, "/twice", (_q, r) => {
      times += 1;
      if (times === 1) r.writeHead(302, { location: "/twice" }).end();
      else r.end(rss);
    });
    expect(textOf(await get("/twice"))).toBe(rss);
  });

  test("a Location that is said twice is one address", async () => {
    hosts.on(host, "/old", (_q, r) => {
      const location = hosts.url(host, "/new");
      r.writeHead(301, ["location", location, "location", location]).end();
    });
    hosts.on(host, "/new", (_q, r) => r.end(rss));
    expect(textOf(await get("/old"))).toBe(rss);
  });

  test("300 is followed where it names the server's own choice", async () => {
    hosts.on(host, "/many", (_q, r) => r.writeHead(300, { location: "/one" }).end());
    hosts.on(host, "/one", (_q, r) => r.end(rss));
    expect(textOf(await get("/many"))).toBe(rss);
  });
});

describe("createChainCookies()", () => {
  const url = new URL("https://a.example/feed");

  test.each<[string, string[], string | null]>([
    ["keeps the last value of a name", ["a=1", "b=2", "a=3"], "b=2; a=3"],
    ["forgets what is removed", ["a=1", "b=2", "a=; Max-Age=0"], "b=2"],
    ["forgets what is dated long ago", ["a=1", "a=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT"], null],
    ["passes over what is no cookie", ["a", "=b", "", "a\nb=1", `a=${"x".repeat(5000)}`], null],
    ["holds 20", Array.from({ length: 30 }, (_v, index) => `c${index}=`), cookies(20)],
  ])("%s", (_name, lines, header) => {
    const jar = createChainCookies();
    jar.take(url, lines);
    expect(jar.headerFor(url)).toBe(header);
  });

  test.each([
    ["https://a.example/x", "a=1; s=1"],
    ["https://b.example/", null],
    ["https://www.a.example/", null],
    ["http://a.example/", null],
    ["https://a.example:8443/", null],
  ])("sends to %s: %s", (to, header) => {
    const jar = createChainCookies();
    jar.take(url, ["a=1; Domain=.example; Path=/other", "s=1; Secure"]);
    expect(jar.headerFor(new URL(to))).toBe(header);
  });

  test("a cookie that was set over http goes on to https, and a secure one not to http", () => {
    const jar = createChainCookies();
    jar.take(new URL("http://a.example/"), ["a=1", "s=1; secure"]);
    expect(jar.headerFor(url)).toBe("a=1; s=1");
    expect(jar.headerFor(new URL("http://a.example/"))).toBe("a=1");
  });
});

function cookies(count: number): string {
  return Array.from({ length: count }, (_v, index) => `c${index}=`).join("; ");
}
