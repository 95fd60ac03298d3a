import { afterAll, beforeAll, expect, test } from "vitest";
import type { Http } from "../../src/domain/ports.ts";
import { fetchOnce, findFeed } from "../../src/ingest/find-feed.ts";
import { parseLimitsDefault } from "../../src/parse/parse-limits.ts";
import { type HttpWorld, host, openHttpWorld, other } from "../fetch/http-world.ts";
import { createInlineParser } from "../support/inline-parser.ts";
import type { Behaviour } from "../support/loopback-host.ts";

let world: HttpWorld;
let http: Http;
beforeAll(async () => {
  world = await openHttpWorld();
  http = world.open();
});
afterAll(() => world.close());

const parser = createInlineParser(parseLimitsDefault);

/** Looks for a feed at a path of the host. Returns what was found and which addresses were tried after it. */
async function look(path: string) {
  const tried: string[] = [];
  const fetch = (url: string) => fetchOnce(http, url);
  const onTrying = (url: string) => void tried.push(new URL(url).pathname);
  const found = await findFeed({ fetch, parser, onTrying }, world.hosts.url(host, path));
  return { path: new URL(found.url).pathname, title: found.parsed.title, tried, found };
}

const rss = (title: string): string =>
  `<rss version="2.0"><channel><title>${title}</title><item><title>One</title><guid>1</guid></item></channel></rss>`;
const answer =
  (body: string, headers: Readonly<Record<string, string>> = { "content-type": "text/xml" }, status = 200): Behaviour =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);
const page = (links: string): string => `<!doctype html><html><head><title>Site</title>${links}</head><body/></html>`;
const html = { "content-type": "text/html" };
const alternate = (href: string, type = "application/rss+xml", title = "News"): string =>
  `<link rel="alternate" type="${type}" title="${title}" href="${href}">`;

test("the address of a feed is the feed, after its redirects", async () => {
  world.hosts.on(host, "/own", answer("", { location: "/own/moved" }, 301));
  world.hosts.on(host, "/own/moved", answer(rss("Own")));
  const { path, title, tried, found } = await look("/own");
  expect([path, title, tried]).toEqual(["/own", "Own", []]);
  expect(new URL(found.finalUrl).pathname).toBe("/own/moved");
});

test("a site leads to the feed that it advertises, and not to its comments", async () => {
  const links = `${alternate("/comments/feed", "application/rss+xml", "Comments")}${alternate("news.atom", "application/atom+xml")}`;
  world.hosts.on(host, "/site/", answer(page(links), html));
  world.hosts.on(
    host,
    "/site/news.atom",
    answer(`<feed xmlns="http://www.w3.org/2005/Atom"><title>Site news</title></feed>`),
  );
  world.hosts.on(host, "/comments/feed", answer(rss("Comments")));
  expect(await look("/site/")).toMatchObject({
    path: "/site/news.atom",
    title: "Site news",
    tried: ["/site/news.atom"],
  });
});

test("a Link header and a base element count, and a feed on another host is found", async () => {
  const link = `<${world.hosts.url(other, "/wire.json")}>; rel="alternate"; type="application/feed+json"`;
  world.hosts.on(host, "/header", answer(page(""), { ...html, link }));
  const json = JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Wire", items: [] });
  world.hosts.on(other, "/wire.json", answer(json, { "content-type": "application/feed+json" }));
  expect(await look("/header")).toMatchObject({ path: "/wire.json", title: "Wire" });
  world.hosts.on(host, "/based", answer(page(`<base href="/deep/">${alternate("feed.xml")}`), html));
  world.hosts.on(host, "/deep/feed.xml", answer(rss("Deep")));
  expect(await look("/based")).toMatchObject({ path: "/deep/feed.xml", title: "Deep" });
});

test("an advertised feed that is gone, broken or a page is passed over for the next one", async () => {
  const links = ["/x/gone", "/x/page", "/x/cut", "/x/good"].map((href) => alternate(href)).join("");
  world.hosts.on(host, "/x", answer(page(links), html));
  world.hosts.on(host, "/x/page", answer(page(""), html));
  world.hosts.on(host, "/x/cut", (_request, response) => response.destroy());
  world.hosts.on(host, "/x/good", answer(rss("Good")));
  expect(await look("/x")).toMatchObject({ title: "Good", tried: ["/x/gone", "/x/page", "/x/cut", "/x/good"] });
});

test("a site that advertises nothing is searched at the usual places", async () => {
  world.hosts.on(other, "/", answer(page(""), html));
  world.hosts.on(other, "/atom.xml", answer(rss("Usual")));
  const fetch = (url: string) => fetchOnce(http, url);
  const found = await findFeed({ fetch, parser, onTrying: () => undefined }, world.hosts.url(other, "/"));
  expect([new URL(found.url).pathname, found.parsed.title]).toEqual(["/atom.xml", "Usual"]);
});

test("the fault of the address itself is told, whatever was tried after it", async () => {
  world.hosts.on(host, "/none", answer(page(alternate("/none/feed")), html));
  await expect(look("/none")).rejects.toMatchObject({
    code: "not-a-feed",
    message: expect.stringContaining("/none/feed"),
  });
  await expect(look("/nowhere")).rejects.toMatchObject({
    code: "http-status",
    message: expect.stringContaining("404"),
  });
  const closed = findFeed(
    { fetch: (url) => fetchOnce(world.open({ allowPrivateAddresses: false }), url), parser, onTrying: () => undefined },
    world.hosts.url(host, "/own"),
  );
  await expect(closed).rejects.toMatchObject({ message: expect.stringContaining("loopback") });
});
