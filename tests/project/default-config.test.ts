import { parse } from "tldts";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";

/** What a new user gets without writing a configuration. */
describe("config/wiredesk.yaml", () => {
  const config = loadConfig("config/wiredesk.yaml", {});

  test("has about seventy feeds, agencies first, without a warning", () => {
    expect(config.feeds.length).toBeGreaterThanOrEqual(70);
    expect(config.warnings).toEqual([]);
    const kinds = config.feeds.map(({ source }) => source.kind);
    expect(kinds.lastIndexOf("agency")).toBeLessThan(kinds.indexOf("outlet"));
    expect(kinds.filter((kind) => kind === "agency").length).toBeGreaterThan(kinds.length / 3);
  });

  test("contains no address that is known to be dead, frozen or refused", () => {
    const dead = /kyodonews\.net\/rss\/all|www3\.nhk\.or\.jp|xinhuanet\.com|efe\.com/;
    expect(config.feeds.map(({ url }) => url).filter((url) => dead.test(url))).toEqual([]);
  });

  test("makes one request at a time to Yonhap, as its server requires", () => {
    expect(config.polling.hosts["yna.co.kr"]?.parallel).toBe(1);
    const hosts = new Set(config.feeds.map(({ url }) => parse(url).domain));
    expect(Object.keys(config.polling.hosts).filter((host) => !hosts.has(host))).toEqual([]);
  });

  test("has sections for the world, for business, and by language", () => {
    const ids = config.sections.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["agencies", "world", "business", "francais", "espanol", "deutsch"]));
  });
});
